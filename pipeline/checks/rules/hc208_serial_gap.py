"""The serial numbers of a list do not run 1, 2, 3 without gap or repetition."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.checks.case import Case
from pipeline.checks.rows import confidence_of, is_scanned, lost_between, name_of, row_said, serial_of
from pipeline.checks.rule import Fact, Rule
from pipeline.checks.trust import SURE, TRUST
from pipeline.checks.wording import says_nothing
from pipeline.records import Row

_LEAST_READ = 0.5


def _check(case: Case) -> Iterator[Fact]:
    for definition, rows in case.lists():
        if all(says_nothing(row.cells.get("serial", "")) for row in rows.rows):
            continue
        read = sum(serial_of(row) is not None for row in rows.rows)
        if read < _LEAST_READ * len(rows.rows):
            case.doubt(f"{definition.title}：序号大多未能读出")
            continue
        breaks = _breaks(rows.rows)
        sure = [at for at in breaks if not is_scanned(rows.rows[at]) or _stays(rows.rows, at)]
        if sure and case.all_pages_read(f"{definition.title}的序号是否连续"):
            row, before = rows.rows[sure[0]], rows.rows[sure[0] - 1] if sure[0] else None
            start = name_of(before) if before else "开头"
            said = f"{definition.title}的序号有{len(sure)}处不连续：{start}之后是{name_of(row)}"
            shown = tuple(row_said(each, "序号", "serial") for each in (before, row) if each is not None)
            yield Fact(said, (definition.kind,), shown)
        elif breaks and not sure:
            case.doubt(f"{definition.title}：扫描件有{len(breaks)}处序号不连续，可能是识别有误，需人工核对")


def _breaks(rows: Sequence[Row]) -> list[int]:
    """The rows whose number does not follow; numbering may start again at 1 under a class heading.

    A row without a number neither breaks the run nor needs to have taken one up.
    """
    found: list[int] = []
    allowed = {1}
    for at, row in enumerate(rows):
        number = serial_of(row)
        if number is None:
            allowed = allowed | {each + 1 for each in allowed}
            continue
        restarts = number == 1 and at > 0 and row.class_name != rows[at - 1].class_name
        if number not in allowed and not restarts:
            found.append(at)
        allowed = {number + 1}
    return found


def _stays(rows: Sequence[Row], at: int) -> bool:
    """Whether a break read from pixels is real: the numbers after it run on from it, and no row was lost there."""
    row, number = rows[at], serial_of(rows[at])
    if number is None or confidence_of(row, "serial") < TRUST or (at and lost_between(rows[at - 1], row)):
        return False
    before = serial_of(rows[at - 1]) if at else 0
    if before is None:
        return False
    if at + 1 >= len(rows):
        return confidence_of(row, "serial") >= SURE
    after, earlier = serial_of(rows[at + 1]), serial_of(rows[at - 2]) if at > 1 else before - 1
    return after == number + 1 and earlier == before - 1


RULE = Rule(
    code="HC208",
    slug="serial-gap",
    since="0.1",
    severity="low",
    what="清单的序号不连续或有重复。各类别下重新从1编号、或跨类别连续编号都属正常。",
    why="跳号、重号可能是删行、拼接留下的痕迹。",
    basis="序号…1…2",
    needs=("lists",),
    body=_check,
)
