"""An attached list holds fewer rows than the field it backs claims."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.checks.case import Case
from pipeline.checks.counted import counted_lists
from pipeline.checks.rule import Fact, Rule
from pipeline.checks.wording import show


def _check(case: Case) -> Iterator[Fact]:
    for each in counted_lists(case):
        if each.rows < each.claimed:
            said = (
                f"{case.label(each.key)}申报{show(each.claimed)}，{each.title}只有{each.rows:,}行，"
                f"少{show(each.claimed - each.rows)}"
            )
            yield Fact(said, (each.key, each.kind), (case.said(each.key), each.evidence))


RULE = Rule(
    code="HC201",
    slug="count-below-claim",
    since="0.1",
    severity="high",
    what="附件清单的行数少于申报数（重复的行也计数，表头、分类标题和合计行不计）。",
    why="申报数须有清单逐条佐证，清单是唯一的依据。",
    basis="所填指标数量需提供相关证明材料，指标数量统计时间截至填报日期",
    needs=("fields", "lists"),
    body=_check,
)
