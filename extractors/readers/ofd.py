"""OFD pages (GB/T 33190, the fixed layout that Chinese offices exchange): text by ofdkit, rulings and scans beside it.

A page that is a picture is read from its pixels. Electronic seals (signature files beside the pages) are not read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import ofdkit
from ofdkit.package import Package

from extractors.layout.assemble import lay_out
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


def _opened(path: Path) -> ofdkit.OFDDocument:
    try:
        return ofdkit.open(path)
    except ofdkit.OFDError as error:
        raise _problem(error, path) from error


def _problem(error: ofdkit.OFDError, path: Path) -> DamagedFileError | TooLargeError:
    return TooLargeError(path.name) if isinstance(error, ofdkit.OFDLimitError) else DamagedFileError(path.name)


def _read_page(page: ofdkit.Page, package: Package, number: int, engine: Callable[[], OcrEngine]) -> Page:
    left, top, wide, high = page.box
    width, height = wide * POINTS, high * POINTS
    advances = advances_of(package, page.location)
    pieces = [
        _piece(run, number, left, top, _next_of(advances, run))
        for run in page.runs
        if run.text.strip() and run.size > 0
    ]
    if sum(len(piece.text) for piece in pieces) < _FEW_WORDS:
        scan = _scan(page, package, number, engine)
        if scan is not None:
            return scan
    rulings = [each.moved(-left, -top).in_points(POINTS) for each in rulings_of(package, page.location)]
    blocks = lay_out(pieces, rulings, width, height)
    return Page(number, blocks, width, height, Frame.upright(width, height), "text layer")


def _next_of(advances: dict[str, list[list[float]]], run: ofdkit.TextRun) -> list[float]:
    """The distances of the run: the parts of a text come in order."""
    parts = advances.get(run.object_id or "")
    return parts.pop(0) if parts and not run.from_template else []


def _piece(run: ofdkit.TextRun, number: int, left: float, top: float, advances: list[float]) -> Piece:
    """The run with its box and its characters' edges."""
    x, y = run.x - left, run.y - top
    text = run.text
    widths = _widths(text, run.size, advances)
    step = run.width / sum(widths)
    edges = [(x + step * sum(widths[:n])) * POINTS for n in range(len(text) + 1)]
    text = "".join(GLYPHS.get(char, char) for char in text)
    box = BBox(edges[0], (y - _ABOVE * run.size) * POINTS, edges[-1], (y + _BELOW * run.size) * POINTS)
    return Piece(text, number, box, tuple(edges))


def _widths(text: str, size: float, advances: list[float]) -> list[float]:
    """What each character takes: as the file says, else wide ones twice as much as narrow ones."""
    usual = [size / 2 if ord(char) < 0x2000 else size for char in text]
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
