"""All indicators of a group of which at least one must be filled in are blank."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.checks.case import Case
from pipeline.checks.rule import Fact, Rule


def _check(case: Case) -> Iterator[Fact]:
    for group in case.programme.groups:
        kind = case.type_of(group.type)
        if kind not in group.types or not all(case.is_blank(key) for key in group.fields):
            continue
        if group.block and all(case.is_blank(key) for key in group.block):
            continue
        names = "、".join(case.label(key) for key in group.fields)
        evidence = (case.said(group.type, "平台类型"), *(case.said(key, "空白处") for key in group.fields))
        yield Fact(f"{names}至少应填一项，现均为空白", group.fields, evidence)


RULE = Rule(
    code="HC409",
    slug="one-of-group-missing",
    since="0.1",
    severity="medium",
    what="至少应填一项的一组指标全部空白。",
    why="表内注明至少填写1个指标。",
    basis="行业用户覆盖能力（至少填写1个指标）；区域规模推广能力（至少填写1个指标）",
    body=_check,
)
