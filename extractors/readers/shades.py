"""Filled rectangles of a PDF page: the cells of a table painted side by side, or every other row, or only a head."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from extractors.layout.rulings import SNAP, Ruling
from pipeline.document import BBox

_WHOLE = 3
"""Rows painted without a gap from which the paint is a table's and not that of every other row, whatever else is."""


class Shaded(NamedTuple):
    """``borders`` of cells, as good as drawn ones; ``edges``: where a painted row begins or ends, and no more."""

    borders: list[Ruling]
    edges: list[Ruling]


def shaded(fills: Sequence[BBox]) -> Shaded:
    """What the fills say of rows and cells.

    The sides of a painted row are no grid: the rows between are not painted. Only where rows follow each other
    without a gap do their cells show where columns part.
    """
    blocks = [list(block) for block in _blocks(fills)]
    found = Shaded([], [])
    for block in blocks:
        if _is_grid(block, blocks):
            found.borders.extend(side for fill in block for side in _sides(fill))
        else:
            found.edges.extend(_sides(fill)[at] for fill in block for at in (0, 1))
    return found


def _blocks(fills: Sequence[BBox]) -> Iterator[list[BBox]]:
    """The fills, top to bottom, in groups with white between."""
    block: list[BBox] = []
    reach = 0.0
    for fill in sorted(fills, key=lambda each: each.y0):
        if block and fill.y0 > reach + SNAP:
            yield block
            block = []
        reach = max(reach, fill.y1) if block else fill.y1
        block.append(fill)
    if block:
        yield block


def _is_grid(block: Sequence[BBox], blocks: Sequence[Sequence[BBox]]) -> bool:
    rows = _distinct([fill.y0 for fill in block])
    if rows < 2 or _distinct([fill.x0 for fill in block]) < 2:
        return False
    return rows >= _WHOLE or not any(_same_width(block, other) for other in blocks if other is not block)


def _distinct(values: Sequence[float]) -> int:
    """How many of them lie apart."""
    ordered = sorted(values)
    return 1 + sum(two - one > SNAP for one, two in pairwise(ordered))


def _same_width(one: Sequence[BBox], two: Sequence[BBox]) -> bool:
    left = min(fill.x0 for fill in one) - min(fill.x0 for fill in two)
    right = max(fill.x1 for fill in one) - max(fill.x1 for fill in two)
    return max(abs(left), abs(right)) <= SNAP


def _sides(fill: BBox) -> tuple[Ruling, Ruling, Ruling, Ruling]:
    """Top, bottom, left, right."""
    x0, y0, x1, y1 = fill.x0, fill.y0, fill.x1, fill.y1
    return Ruling(x0, y0, x1, y0), Ruling(x0, y1, x1, y1), Ruling(x0, y0, x0, y1), Ruling(x1, y0, x1, y1)
