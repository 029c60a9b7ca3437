"""Characters of a PDF's text layer that are struck out: whoever drew a line through them took them back."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from extractors.layout.rulings import Ruling
from extractors.readers.pdf_text import Glyph
from pipeline.document import EMPTY_BOX, TICKED_BOX

_MIDDLE = 0.2
"""Character heights above and below its middle where a line strikes it out; underlines and borders lie lower."""
_COVERED = 0.8
"""Share of a character's width that such a line covers."""
_LONGER = 1.5
"""Character heights by which such a line reaches beyond the characters at most: borders reach further."""


def without_struck(glyphs: Sequence[Glyph], rulings: Sequence[Ruling]) -> list[Glyph]:
    """The glyphs without those that a line is drawn through; a line through a box is a tick."""
    order = sorted(range(len(glyphs)), key=lambda number: _middle(glyphs[number]))
    middles = [_middle(glyphs[number]) for number in order]
    reach = _MIDDLE * max((glyph.y1 - glyph.y0 for glyph in glyphs), default=0.0)
    struck: set[int] = set()
    for ruling in rulings:
        if ruling.horizontal:
            near = order[bisect_left(middles, ruling.y0 - reach) : bisect_right(middles, ruling.y0 + reach)]
            struck.update(_struck_by(ruling, glyphs, near))
    return [glyph for number, glyph in enumerate(glyphs) if number not in struck]


def _struck_by(ruling: Ruling, glyphs: Sequence[Glyph], near: Sequence[int]) -> set[int]:
    through = {number for number in near if _is_through(ruling, glyphs[number])}
    if not through:
        return set()
    slack = _LONGER * max(glyphs[number].y1 - glyphs[number].y0 for number in through)
    start, end = min(glyphs[number].x0 for number in through), max(glyphs[number].x1 for number in through)
    return through if start - slack <= ruling.x0 and ruling.x1 <= end + slack else set()


def _middle(glyph: Glyph) -> float:
    return (glyph.y0 + glyph.y1) / 2


def _is_through(ruling: Ruling, glyph: Glyph) -> bool:
    height, width = glyph.y1 - glyph.y0, glyph.x1 - glyph.x0
    level = abs(ruling.y0 - _middle(glyph)) <= _MIDDLE * height and glyph.char not in (EMPTY_BOX, TICKED_BOX)
    return level and min(ruling.x1, glyph.x1) - max(ruling.x0, glyph.x0) >= _COVERED * width
