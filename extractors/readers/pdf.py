"""PDF pages: from their text layer where it can be believed, else from their pixels."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from extractors.layout.assemble import lay_out, loose_rules
from extractors.layout.rulings import Ruling
from extractors.readers.pdf_drawing import Drawing, Shapes, read_drawing
from extractors.readers.pdf_marks import find_pdf_marks
from extractors.readers.pdf_shown import render, shown_page
from extractors.readers.pdf_struck import without_struck
from extractors.readers.pdf_text import read_glyphs, runs
from extractors.readers.shades import shaded
from extractors.readers.trust import believable
from pipeline.document import EMPTY_BOX, TICKED_BOX, BBox, Frame, Page, Piece
from pipeline.ports import OcrEngine
from pipeline.problems import DamagedFileError, EmptyFileError, EncryptedFileError

_LOWEST_DPI, _HIGHEST_DPI, _USUAL_DPI = 150, 300, 220
_MOST_BOXES = 2000
"""Small squares beyond this number are a pattern, not boxes to tick."""
_SMALLEST_PAGE = 2.0
"""Points: on a narrower page there is nothing to be seen."""
_BELOW_WORDS = 3.0
"""Points below words within which a line underlines them."""
_PADDED = 1.5
"""Heights of the words by which an underline reaches beyond them at either end."""
_INTO_WORDS = 0.35
"""Share of the words' height by which an underline may reach into them."""


def open_pdf(path: Path) -> pdfium.PdfDocument:
    """The opened file.

    Raises:
        EncryptedFileError: it needs a password.
        DamagedFileError: it can't be parsed.
    """
    try:
        return pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        if "assword" in str(error):
            raise EncryptedFileError(path.name) from error
        raise DamagedFileError(path.name) from error


def count_pdf_pages(path: Path) -> int:
    """Number of pages.

    Raises:
        UnreadableFileError: encrypted, damaged or without a page.
    """
    document = open_pdf(path)
    try:
        pages = len(document)
    finally:
        document.close()
    if not pages:
        raise EmptyFileError(path.name)
    return pages


def read_pdf(path: Path, engine: Callable[[], OcrEngine], first: int = 1, last: int | None = None) -> Iterator[Page]:
    """Pages ``first`` to ``last`` (both included, counted from 1), one at a time."""
    document = open_pdf(path)
    try:
        for number in range(first, min(last or len(document), len(document)) + 1):
            page = shown_page(document, number)
            try:
                yield _read_page(page, number, engine)
            finally:
                page.close()
    except pdfium.PdfiumError as error:
        raise DamagedFileError(path.name) from error
    finally:
        document.close()


def _read_page(page: pdfium.PdfPage, number: int, engine: Callable[[], OcrEngine]) -> Page:
    width, height = page.get_size()
    if not _SMALLEST_PAGE <= min(width, height) <= max(width, height) < math.inf:
        return Page(number, (), width, height, Frame.upright(width, height), "blank", notes=("no-page-to-see",))
    drawing = read_drawing(page)
    text = page.get_textpage()
    try:
        glyphs = read_glyphs(page, text)
        doubt = believable(glyphs, drawing, width, height)
        if doubt is None:
            marks = find_pdf_marks(page, text, glyphs, drawing, engine)
            if marks.letters:
                glyphs = read_glyphs(page, text, marks.letters)
    finally:
        text.close()
    if doubt is not None:
        return _from_pixels(page, number, drawing, engine, doubt)
    shapes = drawing.shapes(marks.rings)
    pieces = [*runs(without_struck(glyphs, shapes.rulings), number), *_drawn_boxes(shapes, number)]
    paint = shaded(shapes.fills)
    rulings = _without_underlines([*shapes.rulings, *paint.borders], pieces)
    blocks, rules = lay_out(pieces, rulings, height), loose_rules([*rulings, *paint.edges])
    notes = (*(("drawing-not-all-looked-at",) if drawing.cut else ()), *marks.notes)
    return Page(
        number, blocks, width, height, Frame.upright(width, height), "text layer",
        seals=marks.seals, inks=marks.inks, notes=notes, rules=rules,
    )  # fmt: skip


def _from_pixels(
    page: pdfium.PdfPage, number: int, drawing: Drawing, engine: Callable[[], OcrEngine], doubt: str
) -> Page:
    from extractors.scan.page import read_scan

    width, height = page.get_size()
    read = read_scan(render(page, _dpi(page, drawing, width)), number, width, height, engine())
    return replace(read, notes=(*read.notes, doubt)) if doubt != "scan" else read


def _dpi(page: pdfium.PdfPage, drawing: Drawing, width: float) -> float:
    """The resolution of the page's largest picture, within bounds: more pixels than there are help nobody.

    Half a pixel less, as pages are drawn in whole pixels, rounded up: a scan drawn one larger than it is is blurred.
    """
    images = page.get_objects(filter=(raw.FPDF_PAGEOBJ_IMAGE,), max_depth=8)
    large = [pair for pair in zip(images, drawing.pictures, strict=False) if pair[1].width > 0.5 * width]
    found = [72 * image.get_px_size()[0] / box.width for image, box in large]
    dpi = max(found) if found else _USUAL_DPI
    return min(max(dpi, _LOWEST_DPI), _HIGHEST_DPI) - 36 / width


def _drawn_boxes(drawing: Shapes, number: int) -> Iterator[Piece]:
    """Tick boxes drawn as small squares: ticked where another stroke crosses the inside."""
    if len(drawing.squares) > _MOST_BOXES:
        return
    strokes = sorted(drawing.strokes, key=lambda stroke: stroke.cy)
    heights = [stroke.cy for stroke in strokes]
    for square in drawing.squares:
        inner = square.grown(-0.2 * square.width)
        level = strokes[bisect_left(heights, inner.y0) : bisect_right(heights, inner.y1)]
        ticked = any(stroke != square and inner.holds(stroke.cx, stroke.cy) for stroke in level)
        yield Piece(TICKED_BOX if ticked else EMPTY_BOX, number, square)


def _without_underlines(rulings: Sequence[Ruling], pieces: Sequence[Piece]) -> list[Ruling]:
    """The rulings but for lines drawn right under words and hardly longer than they: blanks beside them are underlined.

    A line that meets an upright one at either end is the border of a cell, however near the words above it stand.
    """
    boxes = sorted((piece.box for piece in pieces if piece.box is not None), key=lambda box: box.y1)
    feet = [box.y1 for box in boxes]
    reach = _INTO_WORDS * max((box.height for box in boxes), default=0.0)

    def underlines(ruling: Ruling) -> bool:
        near = boxes[bisect_left(feet, ruling.y0 - _BELOW_WORDS) : bisect_right(feet, ruling.y0 + reach)]
        return any(_is_under(ruling, box) for box in near)

    upright = (corner for ruling in rulings if not ruling.horizontal for corner in _corners(ruling))
    corners = {(x + right, y + down) for x, y in upright for right in (-1, 0, 1) for down in (-1, 0, 1)}
    return [
        ruling
        for ruling in rulings
        if not (ruling.horizontal and underlines(ruling)) or not corners.isdisjoint(_corners(ruling))
    ]


def _corners(ruling: Ruling) -> Iterator[tuple[int, int]]:
    """Both ends, to the point."""
    for x, y in ((ruling.x0, ruling.y0), (ruling.x1, ruling.y1)):
        yield round(x), round(y)


def _is_under(ruling: Ruling, box: BBox) -> bool:
    near = -_INTO_WORDS * box.height <= ruling.y0 - box.y1 <= _BELOW_WORDS
    room = _PADDED * box.height
    return near and box.x0 - room <= ruling.x0 and ruling.x1 <= box.x1 + room
