"""The declaration is dated after the last day for applicants."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.checks.case import Case
from pipeline.checks.rule import Fact, Rule
from pipeline.checks.rules.hc305_bad_date import exists
from pipeline.records import Evidence


def _check(case: Case) -> Iterator[Fact]:
    deadline = case.programme.deadline
    declared = case.filled(deadline.field) if deadline else None
    if deadline is None or declared is None:
        return
    date = str(declared.value)
    if exists(date) and date > deadline.last_day[: len(date)]:
        said = f"申报日期{declared.raw}晚于截止日期{deadline.last_day}"
        yield Fact(
            said, (deadline.field,), (case.said(deadline.field, "填报日期"), Evidence("截止日期", deadline.basis))
        )


RULE = Rule(
    code="HC601",
    slug="late-submission",
    since="0.1",
    severity="medium",
    what="封面申报日期晚于通知规定的申报单位截止日期；当天不算。",
    why="逾期申报不予受理。",
    basis="申报单位端口关闭时间为2023年8月18日24时…于2023年6月12日前…于8月22日前",
    needs=("fields",),
    body=_check,
)
