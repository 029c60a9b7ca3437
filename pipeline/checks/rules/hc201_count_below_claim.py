"""An attached list holds fewer rows than the field it backs claims."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.checks.case import Case
from pipeline.checks.rule import Fact, Rule


def _check(case: Case) -> Iterator[Fact]:
    for definition, rows in case.lists():
        key = definition.claimed_by.get("")
        claimed = case.number(key) if key else None
        if key is None or claimed is None:
            continue
        if len(rows.rows) < claimed:
            said = f"{case.label(key)}申报{claimed:,.10g}，{definition.title}有{len(rows.rows):,}行，少于申报数"
            yield Fact(said, (key, definition.kind), (case.said(key), case.rows_evidence(definition, rows)))


RULE = Rule(
    code="HC201",
    slug="count-below-claim",
    since="0.1",
    severity="high",
    what="附件清单的行数少于申报数。",
    why="申报数须有清单逐条佐证；清单是唯一的依据。",
    basis="所填指标数量需提供相关证明材料, 指标数量统计时间截至填报日期",
    body=_check,
)
