"""A field with a list behind it claims a number and no file holds that list, or only its empty table."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.checks.attachments import delivered_titles, is_named
from pipeline.checks.case import Case
from pipeline.checks.rule import Fact, Rule
from pipeline.checks.wording import show
from pipeline.records import Evidence, ListDef


def _check(case: Case) -> Iterator[Fact]:
    if not case.all_files_read("清单是否缺失"):
        return
    titles = delivered_titles(case)
    for definition in case.form.lists:
        key = definition.claimed_by.get("")
        held = case.record.list(definition.kind)
        claimed = case.number(key) if key and not (held and held.rows) and _is_due(case, definition) else None
        if key is None or not claimed or claimed < 0:
            continue
        empty = next((each for each in case.record.empty_lists if each.kind == definition.kind), None)
        if empty is not None:
            said = f"{case.label(key)}申报{show(claimed)}，但{definition.title}只有表头，没有内容"
            yield Fact(said, (key, definition.kind), (case.said(key), Evidence(definition.title, "空表", empty.source)))
            continue
        if is_named(definition.title, titles):
            case.doubt(f"{definition.title}：找到了标题，但未能读出内容，需人工核对")
            continue
        said = f"{case.label(key)}申报{show(claimed)}，但没有提交{definition.title}"
        yield Fact(said, (key, definition.kind), (case.said(key), Evidence("附件清单", f"未找到{definition.title}")))


def _is_due(case: Case, definition: ListDef) -> bool:
    """Some lists are due for some platform types only; where the type can't be trusted nothing is said."""
    return not definition.due_if or case.says("platform.type") in definition.due_if


RULE = Rule(
    code="HC204",
    slug="list-missing",
    since="0.1",
    severity="high",
    what="申报了数量，却没有提交佐证它的清单，或只交了空表。申报为0、无或空白时不提示。",
    why="没有清单，申报数无从核对。",
    basis="如果没有可填“无”；列表数据庞大的，可提供电子版…材料清单（作为附件放后）",
    needs=("fields",),
    body=_check,
)
