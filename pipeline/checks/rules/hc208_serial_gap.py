"""The serial numbers of a list do not run 1, 2, 3 without gap or repetition."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.checks.case import Case, plain, row_evidence
from pipeline.checks.rule import Fact, Rule
from pipeline.records import Row


def _check(case: Case) -> Iterator[Fact]:
    for definition, rows in case.lists():
        numbers = [_number(row) for row in rows.rows]
        if sum(number is not None for number in numbers) < 0.5 * len(numbers):
            case.doubts.append(f"{definition.title}：序号未能读出")
            continue
        at = _first_gap(rows.rows, numbers)
        if at is not None:
            row, before = rows.rows[at], rows.rows[at - 1] if at else None
            said = (
                f"{definition.title}序号不连续：{before.cells.get('serial') if before else '开头'}之后是{numbers[at]}"
            )
            evidence = [row_evidence(each, "序号", "serial") for each in (before, row) if each is not None]
            yield Fact(said, (definition.kind,), tuple(evidence))


def _number(row: Row) -> int | None:
    match = re.fullmatch(r"(\d+)[.、]?", plain(row.cells.get("serial", "")))
    return int(match[1]) if match else None


def _first_gap(rows: Sequence[Row], numbers: Sequence[int | None]) -> int | None:
    """The first row whose number is not the next one; numbering may start again under a class heading.

    A number that could not be read counts as the one expected; a single odd one between two that fit is a misreading
    where it was read from pixels.
    """
    expected = 1
    for at, number in enumerate(numbers):
        restarts = number == 1 and at > 0 and rows[at].class_name != rows[at - 1].class_name
        if number is None or number == expected:
            expected += 1
        elif restarts:
            expected = 2
        elif _is_misread(rows[at], numbers, at, expected):
            expected += 1
        else:
            return at
    return None


def _is_misread(row: Row, numbers: Sequence[int | None], at: int, expected: int) -> bool:
    scanned = row.source.page is not None and row.source.reader not in ("text layer", "docx", "sheet")
    return scanned and at + 1 < len(numbers) and numbers[at + 1] == expected + 1


RULE = Rule(
    code="HC208",
    slug="serial-gap",
    since="0.1",
    severity="low",
    what="清单的序号不连续或有重复。",
    why="序号跳号可能是删行或拼接留下的痕迹。",
    basis="序号 1 2",
    body=_check,
)
