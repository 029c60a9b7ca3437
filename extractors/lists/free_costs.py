"""How unlikely it is that some lines of a list make one row: the evidence, weighed in one place.

Costs are added up, so that each is the negative logarithm of a probability in all but name; 0 says nothing.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from extractors.lists.free_entries import Entries, Entry
from extractors.lists.free_habits import SAME, Habits

_WIDE_STEP = 1.35
"""Pitches from which two lines are surely not of one cell."""
_NARROW = 0.75
_SLACK, _MUCH_SLACK = 1.4, 4.0
"""Characters that would still have fitted at the end of a line that wraps: none may be left, so many never are."""
_OFF, _FAR_OFF = 0.2, 0.45
"""Pitches by which a cell may stand off the line on which its row's cells are set."""
_FILLED, _EMPTY = 0.8, 1.6
"""Share of cells with something in them before any was counted; the most that an empty cell may cost."""
_UNSHOWN = 0.8
"""Cost of a further line in a cell where the list nowhere shows for sure that cells have several."""
_UNFINISHED = tuple("、，,（(-—/：:《“和与及的")
_LEFTOVERS = tuple("）)、，,。；;》”")
_PAIRS = (("（", "）"), ("(", ")"), ("《", "》"), ("【", "】"))

Stacks = Mapping[int, Sequence[Entry]]
"""A row's lines by column."""
Alignment = Callable[[Sequence[Entry]], float]
"""The height at which a cell is set, by which cells of one row are aligned."""


def by_middle(stack: Sequence[Entry]) -> float:
    """Cells centred in their row share their middles."""
    return (stack[0].middle + stack[-1].middle) / 2


def by_top(stack: Sequence[Entry]) -> float:
    """Cells set at the top of their row share their first lines."""
    return stack[0].middle


@dataclass(slots=True)
class Costs:
    """The weights of the evidence for one list; ``filled`` is the share of rows with something in a column."""

    habits: Habits
    columns: Sequence[int]
    filled: dict[int, float] = field(default_factory=dict)

    def grown(self, column: int, above: Entry, below: Entry) -> float:
        """Of going on with the cell's next line: it comes at the pitch of lines, after a line that was full."""
        habits = self.habits
        step = (below.middle - above.middle) / habits.pitch
        apart = 4.0 * _ramp(step, SAME, _WIDE_STEP) if habits.shown else 4.0 * _ramp(step, 1.8, 2.4)
        squeezed = 4.0 if step < _NARROW else 0.0
        slack = (habits.room[column] - above.width) / habits.size - _cut_word(below)
        short = 3.0 * _ramp(slack, _SLACK, _MUCH_SLACK)
        twice = 2.5 if column in habits.typed and above.is_value and below.is_value else 0.0
        ended = 1.0 if self._ends(column, above) and not below.text.startswith(_LEFTOVERS) else 0.0
        unusual = 0.0 if habits.shown else _UNSHOWN
        return max(0.0, unusual + apart + squeezed + short + twice + ended - 1.5 * _is_cut(above, below))

    def whole(self, stacks: Stacks, alignment: Alignment) -> float:
        """Of the row as it is: cells that are empty, cells that are not aligned, all of them wrapped."""
        cost = 0.0
        for column in self.columns:
            share = self.filled.get(column, _FILLED)
            cost += 0.0 if column in stacks else min(_EMPTY, max(0.0, math.log(share / (1 - share))))
        places = sorted(alignment(stack) for stack in stacks.values())
        middle = places[len(places) // 2] if len(places) % 2 else None
        refs = [middle] if middle is not None else places[len(places) // 2 - 1 : len(places) // 2 + 1]
        pitch = self.habits.pitch
        cost += min(sum(_misplaced(abs(place - ref) / pitch) for place in places) for ref in refs)
        shortest = min(len(stack) for stack in stacks.values())
        cost += 2.0 * (shortest - 1)
        return cost + sum(self._unended(column, stack[-1]) for column, stack in stacks.items())

    def parted(self, above: Entries, below: Entries, step: float | None) -> float:
        """Of a new row between two lines: they stand as close as lines of one cell, or words were cut there."""
        cost = 0.0
        if step is not None and step < SAME * self.habits.pitch and self.habits.told:
            cost += 3.0
        for column in above.keys() & below.keys():
            cost += 2.0 * _is_cut(above[column], below[column])
        return cost

    def _ends(self, column: int, entry: Entry) -> bool:
        ending = self.habits.endings.get(column)
        return ending is not None and entry.text.endswith(ending)

    def _unended(self, column: int, entry: Entry) -> float:
        return 1.0 if column in self.habits.endings and not self._ends(column, entry) else 0.0


def _misplaced(pitches: float) -> float:
    return 2.5 * _ramp(pitches, _OFF, _FAR_OFF) + 2.5 * _ramp(pitches, _FAR_OFF, 1.0)


def _ramp(value: float, low: float, high: float) -> float:
    return min(1.0, max(0.0, (value - low) / (high - low)))


def _cut_word(below: Entry) -> float:
    """Characters that stay free because a word of letters or figures goes to the next line as a whole."""
    length = 0
    for char in below.text:
        if not (char.isascii() and (char.isalnum() or char in ".-_")):
            break
        length += 1
    return 0.55 * max(0, length - 1)


def _is_cut(above: Entry, below: Entry) -> bool:
    """Whether the upper line cannot end a cell, or the lower one cannot begin one."""
    if above.text.endswith(_UNFINISHED) or below.text.startswith(_LEFTOVERS):
        return True
    return any(above.text.count(a) > above.text.count(b) and b in below.text for a, b in _PAIRS)
