"""Borders of cells that wear has taken, looked for where the rest of the grid says that they would be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractors.layout.grid import Grid, find_grids
from extractors.layout.rulings import Ruling
from extractors.scan.lines import Box
from extractors.scan.sides import GOES_ON, INSIDE, SEEN, THROUGHOUT, Grey, Side, inked, shown, words_at

_HALF, _TRACE = 0.3, 0.15
"""Share of a border that shows, from which it is one, where it goes on at its inner end, and at both ends."""
_TALL, _VERTICALS, _NO_ROW = 60.0, 4, 8.0
"""Points, and number of verticals as tall that end at one level, where their table ends; points by which no row is as
low as."""
_LONG, _MOSTLY = 6, 0.6
"""Sides of a grid line, and the share of them that is drawn, from which a trace of any other is enough."""
_FEW, _AT_END = 0.3, 0.15
"""Share of them up to which strokes may have been taken for the border, which then stand under each other in the other
rows, too; heights of a line by which its outermost strokes stand within its box."""
_MOST_ROWS = 0.5
"""Share of a table's rows that must show a column which another table between the same edges has."""
_SAME = 4.0
"""Points by which edges of columns lie apart at the most that are the same."""
_AMID_WORDS = 0.88
"""Share of a horizontal that is inked right above and below words, where it leaves them no paper; tops of characters
fill less.
"""
_LOOSE = 0.1
"""Share of a line's height up to which a border runs right above or below its words."""


def lost_borders(rulings: Sequence[Ruling], grey: Grey, lines: Sequence[Box], scale: float) -> list[Ruling]:
    """Borders between neighbouring places of the page's grids that the pixels show, though the rulings lack them."""
    outer = list(_outer(rulings))
    first = _lost([*rulings, *outer], grey, lines, scale)
    more = _lost([*rulings, *outer, *first], grey, lines, scale) if first else []
    return [*outer, *first, *more]


def _outer(rulings: Sequence[Ruling]) -> Iterator[Ruling]:
    """The upper and lower borders that tables lack though their verticals go on to them."""
    levels = [each for each in rulings if each.horizontal]
    tall = sorted((each for each in rulings if not each.horizontal and each.y1 - each.y0 > _TALL), key=lambda r: r.x0)
    for ends in ([(each.x0, each.y0) for each in tall], [(each.x0, each.y1) for each in tall]):
        known = [each.y0 for each in levels]
        for _, y in ends:
            level = [end for end in ends if abs(end[1] - y) <= _SAME]
            if len(level) >= _VERTICALS and all(abs(y - each) > _NO_ROW for each in known):
                known.append(y)
                at = sum(end[1] for end in level) / len(level)
                yield Ruling(level[0][0], at, level[-1][0], at)


def _lost(rulings: Sequence[Ruling], grey: Grey, lines: Sequence[Box], scale: float) -> list[Ruling]:
    grids = find_grids(rulings)
    found = [side for grid in grids for row in _missing(grid) for side in _shown_of(row, grey, lines, scale)]
    for row in (row for grid in grids for row in _columns_of_others(grid, grids)):
        own = list(_shown_of(row, grey, lines, scale))
        # A column of another table is this one's where most of its rows show it: strokes stand at any place.
        found.extend(own if len(own) >= _MOST_ROWS * len(row) else ())
    return [side.ruling() for side in found]


def _shown_of(row: Sequence[Side | None], grey: Grey, lines: Sequence[Box], scale: float) -> Iterator[Side]:
    """Those of a grid line's sides that are not drawn (None) and that the pixels show."""
    drawn = row.count(None) / len(row)
    mostly = len(row) >= _LONG and drawn >= _MOSTLY
    shares = [_share(side, grey, scale, GOES_ON if mostly else THROUGHOUT) if side else 1.0 for side in row]
    inside_by = _AT_END if len(row) >= _LONG and drawn <= _FEW else INSIDE
    for n, side in enumerate(row):
        beside = [row[at] is None for at in (n - 1, n + 1) if 0 <= at < len(row)]
        least = _TRACE if mostly else SEEN
        if beside and all(beside):
            least = _TRACE if len(beside) == 2 else min(least, _HALF)
        if side is None or shares[n] < least:
            continue
        if _is_free(side, grey, lines, scale, inside_by) and _shows_beside_words(side, grey, lines, scale):
            yield side


def _is_free(side: Side, grey: Grey, lines: Sequence[Box], scale: float, inside_by: float) -> bool:
    """Whether no words stand in the side's way; those of two cells taken for one line leave a vertical whole.

    A vertical is in the way from ``inside_by`` heights of a line within its box.
    """
    return not words_at(side, lines, scale, inside_by) or (
        not side.horizontal and inked(side, grey, scale) >= THROUGHOUT
    )


def _share(side: Side, grey: Grey, scale: float, enough: float) -> float:
    """Share of a border that shows: darker than the paper beside it, or where print touches a vertical, ``enough``
    inked.
    """
    share = shown(side, grey, scale) or 0.0
    if share >= SEEN or side.horizontal:
        return share
    return share if inked(side, grey, scale) < enough else SEEN


def _columns_of_others(grid: Grid, grids: Sequence[Grid]) -> Iterator[list[Side | None]]:
    """Sides where other tables between the same edges have columns: a list's head may stand in a table of its own."""
    alike = [other for other in grids if other is not grid and all(
        abs(one - two) <= _SAME for one, two in ((grid.xs[0], other.xs[0]), (grid.xs[-1], other.xs[-1]))
    )]  # fmt: skip
    known = list(grid.xs)
    for x in sorted(x for other in alike for x in other.xs):
        if all(abs(x - each) > _SAME for each in known):
            known.append(x)
            yield [Side(False, x, *grid.ys[row : row + 2]) for row in range(grid.rows)]


def _shows_beside_words(side: Side, grey: Grey, lines: Sequence[Box], scale: float) -> bool:
    """Whether a horizontal shows where no words are right above or below it, too, or without a hole where they all are:
    tops of characters look like one.
    """
    at = side.at / scale
    near = [(x0, x1) for x0, y0, x1, y1 in lines if y0 - _LOOSE * (y1 - y0) < at < y1 + _LOOSE * (y1 - y0)]
    if not near or not side.horizontal:
        return True
    share, all_along = shown(side, grey, scale, near), shown(side, grey, scale) or 0.0
    if share >= SEEN if share is not None else all_along >= THROUGHOUT:
        return True
    return all_along >= SEEN and inked(side, grey, scale) >= _AMID_WORDS


def _missing(grid: Grid) -> Iterator[list[Side | None]]:
    """Each inner grid line as its sides from end to end; None where the border is drawn."""
    for col in range(1, grid.cols):
        yield [
            None if _parted(grid, (row, col - 1), (row, col)) else Side(False, grid.xs[col], *grid.ys[row : row + 2])
            for row in range(grid.rows)
        ]
    for row in range(1, grid.rows):
        yield [
            None if _parted(grid, (row - 1, col), (row, col)) else Side(True, grid.ys[row], *grid.xs[col : col + 2])
            for col in range(grid.cols)
        ]


def _parted(grid: Grid, one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether two places belong to different cells."""
    return grid.cell_of(*one) is not grid.cell_of(*other)
