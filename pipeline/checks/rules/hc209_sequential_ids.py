"""At least 20 rows in list order have numbers that go up by exactly 1 each with the same prefix."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.checks.case import Case, plain, row_evidence
from pipeline.checks.rule import Fact, Rule
from pipeline.records import Row

_LONGEST_GROWN = 20
_COLUMNS = {"devices": "device_id", "developers": "phone"}


def _check(case: Case) -> Iterator[Fact]:
    for definition, rows in case.lists():
        column = _COLUMNS.get(definition.kind)
        if column is None:
            continue
        start, length = _longest_run(rows.rows, column)
        if length >= _LONGEST_GROWN:
            first, last = rows.rows[start], rows.rows[start + length - 1]
            said = f"{definition.title}有{length}个编号逐一递增：{first.cells[column]} 至 {last.cells[column]}"
            evidence = (row_evidence(first, "起", column), row_evidence(last, "止", column))
            yield Fact(said, (definition.kind,), evidence)


def _split(row: Row, column: str) -> tuple[str, int] | None:
    match = re.fullmatch(r"(.*?)(\d{1,15})", plain(row.cells.get(column, "")))
    return (match[1], int(match[2])) if match else None


def _longest_run(rows: Sequence[Row], column: str) -> tuple[int, int]:
    """(start, length) of the longest run of rows in which each number is one more than that of the row before."""
    best, start = (0, 0), 0
    before: tuple[str, int] | None = None
    for at, row in enumerate(rows):
        this = _split(row, column)
        if this is None or before is None or this[0] != before[0] or this[1] != before[1] + 1:
            start = at
        if this is not None and at - start + 1 > best[1]:
            best = (start, at - start + 1)
        before = this
    return best


RULE = Rule(
    code="HC209",
    slug="sequential-ids",
    since="0.1",
    severity="medium",
    what="编号连续逐一递增，像是批量编造的。",
    why="真实设备分批购置，编号很少连续二十个以上逐一递增。",
    basis="包括设备类型、名称及设备 ID 等；开发者姓名、联系方式等",
    body=_check,
)
