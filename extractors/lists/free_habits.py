"""How a list without borders is set: what its lines show of line pitch, widths of columns and kinds of cells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from extractors.lists.free_entries import Entries, Entry, by_column, size_of

_FEWEST = 2
SAME = 1.12
"""Two lines of one cell are at most this many pitches apart."""
_FULL, _SHORT = 1.2, 1.5
"""Characters that would still fit on a line that is full, at most, and on one that ends a cell, at least."""
_CLEARLY = 0.75
_TYPED = 0.8
"""Share of a column's entries that are whole values where it holds values."""
_OFTEN = 0.85
_PLAIN_PITCH = 1.3
"""Character sizes from line to line where the list does not show it."""


@dataclass(frozen=True, slots=True)
class Habits:
    """``size`` is a character's width, ``pitch`` the step from line to line inside a cell (points).

    ``told``: the list shows that rows are further apart than lines. ``room`` is each column's width in use; ``typed``
    are the columns of values; ``endings`` the two characters with which most cells of a column end.
    """

    size: float
    pitch: float
    told: bool
    shown: bool
    room: Mapping[int, float]
    typed: frozenset[int]
    endings: Mapping[int, str]


def habits_of(lines: Sequence[Entries], heads: Mapping[int, float], before: Habits | None = None) -> Habits | None:
    """What the lines show, the heads' widths and the page before (``before``) considered; None where nothing does."""
    columns = by_column(lines)
    every = [entry for entries in columns.values() for entry in entries]
    sizes = [entry.width / size_of(entry.text) for entry in every if size_of(entry.text) >= 2]
    if not sizes:
        return before
    size = median(sizes)
    known = before.room if before else {}
    room = {
        column: max(known.get(column, 0.0), heads.get(column, 0.0), *(entry.width for entry in entries))
        for column, entries in columns.items()
    }
    pitch, told = _pitch(lines, room, size)
    shown = pitch is not None and told
    if before is not None and before.shown and (pitch is None or not told or pitch > SAME * before.pitch):
        pitch, told, shown = before.pitch, before.told, True
    typed = {column for column, entries in columns.items() if _is_typed(entries)}
    return Habits(
        size, pitch or _PLAIN_PITCH * size, told, shown, room, frozenset(typed), _endings(columns, room, size)
    )


def _pitch(lines: Sequence[Entries], room: Mapping[int, float], size: float) -> tuple[float | None, bool]:
    """The step between lines of one cell, and whether steps between rows are clearly wider.

    A step counts where the upper line is full, so that the cell may go on, and no other column shows that a row ends.
    """
    counted: list[float] = []
    others: list[float] = []
    for steps in _steps(lines):
        full = [step for step, column, above in steps if room[column] - above.width < _FULL * size]
        ended = any(room[column] - above.width > _SHORT * size for _, column, above in steps)
        counted.extend(() if ended else full[:1])
        others.extend(step for step, _, _ in steps) if ended else None
    if len(counted) < _FEWEST:
        return None, False
    # Rows are never nearer to each other than lines: the least step is one of lines, if it is no slip of a reader's.
    first, second = sorted(counted)[:2]
    low = first if first < _CLEARLY * second else second
    pitch = median(step for step in counted if step <= SAME * low)
    near, wider = sum(step <= SAME * pitch for step in others), sum(step > SAME * pitch for step in others)
    if 2 * near > sum(step <= SAME * low for step in counted):
        return None, False
    return pitch, wider >= max(2.0, 0.15 * (near + wider))


def _steps(lines: Sequence[Entries]) -> Iterator[list[tuple[float, int, Entry]]]:
    """The steps that columns make between the same two lines: (points, column, upper entry)."""
    last: dict[int, int] = {}
    for at, line in enumerate(lines):
        pairs: dict[int, list[tuple[float, int, Entry]]] = {}
        for column, entry in line.items():
            if column in last:
                above = lines[last[column]][column]
                pairs.setdefault(last[column], []).append((entry.middle - above.middle, column, above))
            last[column] = at
        yield from pairs.values()


def _is_typed(entries: Sequence[Entry]) -> bool:
    return sum(entry.is_value for entry in entries) >= _TYPED * len(entries)


def _endings(columns: Mapping[int, Sequence[Entry]], room: Mapping[int, float], size: float) -> dict[int, str]:
    """The two characters with which cells of a column end, by the lines that end one: they leave room."""
    found: dict[int, str] = {}
    for column, entries in columns.items():
        last = {entry.text for entry in entries if room[column] - entry.width > size and not entry.is_value}
        ends = Counter(text[-2:] for text in last if len(text) > 2)
        ((ending, count),) = ends.most_common(1) or [("", 0)]
        if count >= _OFTEN * len(last) and count > 2:
            found[column] = ending
    return found
