"""Grids: connected ruling lines, and the cells (with merges) that they enclose."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractors.layout.rulings import SNAP, Line, Ruling, straighten
from pipeline.document import BBox

_REACH = 5.0
"""Points by which a line may fall short of the line it should meet."""
_COVER = 0.6
"""Share of a cell's side that must be drawn for the side to be there."""
_SMALLEST = 5.0
"""Points below which a strip between two lines is no row or column."""
_VERTICALS = 3
"""Verticals that end at one level beyond the horizontals, where a row is left open."""


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell at ``row``, ``col`` (from 0) over ``row_span`` x ``col_span`` places, with its box in points."""

    row: int
    col: int
    row_span: int
    col_span: int
    box: BBox


class Grid:
    """A table's skeleton: positions of its columns' and rows' borders, and which borders are drawn."""

    def __init__(self, horizontals: Sequence[Line], verticals: Sequence[Line]) -> None:
        self.ys = _positions([line.at for line in horizontals])
        self.xs = _positions([line.at for line in verticals])
        self.box = BBox(self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])
        """The table's outer border."""
        self._across = _index(horizontals, self.ys)
        self._down = _index(verticals, self.xs)
        self.cells = self._cells()
        self._owner = {
            (row, col): cell
            for cell in self.cells
            for row in range(cell.row, cell.row + cell.row_span)
            for col in range(cell.col, cell.col + cell.col_span)
        }

    @property
    def rows(self) -> int:
        """Number of rows."""
        return len(self.ys) - 1

    @property
    def cols(self) -> int:
        """Number of columns."""
        return len(self.xs) - 1

    def cell_at(self, x: float, y: float) -> GridCell | None:
        """The cell that holds the point; points on the outer border count to the cell inside."""
        if not self.box.holds(x, y, SNAP):
            return None
        col = min(max(bisect_right(self.xs, x) - 1, 0), len(self.xs) - 2)
        row = min(max(bisect_right(self.ys, y) - 1, 0), len(self.ys) - 2)
        return self._owner[row, col]

    def cell_of(self, row: int, col: int) -> GridCell:
        """The cell that covers a place."""
        return self._owner[row, col]

    def _cells(self) -> list[GridCell]:
        leader = self._merged()
        groups: dict[tuple[int, int], list[tuple[int, int]]] = {}
        for place, head in leader.items():
            groups.setdefault(head, []).append(place)
        return sorted((self._cell(places) for places in groups.values()), key=lambda cell: (cell.row, cell.col))

    def _cell(self, places: list[tuple[int, int]]) -> GridCell:
        if len(places) == 1:
            ((row, col),) = places
            return GridCell(row, col, 1, 1, BBox(self.xs[col], self.ys[row], self.xs[col + 1], self.ys[row + 1]))
        rows, cols = [row for row, _ in places], [col for _, col in places]
        top, bottom, left, right = min(rows), max(rows), min(cols), max(cols)
        box = BBox(self.xs[left], self.ys[top], self.xs[right + 1], self.ys[bottom + 1])
        return GridCell(top, left, bottom - top + 1, right - left + 1, box)

    def _merged(self) -> dict[tuple[int, int], tuple[int, int]]:
        """Each place with the first place of its cell: places are one where no border is drawn between them."""
        leader = {(row, col): (row, col) for row in range(self.rows) for col in range(self.cols)}

        def find(place: tuple[int, int]) -> tuple[int, int]:
            while leader[place] != place:
                leader[place] = leader[leader[place]]
                place = leader[place]
            return place

        for row, col in list(leader):
            if col + 1 < self.cols and not _drawn(self._down[col + 1], self.ys[row], self.ys[row + 1]):
                leader[find((row, col + 1))] = find((row, col))
            if row + 1 < self.rows and not _drawn(self._across[row + 1], self.xs[col], self.xs[col + 1]):
                leader[find((row + 1, col))] = find((row, col))
        return {place: find(place) for place in leader}


def _positions(values: Sequence[float]) -> list[float]:
    """Distinct positions, sorted; strips too narrow to hold a character are closed."""
    kept: list[float] = []
    for value in sorted(values):
        if not kept or value - kept[-1] > _SMALLEST:
            kept.append(value)
    return kept


def _index(lines: Sequence[Line], positions: Sequence[float]) -> list[list[Line]]:
    """The lines at each position."""
    found: list[list[Line]] = [[] for _ in positions]
    for line in lines:
        above = max(bisect_right(positions, line.at) - 1, 0)
        below = min(above + 1, len(positions) - 1)
        nearer = above if line.at - positions[above] <= positions[below] - line.at else below
        found[nearer].append(line)
    return found


def _drawn(lines: Sequence[Line], start: float, end: float) -> bool:
    if any(line.start <= start and line.end >= end for line in lines):
        return True
    covered = sum(max(0.0, min(line.end, end) - max(line.start, start)) for line in lines)
    return covered >= _COVER * (end - start)


def find_grids(rulings: Sequence[Ruling]) -> list[Grid]:
    """The tables of a page, top to bottom: lines that touch belong together; missing outer borders are added."""
    grids = []
    horizontals, verticals = straighten(rulings, horizontal=True), straighten(rulings, horizontal=False)
    for part in _components([*horizontals, *_open_ends(horizontals, verticals)], verticals):
        across, down = _closed(*part)
        if len(_positions([line.at for line in across])) > 1 and len(_positions([line.at for line in down])) > 1:
            grids.append(Grid(across, down))
    return sorted(grids, key=lambda grid: (grid.box.y0, grid.box.x0))


def _open_ends(horizontals: Sequence[Line], verticals: Sequence[Line]) -> list[Line]:
    """The borders of rows that go over a page break, which browsers leave open above or below.

    There several verticals that come from a horizontal end at one level, and none is drawn.
    """
    drawn = sorted(horizontals, key=lambda line: line.at)
    found: list[Line] = []
    for ends in ([(line.start, line) for line in verticals], [(line.end, line) for line in verticals]):
        for level in _levels(ends):
            y = level[0][0]
            near = _near(drawn, y)
            if all(_covers(near, line.at) for _, line in level):
                continue
            held = [line.at for _, line in level if any(_meet(each, line) for each in horizontals)]
            if len(held) >= _VERTICALS and not all(_covers(near, x) for x in held):
                found.append(Line(y, min(held), max(held)))
    return found


def _levels(ends: Sequence[tuple[float, Line]]) -> Iterator[list[tuple[float, Line]]]:
    """Ends of several lines at about one level, level by level."""
    level: list[tuple[float, Line]] = []
    for end, line in sorted(ends, key=lambda each: (each[0], each[1].at)):
        if level and end - level[0][0] > SNAP:
            if len(level) >= _VERTICALS:
                yield level
            level = []
        level.append((end, line))
    if len(level) >= _VERTICALS:
        yield level


def _near(drawn: Sequence[Line], y: float) -> Sequence[Line]:
    """The horizontals (in order) at a level, or so near that no row has room between."""
    room = 3 * _SMALLEST
    first, last = (bisect_right(drawn, at, key=lambda line: line.at) for at in (y - room, y + room))
    return drawn[first:last]


def _covers(near: Sequence[Line], x: float) -> bool:
    return any(line.start - _REACH <= x <= line.end + _REACH for line in near)


def _components(horizontals: Sequence[Line], verticals: Sequence[Line]) -> list[tuple[list[Line], list[Line]]]:
    parts: list[tuple[list[Line], list[Line]]] = []
    for line in verticals:
        touching = [each for each in horizontals if _meet(each, line)]
        if len(touching) < 2:
            continue
        mine: tuple[list[Line], list[Line]] = (touching, [line])
        rest = []
        for part in parts:
            if any(each in part[0] for each in touching):
                mine = (list(dict.fromkeys([*part[0], *mine[0]])), [*part[1], *mine[1]])
            else:
                rest.append(part)
        parts = [*rest, mine]
    return parts


def _meet(across: Line, down: Line) -> bool:
    crosses_x = across.start - _REACH <= down.at <= across.end + _REACH
    return crosses_x and down.start - _REACH <= across.at <= down.end + _REACH


def _closed(across: list[Line], down: list[Line]) -> tuple[list[Line], list[Line]]:
    """With outer borders where the drawn ones are missing: left and right of the horizontals' ends."""
    top, bottom = min(line.at for line in across), max(line.at for line in across)
    left, right = min(line.start for line in across), max(line.end for line in across)
    xs = [line.at for line in down]
    if min(xs) - left > 3 * _SMALLEST:
        down = [Line(left, top, bottom), *down]
    if right - max(xs) > 3 * _SMALLEST:
        down = [*down, Line(right, top, bottom)]
    return across, down
