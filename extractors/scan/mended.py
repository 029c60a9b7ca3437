"""Borders of cells that wear has taken, looked for where the rest of the grid says that they would be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractors.layout.grid import Grid, find_grids
from extractors.layout.rulings import Ruling
from extractors.scan.lines import Box
from extractors.scan.sides import SEEN, Grey, Side, shown, words_at

_HALF, _TRACE = 0.3, 0.15
"""Share of a border that shows, from which it is one, where it goes on at its inner end, and at both ends."""


def lost_borders(rulings: Sequence[Ruling], grey: Grey, lines: Sequence[Box], scale: float) -> list[Ruling]:
    """Borders between neighbouring places of the page's grids that the pixels show, though the rulings lack them."""
    first = _lost(rulings, grey, lines, scale)
    return [*first, *_lost([*rulings, *first], grey, lines, scale)] if first else []


def _lost(rulings: Sequence[Ruling], grey: Grey, lines: Sequence[Box], scale: float) -> list[Ruling]:
    found: list[Ruling] = []
    for grid in find_grids(rulings):
        for row in _missing(grid):
            shares = [(shown(side, grey, scale) or 0.0) if side else 1.0 for side in row]
            for n, side in enumerate(row):
                beside = [row[at] is None for at in (n - 1, n + 1) if 0 <= at < len(row)]
                least = (_TRACE if len(beside) == 2 else _HALF) if beside and all(beside) else SEEN
                if side and shares[n] >= least and not words_at(side, lines, scale):
                    found.append(side.ruling())
    return found


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
