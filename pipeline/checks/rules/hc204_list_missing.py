"""A field with a list behind it claims a number and no file holds that list."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.checks.case import Case
from pipeline.checks.rule import Fact, Rule
from pipeline.records import Evidence, ListDef


def _check(case: Case) -> Iterator[Fact]:
    if any(file.outcome != "read" for file in case.record.files):
        case.doubts.append("有文件未能读取，无法判断清单是否缺失")
        return
    for definition in case.form.lists:
        key = definition.claimed_by.get("")
        claimed = case.number(key) if key else None
        if key is None or not claimed or not _is_due(case, definition):
            continue
        held = case.record.list(definition.kind)
        if held is None or not held.rows:
            said = f"{case.label(key)}申报{claimed:,.10g}，但未提交{definition.title}"
            yield Fact(said, (key, definition.kind), (case.said(key), Evidence("附件", f"未找到{definition.title}")))


def _is_due(case: Case, definition: ListDef) -> bool:
    """Some lists are due for some platform types only; where the type can't be trusted nothing is said."""
    return not definition.due_if or case.type_of("platform.type") in definition.due_if


RULE = Rule(
    code="HC204",
    slug="list-missing",
    since="0.1",
    severity="high",
    what="申报了数量，却没有提交相应的清单。",
    why="没有清单，申报数无从核对。",
    basis="指标数量需提供相关证明材料；材料清单（作为附件放后）",
    body=_check,
)
