"""The number of rows of one class differs from the field that claims that class."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.checks.case import Case, row_evidence
from pipeline.checks.rule import Fact, Rule
from pipeline.records import Evidence


def _check(case: Case) -> Iterator[Fact]:
    for definition, rows in case.lists():
        if not any(row.class_name for row in rows.rows):
            continue
        for name, key in definition.claimed_by.items():
            claimed = case.number(key) if name else None
            if claimed is None:
                continue
            counted = [row for row in rows.rows if row.class_name == name]
            if len(counted) != claimed:
                said = f"{case.label(key)}申报{claimed:,.10g}，{definition.title}中{name}有{len(counted):,}行"
                listed = Evidence("附件清单", f"{definition.title}／{name}：{len(counted)}行")
                evidence = (case.said(key), listed, *(row_evidence(row, f"{name}首行") for row in counted[:1]))
                yield Fact(said, (key, definition.kind), evidence)


RULE = Rule(
    code="HC203",
    slug="class-count-mismatch",
    since="0.1",
    severity="high",
    what="清单中某一类别的行数与该类别的申报数不一致。",
    why="分类数应与分类清单逐条对应。",
    basis="附件 1：工业设备清单（按运行设备、加工设备、行走设备和其他设备四类分别整理）",
    body=_check,
)
