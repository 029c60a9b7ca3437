"""The characters of a PDF page's text layer, as runs with boxes."""

from __future__ import annotations

import ctypes
import math
import unicodedata
from bisect import bisect_left
from collections.abc import Container, Iterator
from typing import NamedTuple

import pypdfium2.raw as raw
from pypdfium2 import PdfPage, PdfTextPage

from extractors.readers.ticks import GLYPHS, WINGDINGS, merged_boxes
from pipeline.document import BBox, Piece

_WIDE_GAP = 0.75
"""Character heights of white that end a run."""
_OVERLAP = 0.2
"""Character heights by which neighbours may overlap."""
_LOW = 0.7
"""Share of its neighbour's height below which a character's height is that of its ink, not of its line."""
_SPACE = 0.3
"""Character heights of white that are a space."""
_LAST_GENERATED = 0x2D
"""pdfium makes up nothing but spaces, line ends and hyphens: other characters need not be asked about."""
_FIRST_HAN, _LAST_HAN = 0x4E00, 0x9FFF
"""Characters that are what they are; all others may be ticks, radicals or controls."""
_LEANING = math.radians(10)
"""From this angle on, to either side of upright or of lying, print is no line of the page: a watermark."""
_LEVEL = 0.1
"""Points by which the tops and bottoms of a line's characters differ at most where the line is level."""
_BROKEN_HYPHEN = 2
"""What pdfium says for a hyphen at the end of a line."""


class Glyph(NamedTuple):
    """One character with its box, page points, origin top left."""

    char: str
    x0: float
    y0: float
    x1: float
    y1: float


def read_glyphs(page: PdfPage, text: PdfTextPage, without: Container[int] = ()) -> list[Glyph]:
    """Every visible character of the page in the file's order, as the displayed page shows it; no slanting watermarks.

    ``without`` are numbers of characters that are no words of the page.
    """
    place = placer(page)
    handle, rect, glyphs = text.raw, raw.FS_RECTF(), []
    to_rect = ctypes.byref(rect)
    level, leaning = math.inf, False
    for index in range(raw.FPDFText_CountChars(handle)):
        code = raw.FPDFText_GetUnicode(handle, index)
        if code in (0, 10, 13) or (code <= _LAST_GENERATED and raw.FPDFText_IsGenerated(handle, index) == 1):
            continue
        if index in without:
            continue
        raw.FPDFText_GetLooseCharBox(handle, index, to_rect)
        if abs(rect.bottom + rect.top - level) > _LEVEL:
            level, leaning = rect.bottom + rect.top, _leans(handle, index)
        if leaning:
            continue
        char = chr(code) if _FIRST_HAN <= code <= _LAST_HAN else _plain(code, text, index)
        left, right = rect.left, rect.right
        if right > left and char:
            glyphs.append(Glyph(char, *place(left, rect.bottom, right, rect.top)))
    return glyphs


def _leans(handle: raw.FPDF_TEXTPAGE, index: int) -> bool:
    """Whether the character stands clearly aslant; asked only where it is not level with the one before."""
    return abs(math.remainder(raw.FPDFText_GetCharAngle(handle, index), math.pi / 2)) > _LEANING


class _Placer:
    """PDF user space to the displayed page's points."""

    def __init__(self, rotation: int, left: float, bottom: float, right: float, top: float) -> None:
        self.rotation, self.left, self.bottom, self.right, self.top = rotation, left, bottom, right, top

    def __call__(self, x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
        if not self.rotation:
            return x0 - self.left, self.top - y1, x1 - self.left, self.top - y0
        if self.rotation == 90:
            return y0 - self.bottom, x0 - self.left, y1 - self.bottom, x1 - self.left
        if self.rotation == 180:
            return self.right - x1, y0 - self.bottom, self.right - x0, y1 - self.bottom
        return self.top - y1, self.right - x1, self.top - y0, self.right - x0


def placer(page: PdfPage) -> _Placer:
    """The way from the page's user space to displayed points.

    Not by the page's own crop or media box: where these are inherited, pypdfium2 gives a Letter page for them.
    """
    return _Placer(page.get_rotation(), *page.get_bbox())


def _plain(code: int, text: PdfTextPage, index: int) -> str:
    """The character to keep: tick glyphs as boxes, Kangxi radicals and compatibility ideographs as plain ones."""
    char = "-" if code == _BROKEN_HYPHEN else chr(code)
    if char in GLYPHS:
        return GLYPHS[char]
    if char in WINGDINGS and "ingding" in _font(text, index):
        return WINGDINGS[char]
    if 0x2E80 <= code <= 0x2FDF or 0xF900 <= code <= 0xFAFF:
        return unicodedata.normalize("NFKC", char)
    return " " if char.isspace() else ("" if unicodedata.category(char) in ("Cc", "Cs") else char)


def _font(text: PdfTextPage, index: int) -> str:
    buffer = ctypes.create_string_buffer(80)
    raw.FPDFText_GetFontInfo(text, index, buffer, 80, ctypes.c_int())
    return buffer.value.decode("utf-8", "ignore")


def runs(glyphs: list[Glyph], page: int) -> Iterator[Piece]:
    """The glyphs as runs: a run ends where the line ends, turns back or leaves a wide gap."""
    run: list[Glyph] = []
    for each in glyphs:
        glyph = _levelled(each, run[-1]) if run else each
        if len(run) == 1:
            run[0] = _levelled(run[0], glyph)
        if not run or _goes_on(run[-1], glyph):
            run.append(glyph)
        elif gap := _gap_for(glyph, run):
            run.insert(gap, glyph)
        else:
            yield from _piece(run, page)
            run = [glyph]
    yield from _piece(run, page)


def _levelled(low: Glyph, beside: Glyph) -> Glyph:
    """A comma, a point, a 一 as high as the character beside it: many fonts give it no more than its ink's height."""
    height = beside.y1 - beside.y0
    apart = max(low.x0, beside.x0) - min(low.x1, beside.x1)
    if low.y1 - low.y0 >= _LOW * height or apart > height:
        return low
    reach = _OVERLAP * height
    inside = beside.y0 - reach <= low.y0 and low.y1 <= beside.y1 + reach
    return low._replace(y0=beside.y0, y1=beside.y1) if inside else low


def _gap_for(glyph: Glyph, run: list[Glyph]) -> int:
    """Where in the run a character belongs that was drawn later (in another font, as tick boxes are); 0 for nowhere."""
    last = run[-1]
    height = max(last.y1 - last.y0, 1.0)
    if glyph.x0 >= last.x0 or abs((last.y0 + last.y1) - (glyph.y0 + glyph.y1)) >= 0.8 * height:
        return 0
    at = bisect_left([each.x0 for each in run], glyph.x0)
    fits = at > 0 and run[at - 1].x1 - _OVERLAP * height <= glyph.x0 and glyph.x1 <= run[at].x0 + _OVERLAP * height
    return at if fits else 0


def _goes_on(last: Glyph, glyph: Glyph) -> bool:
    _, _, top, right, bottom = last
    height = max(bottom - top, 1.0)
    if not -0.4 * height < glyph.x0 - right < _WIDE_GAP * height:
        return False
    return abs((top + bottom) - (glyph.y0 + glyph.y1)) < 0.8 * height


def _piece(run: list[Glyph], page: int) -> Iterator[Piece]:
    run = _boxes_merged(_spaced(run))
    while run and run[0].char == " ":
        run = run[1:]
    while run and run[-1].char == " ":
        run = run[:-1]
    if run:
        chars, lefts, tops, rights, bottoms = zip(*run, strict=True)
        box = BBox(lefts[0], min(tops), max(rights), max(bottoms))
        yield Piece("".join(chars), page, box, (*lefts, rights[-1]))


def _spaced(run: list[Glyph]) -> list[Glyph]:
    """With a space where the white between two characters is wide enough for one."""
    spaced: list[Glyph] = []
    last: Glyph | None = None
    for glyph in run:
        if last and glyph.x0 - last.x1 > _SPACE * (last.y1 - last.y0) and last.char != " " != glyph.char:
            spaced.append(Glyph(" ", last.x1, last.y0, glyph.x0, last.y1))
        spaced.append(glyph)
        last = glyph
    return spaced


def _boxes_merged(run: list[Glyph]) -> list[Glyph]:
    """A tick in or beside a box becomes one ticked box, empty brackets before a word an empty one."""
    text = "".join([each.char for each in run])
    for start, end, box in reversed(merged_boxes(text)):
        part = run[start:end]
        whole = Glyph(box, part[0].x0, part[0].y0, part[-1].x1, part[0].y1)
        run = [*run[:start], whole, *run[end:]]
    return run
