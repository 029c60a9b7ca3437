"""An attached list holds more rows than the field it backs claims."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.checks.case import Case
from pipeline.checks.counted import counted_lists
from pipeline.checks.rule import Fact, Rule
from pipeline.checks.wording import show


def _check(case: Case) -> Iterator[Fact]:
    for each in counted_lists(case):
        if each.rows > each.claimed:
            said = (
                f"{case.label(each.key)}申报{show(each.claimed)}，{each.title}有{each.rows:,}行，"
                f"多{show(each.rows - each.claimed)}"
            )
            yield Fact(said, (each.key, each.kind), (case.said(each.key), each.evidence))


RULE = Rule(
    code="HC202",
    slug="count-above-claim",
    since="0.1",
    severity="low",
    what="附件清单的行数多于申报数。",
    why="申报数与清单不一致，可能漏填，也可能清单有误。",
    basis="所填指标数量需提供相关证明材料，指标数量统计时间截至填报日期",
    needs=("fields", "lists"),
    body=_check,
)
