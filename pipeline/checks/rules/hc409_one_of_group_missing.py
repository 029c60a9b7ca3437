"""All indicators of a group of which at least one must be filled in are blank."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.checks.case import Case
from pipeline.checks.condition import fields_of, holds
from pipeline.checks.rule import Fact, Rule


def _check(case: Case) -> Iterator[Fact]:
    for group in case.programme.groups:
        if not holds(group.when, case) or not all(case.is_blank(key) for key in group.fields):
            continue
        names = "、".join(case.label(key) for key in group.fields)
        kinds = tuple(case.said(key, "平台类型") for key in fields_of(group.when))
        evidence = (*kinds, *(case.said(key, "空白处") for key in group.fields))
        yield Fact(f"{names}至少应填一项，现均为空白", group.fields, evidence)


RULE = Rule(
    code="HC409",
    slug="one-of-group-missing",
    since="0.1",
    severity="medium",
    what="所选平台类型须填的一组指标中，注明至少填写1个的几项全部空白。",
    why="表内注明至少填写1个指标，全部空白无法评价。",
    basis="行业用户覆盖能力 （至少填写1个指标）…区域规模推广能力 （至少填写1个指标）",
    needs=("fields",),
    body=_check,
)
