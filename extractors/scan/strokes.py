"""Rulings told from the strokes of characters that were taken for some."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractors.layout.grid import Grid, find_grids
from extractors.layout.rulings import SNAP, Ruling
from extractors.scan.lines import Box
from extractors.scan.sides import (
    GOES_ON,
    SEEN,
    THROUGHOUT,
    Grey,
    Side,
    darker_on_paper,
    inked,
    runs_through,
    shown,
    words_at,
)

_BESIDE_WORDS = 0.35
"""Share of a border that shows above and below the words that it seems to run through; a stroke of theirs does not."""
_MOSTLY, _DARKER = 0.5, 14.0
"""Share of a vertical that words take up from which only its ends are left beside them, and the grey levels by which it
is darker there than the paper on both its sides."""
_NOTHING = 0.1
"""Below it nothing shows: two tables that stand under each other were joined."""
_LOWEST_ROW = 14.0
"""Points: what is lower is rather the white between two tables, into which their rulings reach a little."""
_ROWS, _COLUMNS, _HEAD = 6, 4, 3
"""Rows of a list, verticals that go through all of it, and rows at its top which may be its head's."""
_THROUGH, _FEW = 0.8, 0.3
"""Share of a list's height along which a vertical of a column is drawn at least; strokes of words that stand under each
other take up less."""
_SHORT, _AT_END = 45.0, 0.15
"""Points that strokes take up together where by chance they stand under each other; heights of a line by which its
outermost strokes stand within its box."""
_CLOSE = (2.5, 7.0)
"""Points: further apart than the two lines of a double border, closer than any column."""


def without_strokes(rulings: Sequence[Ruling], grey: Grey, lines: Sequence[Box], scale: float) -> list[Ruling]:
    """Without what are strokes of characters: horizontals through words, verticals where they only show in words.

    ``lines`` are the boxes of the text's lines, ``grey`` the page, both in pixels; rulings in points.
    """
    kept = [each for each in rulings if not (_is_struck_through(each, lines, scale) or _is_beside(each, rulings))]
    columns = [column for grid in find_grids(kept) for column in _drawn_down(grid)]
    undrawn = [
        side
        for column in columns
        for side in column.sides
        if (_may_be_strokes(side, column, lines, scale) and inked(side, grey, scale) < THROUGHOUT)
        or not _is_drawn(side, grey, words_at(side, lines, scale), scale, column.enough)
    ]
    return [part for each in kept for part in _cut(each, undrawn)]


def _is_beside(ruling: Ruling, rulings: Sequence[Ruling]) -> bool:
    """Whether a vertical stands close beside a much longer one: sides of tick boxes that stand under each other do."""
    return not ruling.horizontal and any(
        _CLOSE[0] < abs(each.x0 - ruling.x0) < _CLOSE[1]
        and each.y1 - each.y0 > 1.5 * (ruling.y1 - ruling.y0)
        and min(each.y1, ruling.y1) - max(each.y0, ruling.y0) > 0.8 * (ruling.y1 - ruling.y0)
        for each in rulings
        if not each.horizontal
    )


def _is_struck_through(ruling: Ruling, lines: Sequence[Box], scale: float) -> bool:
    """Whether a horizontal runs through words for most of its length."""
    if not ruling.horizontal:
        return False
    y, left, right = ruling.y0 / scale, ruling.x0 / scale, ruling.x1 / scale
    within = [max(0.0, min(right, x1) - max(left, x0)) for x0, y0, x1, y1 in lines if runs_through(y, y0, y1)]
    return sum(within) > 0.5 * (right - left)


@dataclass(frozen=True, slots=True)
class _Column:
    """The sides that are drawn downwards at one of a grid's xs.

    Those from ``doubted`` points on may be strokes; what is ``enough`` inked is a border, be there print beside it.
    """

    sides: tuple[Side, ...]
    doubted: float
    enough: float


def _drawn_down(grid: Grid) -> Iterator[_Column]:
    """The grid's columns of sides, the outer ones too."""
    columns = [tuple(_sides_at(grid, col)) for col in range(grid.cols + 1)]
    height = grid.ys[-1] - grid.ys[0]
    shares = [sum(side.end - side.start for side in sides) / height for sides in columns]
    a_list = grid.rows >= _ROWS and sum(share >= _THROUGH for share in shares) >= _COLUMNS
    for sides, share in zip(columns, shares, strict=True):
        doubted = grid.ys[_HEAD] if a_list and share < _FEW else float("inf")
        yield _Column(sides, doubted, GOES_ON if a_list and share >= _THROUGH else THROUGHOUT)


def _may_be_strokes(side: Side, column: _Column, lines: Sequence[Box], scale: float) -> bool:
    """Whether few rows of a list have the vertical, or it is short and stands in a line's box, be it at its end.

    So do a 1 and the stem of a 4.
    """
    if side.start >= column.doubted:
        return True
    return _unbroken(side, column) < _SHORT and bool(words_at(side, lines, scale, _AT_END))


def _unbroken(side: Side, column: _Column) -> float:
    """How far the vertical of which the side is a part goes on without a hole (points)."""
    start, end = side.start, side.end
    for each in column.sides:
        end = each.end if each.start == end else end
    for each in reversed(column.sides):
        start = each.start if each.end == start else start
    return end - start


def _sides_at(grid: Grid, col: int) -> Iterator[Side]:
    for row in range(grid.rows):
        if col in (0, grid.cols) or grid.cell_of(row, col - 1) is not grid.cell_of(row, col):
            yield Side(False, grid.xs[col], grid.ys[row], grid.ys[row + 1])


def _is_drawn(side: Side, grey: Grey, words: Sequence[tuple[float, float]], scale: float, enough: float) -> bool:
    """Whether something shows where a vertical is said to be: beside the words in its way, if there are any."""
    low = sum(last - first for first, last in words) > _MOSTLY * (side.end - side.start) / scale
    if low:
        darker = darker_on_paper(side, grey, words, scale)
        return darker > _DARKER if darker is not None else inked(side, grey, scale) >= THROUGHOUT
    share = shown(side, grey, scale, words)
    least = _BESIDE_WORDS if words else _NOTHING if side.end - side.start >= _LOWEST_ROW else SEEN
    if share is None or share >= least:
        return True
    # Print that begins right beside a border leaves no paper there to tell it from.
    return not words and inked(side, grey, scale) >= enough


def _cut(ruling: Ruling, undrawn: Sequence[Side]) -> list[Ruling]:
    """A vertical without the sides that are no borders."""
    parts = [ruling]
    for side in undrawn if not ruling.horizontal else ():
        if abs(side.at - ruling.x0) <= SNAP:
            parts = [part for each in parts for part in _parts(each, side)]
    return parts


def _parts(ruling: Ruling, side: Side) -> list[Ruling]:
    above = ruling._replace(y1=min(ruling.y1, side.start))
    below = ruling._replace(y0=max(ruling.y0, side.end))
    return [each for each in (above, below) if each.y1 - each.y0 > SNAP]
