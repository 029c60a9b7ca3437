"""Serial numbers that were misread between neighbours that go on by one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from extractors.lists.doubts import Repairs
from extractors.lists.serials import lookalike_number, serial_number
from pipeline.records import Row

Numbers = Sequence[int | None]

_LONG = 3
"""A run of so many numbers is the applicant's own, whatever stands round it."""


def serial_repairs(rows: Sequence[Row]) -> Repairs:
    """The serial cells that cannot be what was read: letters, blanks, numbers out of a running row.

    A number that repeats or skips together with its neighbours is the applicant's own and stays.
    """
    if not any("serial" in row.cells for row in rows):
        return {}
    written = [row.cells.get("serial", "") for row in rows]
    numbers = [serial_number(text) for text in written]
    found: Repairs = {(at, "serial"): str(due) for at, due in _due(numbers) if _misread(numbers, at, due)}
    for at, text in enumerate(written):
        meant = lookalike_number(text) if numbers[at] is None and text else None
        if meant is not None:
            found.setdefault((at, "serial"), str(meant))
    return found


def _due(numbers: Numbers) -> Iterator[tuple[int, int]]:
    """(index, number) of what stands between sure numbers that leave room for just these."""
    sure = _sure(numbers)
    if not sure:
        return
    first, last = sure[0], sure[-1]
    if numbers[first] == first + 1:
        yield from ((at, at + 1) for at in range(first))
    for one, two in pairwise(sure):
        a, b = numbers[one], numbers[two]
        if a is not None and b is not None and b - a == two - one:
            yield from ((at, a + at - one) for at in range(one + 1, two))
        elif b == 1:
            yield from _after(numbers, one, two)
    yield from _after(numbers, last, len(numbers))


def _sure(numbers: Numbers) -> list[int]:
    """The places of sure numbers, without short runs in the midst of a long one that goes on behind them."""
    sure = [at for at in range(len(numbers)) if _is_sure(numbers, at)]
    runs = [list(run) for _, run in groupby(sure, key=lambda at: (numbers[at] or 0) - at)]
    offsets = [(numbers[run[0]] or 0) - run[0] for run in runs]
    for at in range(1, len(runs) - 1):
        if offsets[at - 1] == offsets[at + 1] and len(runs[at]) < min(_LONG, len(runs[at - 1]) + len(runs[at + 1])):
            runs[at] = []
    return [at for run in runs for at in run]


def _is_sure(numbers: Numbers, at: int) -> bool:
    """Whether a number one or two places away goes with it, or it is a first number."""
    number = numbers[at]
    if number is None:
        return False
    others = ((step, numbers[at + step]) for step in (-2, -1, 1, 2) if 0 <= at + step < len(numbers))
    return any(other == number + step for step, other in others) or (at == 0 and number == 1)


def _after(numbers: Numbers, sure: int, end: int) -> Iterator[tuple[int, int]]:
    """What follows the last sure number of a class: only what was not read as a number, or lost a digit."""
    start = numbers[sure]
    for at in range(sure + 1, end):
        number = numbers[at]
        if start is not None and (number is None or _lost_a_digit(number, start + at - sure)):
            yield at, start + at - sure


def _lost_a_digit(number: int, due: int) -> bool:
    return number != 1 and len(str(number)) < len(str(due)) and str(number) in str(due)


def _misread(numbers: Numbers, at: int, due: int) -> bool:
    """Not a number at all, or one that is neither due here nor next to here."""
    number = numbers[at]
    return number is None or abs(number - due) > 1
