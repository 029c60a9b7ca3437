"""OFD pages (GB/T 33190, the fixed layout that Chinese offices exchange): text by ofdkit, rulings and scans beside it.

A page that is a picture is read from its pixels. Electronic seals (signature files beside the pages) are not read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import ofdkit
from ofdkit.package import Package

from extractors.layout.assemble import lay_out, loose_rules
from extractors.readers.ofd_objects import advances_of, pictures_of, rulings_of
from extractors.readers.ticks import GLYPHS
from pipeline.document import BBox, Frame, Page, Piece
from pipeline.ports import OcrEngine
from pipeline.problems import DamagedFileError, EmptyFileError, TooLargeError

POINTS = 72 / 25.4
"""Points a millimetre, which is what OFD measures in."""
_ABOVE, _BELOW = 0.86, 0.14
"""Shares of a character's size above and below its baseline."""
_IS_A_SCAN = 0.5
"""Share of the page that a picture must cover for the page to be a scan."""
_JUMP = 0.8
"""Sizes of a character beyond its usual width after which the text goes on elsewhere."""
_SMALLEST_PAGE, _LARGEST_PAGE = 2.0, 100_000.0
"""Points: a page's sides."""
_MISSING = {"template": "缺少页面模板，模板上的内容未读取", "document": "其中有文档缺失，未读取"}
"""What ofdkit warns of, by its first word."""
_FEW_WORDS = 30
"""Characters: a scan may carry a stamped number or a page number as text."""


def count_ofd_pages(path: Path) -> int:
    """Number of pages.

    Raises:
        DamagedFileError: it can't be parsed.
        EmptyFileError: it has no page.
    """
    with _opened(path) as document:
        pages = len(document.pages)
    if not pages:
        raise EmptyFileError(path.name)
    return pages


def read_ofd(path: Path, engine: Callable[[], OcrEngine], first: int = 1, last: int | None = None) -> Iterator[Page]:
    """Pages ``first`` to ``last`` (both included, counted from 1), one at a time.

    Raises:
        DamagedFileError: a page's content can't be parsed.
    """
    with _opened(path) as document, Package(path) as package:
        for number, page in enumerate(document.pages[first - 1 : last], first):
            try:
                yield _read_page(page, package, number, engine)
            except ofdkit.OFDError as error:
                raise _problem(error, path) from error


def told_of_ofd(path: Path) -> list[str]:
    """What of the file is missing though the rest can be read; nothing where it can't be opened."""
    try:
        with ofdkit.open(path) as document:
            missing = {warning.split(" ", 1)[0] for warning in document.warnings}
    except ofdkit.OFDError:
        return []
    return [words for what, words in _MISSING.items() if what in missing]


def _opened(path: Path) -> ofdkit.OFDDocument:
    try:
        return ofdkit.open(path)
    except ofdkit.OFDError as error:
        raise _problem(error, path) from error


def _problem(error: ofdkit.OFDError, path: Path) -> DamagedFileError | TooLargeError:
    return TooLargeError(path.name) if isinstance(error, ofdkit.OFDLimitError) else DamagedFileError(path.name)


def _read_page(page: ofdkit.Page, package: Package, number: int, engine: Callable[[], OcrEngine]) -> Page:
    if page.location is None:
        raise DamagedFileError("OFD 中缺少该页的内容")
    left, top, wide, high = page.box
    width, height = wide * POINTS, high * POINTS
    if not _SMALLEST_PAGE <= min(width, height) <= max(width, height) <= _LARGEST_PAGE:
        raise DamagedFileError("OFD 中该页的大小无效")
    advances = advances_of(package, page.location)
    runs = ((run, _next_of(advances, run)) for run in page.runs)
    pieces = [piece for run, own in runs for piece in _pieces(run, number, left, top, own)]
    if sum(len(piece.text) for piece in pieces) < _FEW_WORDS:
        scan = _scan(page, package, number, engine)
        if scan is not None:
            return scan
    rulings = [each.moved(-left, -top).in_points(POINTS) for each in rulings_of(package, page.location)]
    blocks, rules = lay_out(pieces, rulings, height), loose_rules(rulings)
    return Page(number, blocks, width, height, Frame.upright(width, height), "text layer", rules=rules)


def _next_of(advances: dict[str, list[list[float]]], run: ofdkit.TextRun) -> list[float]:
    """The distances of the run: the parts of a text come in order."""
    parts = advances.get(run.object_id or "")
    return parts.pop(0) if parts and run.text.strip() and not run.from_template else []


def _pieces(run: ofdkit.TextRun, number: int, left: float, top: float, advances: list[float]) -> Iterator[Piece]:
    """The run cut where it jumps (to the next cell), each part with its box and its characters' edges."""
    if not run.text.strip() or run.size <= 0:
        return
    usual, widths = _usual(run.text, run.size), _widths(run.text, run.size, advances)
    step = run.width / sum(widths)
    y0, y1 = (run.y - top - _ABOVE * run.size) * POINTS, (run.y - top + _BELOW * run.size) * POINTS
    start, x = 0, run.x - left
    edges = [x * POINTS]
    for n in range(len(run.text)):
        jumps = widths[n] > usual[n] + _JUMP * run.size
        edges.append((x + step * (usual[n] if jumps else widths[n])) * POINTS)
        x += step * widths[n]
        if jumps or n + 1 == len(run.text):
            text = "".join(GLYPHS.get(each, each) for each in run.text[start : n + 1])
            if text.strip():
                yield Piece(text, number, BBox(edges[0], y0, edges[-1], y1), tuple(edges))
            start, edges = n + 1, [x * POINTS]


def _usual(text: str, size: float) -> list[float]:
    """What each character takes in most fonts: wide ones twice as much as narrow ones."""
    return [size / 2 if ord(char) < 0x2000 else size for char in text]


def _widths(text: str, size: float, advances: list[float]) -> list[float]:
    """What each character takes: as the file says, else what is usual."""
    usual = _usual(text, size)
    said = advances[: len(text) - 1] if all(each > 0 for each in advances) else []
    return [*said, *usual[len(said) :]]


def _scan(page: ofdkit.Page, package: Package, number: int, engine: Callable[[], OcrEngine]) -> Page | None:
    """The page read from the picture that covers it; None where there is none."""
    _, _, wide, high = page.box
    for picture in pictures_of(package, page.location):
        if picture.width * picture.height >= _IS_A_SCAN * wide * high:
            from extractors.scan.page import read_scan

            return read_scan(picture.pixels(), number, wide * POINTS, high * POINTS, engine())
    return None
