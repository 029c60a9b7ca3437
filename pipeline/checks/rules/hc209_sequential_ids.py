"""At least 20 rows in list order have numbers that go up by exactly 1 each with the same prefix."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.checks.case import Case
from pipeline.checks.rows import confidence_of, is_scanned, row_said
from pipeline.checks.rule import Fact, Rule
from pipeline.checks.trust import SURE
from pipeline.checks.wording import one_off, plain
from pipeline.records import Row

_RUN = 20
_COLUMNS = {"devices": "device_id", "developers": "phone"}
_NUMBERED = re.compile(r"(.*?)(\d{1,15})(\D*)")

Numbered = tuple[str, int, str]
"""What stands before the last number of an id, the number, and what stands after it."""


def _check(case: Case) -> Iterator[Fact]:
    for definition, rows in case.lists():
        column = _COLUMNS.get(definition.kind)
        if column is None:
            continue
        start, length = _longest_run(rows.rows, column)
        if length >= _RUN:
            first, last = rows.rows[start], rows.rows[start + length - 1]
            said = (
                f"{definition.title}有连续{length}行的编号逐一加1："
                f"{first.cells.get(column, '')} 至 {last.cells.get(column, '')}"
            )
            yield Fact(said, (definition.kind,), (row_said(first, "起", column), row_said(last, "止", column)))


def _split(row: Row, column: str) -> Numbered | None:
    match = _NUMBERED.fullmatch(plain(row.cells.get(column, "")))
    return (match[1], int(match[2]), match[3]) if match else None


def _longest_run(rows: Sequence[Row], column: str) -> tuple[int, int]:
    """(start, length) of the longest run in which each number is one more than that of the row before.

    A doubtful reading within a run is taken to be the number that belongs there.
    """
    best, start = (0, 0), 0
    before: Numbered | None = None
    for at, row in enumerate(rows):
        this = _split(row, column)
        wanted = (before[0], before[1] + 1, before[2]) if before else None
        if this != wanted and wanted is not None and _is_misread(row, column, wanted):
            this = wanted
        if this is None or this != wanted:
            start = at
        if this is not None and at - start + 1 > best[1]:
            best = (start, at - start + 1)
        before = this
    return best


def _is_misread(row: Row, column: str, wanted: Numbered) -> bool:
    doubtful = is_scanned(row) and confidence_of(row, column) < SURE
    text = plain(row.cells.get(column, ""))
    digits = str(wanted[1]).zfill(len(text) - len(wanted[0]) - len(wanted[2]))
    return doubtful and one_off(text, f"{wanted[0]}{digits}{wanted[2]}")


RULE = Rule(
    code="HC209",
    slug="sequential-ids",
    since="0.1",
    severity="medium",
    what="设备编号（或开发者电话）连续20行以上逐一加1、前缀相同。",
    why="真实设备分批购置，编号很少连续二十个以上逐一递增；提示可能是批量生成的，须人工核实。",
    basis="包括设备类型、名称及设备 ID 等…包括开发者姓名、联系方式等",
    needs=("lists",),
    body=_check,
)
