"""Two pages of a book on one scan: the left one is read before the right one, and no line runs over the binding."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.layout.assemble import lay_out
from extractors.layout.rulings import Ruling
from pipeline.document import Block, Piece

_WIDE = 1.2
"""A picture so many times as wide as high may hold two pages side by side."""
_MIDDLE = (0.44, 0.56)
"""Shares of the width between which the binding lies."""
_STEP, _CLEAR = 4.0, 10.0
"""Points by which the binding is looked for, and of white on both its sides."""
_FEWEST = 6
"""Runs of text on a side that make it a page."""


def lay_out_scan(pieces: Sequence[Piece], rulings: Sequence[Ruling], width: float, height: float) -> tuple[Block, ...]:
    """The blocks of a scan in reading order: of one page, or of the left and then the right of two (points)."""
    middle = binding(pieces, rulings, width, height)
    if middle is None:
        return lay_out(pieces, rulings, height)
    sides = (
        lay_out(
            [piece for piece in pieces if piece.box is not None and (piece.box.cx < middle) == left],
            [ruling for ruling in rulings if ((ruling.x0 + ruling.x1) / 2 < middle) == left],
            height,
        )
        for left in (True, False)
    )
    return tuple(block for side in sides for block in side)


def binding(pieces: Sequence[Piece], rulings: Sequence[Ruling], width: float, height: float) -> float | None:
    """The x (points) between two pages; None where text or a ruling crosses the middle, or a side is all but empty.

    The shadow of the binding is a vertical ruling that meets none: it lies on neither side.
    """
    if width < _WIDE * height:
        return None
    boxes = [piece.box for piece in pieces if piece.box is not None and piece.text.strip()]
    spans = [(box.x0, box.x1) for box in boxes] + [(each.x0, each.x1) for each in rulings if each.horizontal]
    at, end = _MIDDLE[0] * width, _MIDDLE[1] * width
    free: list[float] = []
    while at <= end:
        if not any(start - _CLEAR < at < stop + _CLEAR for start, stop in spans):
            free.append(at)
        at += _STEP
    if not free:
        return None
    middle = min(free, key=lambda x: abs(x - width / 2))
    left = sum(box.cx < middle for box in boxes)
    return middle if min(left, len(boxes) - left) >= _FEWEST else None
