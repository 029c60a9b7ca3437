"""Serial numbers that were misread between neighbours that go on by one."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.lists.serials import lookalike_number, serial_number
from pipeline.records import Row


def serial_repairs(rows: Sequence[Row]) -> dict[tuple[int, str], str]:
    """The serial cells that cannot be what was read: letters, gaps in reading, one number out of a running row.

    A number that repeats or skips together with its neighbours is the applicant's own and stays.
    """
    if not any("serial" in row.cells for row in rows):
        return {}
    numbers = [serial_number(row.cells.get("serial", "")) for row in rows]
    found: dict[tuple[int, str], str] = {}
    for at, number in enumerate(numbers):
        due = _due(numbers, at)
        if number is None and due is None:
            due = lookalike_number(rows[at].cells.get("serial", ""))
        if due is not None and due != number and _misread(rows[at].cells.get("serial", ""), number, numbers, at):
            found[at, "serial"] = str(due)
    return found


def _due(numbers: Sequence[int | None], at: int) -> int | None:
    """The number between both neighbours where they leave just one; at the ends two neighbours must agree."""
    before = numbers[at - 1] if at else None
    after = numbers[at + 1] if at + 1 < len(numbers) else None
    if before is not None and after is not None:
        last_of_class = after == 1 and numbers[at] is None
        return before + 1 if after == before + 2 or last_of_class else None
    if after is None and at + 1 == len(numbers) and at >= 2 and before is not None and numbers[at - 2] == before - 1:
        return before + 1
    if before is None and at == 0 and after == 2:
        return 1
    return None


def _misread(text: str, number: int | None, numbers: Sequence[int | None], at: int) -> bool:
    if number is None:
        return True
    neighbours = {numbers[at - 1] if at else None, numbers[at + 1] if at + 1 < len(numbers) else None}
    last = at + 1 == len(numbers)
    return number not in neighbours and number != 1 and not last
