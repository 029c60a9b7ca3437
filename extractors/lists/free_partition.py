"""The likeliest way of parting a list's lines into rows, over all ways: dynamic programming over lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractors.lists.free_costs import Alignment, Costs, by_middle, by_top
from extractors.lists.free_entries import Entries, Entry
from extractors.lists.free_habits import Habits

_LONGEST = 30
"""No row has more visual lines."""
_HOPELESS = 14.0
"""Costs of growing from which a row need not be looked at any further."""
_ROUNDS = 2
_RULE = 9.0
"""Cost of a row that a drawn line crosses."""
_BAND = 1.2
"""How much likelier than not it is, for each strip between two drawn lines, that it is one row."""


@dataclass(frozen=True, slots=True)
class Parting:
    """Where rows begin (indices of lines, the first is 0), what that costs, and whether drawn lines vouch for it."""

    starts: tuple[int, ...]
    cost: float
    ruled: bool = False


def part(lines: Sequence[Entries], habits: Habits, columns: Sequence[int], ruled: frozenset[int]) -> Parting:
    """Rows of the lines. ``ruled`` are the indices of the lines above which a line is drawn over the columns."""
    best = min(
        (_settled(lines, habits, columns, ruled, way) for way in (by_middle, by_top)), key=lambda each: each[0].cost
    )
    parting, costs, way = best
    bands = tuple(sorted({0, *ruled}))
    if len(bands) > 1:
        strips = _cost_of(lines, bands, costs, way)
        if strips is not None and strips <= parting.cost + _BAND * len(bands):
            return Parting(bands, strips, ruled=True)
    return parting


def _settled(
    lines: Sequence[Entries], habits: Habits, columns: Sequence[int], ruled: frozenset[int], way: Alignment
) -> tuple[Parting, Costs, Alignment]:
    """The best rows with cells aligned that way; how often columns are empty is learnt from the rows themselves."""
    costs = Costs(habits, columns)
    parting = _best(lines, costs, ruled, way)
    for _ in range(_ROUNDS):
        costs.filled = _filled(lines, parting, columns)
        again = _best(lines, costs, ruled, way)
        if again.starts == parting.starts:
            return again, costs, way
        parting = again
    return parting, costs, way


def _filled(lines: Sequence[Entries], parting: Parting, columns: Sequence[int]) -> dict[int, float]:
    edges = [*parting.starts, len(lines)]
    rows = [set().union(*lines[a:b]) for a, b in pairwise(edges)]
    # One row more of each kind than was seen: a few rows must not make anything certain.
    return {column: (sum(column in row for row in rows) + 1.8) / (len(rows) + 2) for column in columns}


def _best(lines: Sequence[Entries], costs: Costs, ruled: frozenset[int], way: Alignment) -> Parting:
    least: list[tuple[float, int]] = [(0.0, 0)] + [(float("inf"), 0)] * len(lines)
    for start in range(len(lines)):
        so_far = least[start][0] + _before(lines, start, costs, ruled)
        for end, cost in _rows_from(lines, start, costs, ruled, way):
            if so_far + cost < least[end][0]:
                least[end] = (so_far + cost, start)
    starts: list[int] = []
    at = len(lines)
    while at:
        at = least[at][1]
        starts.append(at)
    return Parting(tuple(reversed(starts)), least[-1][0])


def _before(lines: Sequence[Entries], start: int, costs: Costs, ruled: frozenset[int]) -> float:
    """The cost of beginning a row there."""
    if not start or start in ruled:
        return 0.0
    above = _last(lines, start)
    steps = [entry.middle - above[column].middle for column, entry in lines[start].items() if column in above]
    return costs.parted(above, lines[start], min(steps, default=None))


def _last(lines: Sequence[Entries], start: int) -> Entries:
    """The nearest entry above the line in each column, as far up as a cell of the row above may reach."""
    found: dict[int, Entry] = {}
    for line in lines[max(0, start - 3) : start]:
        found.update(line)
    return found


def _rows_from(
    lines: Sequence[Entries], start: int, costs: Costs, ruled: frozenset[int], way: Alignment
) -> Iterator[tuple[int, float]]:
    """Every row that may begin at the line: (index after its last line, cost)."""
    stacks: dict[int, list[Entry]] = {}
    grown = 0.0
    for end in range(start, min(start + _LONGEST, len(lines))):
        grown += _RULE if end > start and end in ruled else 0.0
        for column, entry in lines[end].items():
            stack = stacks.setdefault(column, [])
            grown += costs.grown(column, stack[-1], entry) if stack else 0.0
            stack.append(entry)
        if grown > _HOPELESS and end > start:
            return
        yield end + 1, grown + costs.whole(stacks, way)


def _cost_of(lines: Sequence[Entries], starts: Sequence[int], costs: Costs, way: Alignment) -> float | None:
    """What just these rows cost; None where one of them is out of the question."""
    total = 0.0
    for start, end in pairwise((*starts, len(lines))):
        cost = next((cost for at, cost in _rows_from(lines, start, costs, frozenset(), way) if at == end), None)
        if cost is None:
            return None
        total += cost
    return total
