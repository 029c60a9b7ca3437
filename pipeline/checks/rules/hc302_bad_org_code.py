"""A code that is not 18 characters long and is no organisation code either."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.checks.case import Case
from pipeline.checks.codes import code_fields, is_org_code, is_uscc, normal_code, readings
from pipeline.checks.rule import Fact, Rule
from pipeline.records import Evidence

_UNIFIED = 18


def _check(case: Case) -> Iterator[Fact]:
    for key, value in code_fields(case):
        code = normal_code(value.raw)
        codes = [normal_code(each) for each in readings(value)]
        if len(code) != _UNIFIED and not any(is_org_code(each) or is_uscc(each) for each in codes):
            said = f"{case.label(key)}「{value.raw}」不是18位代码，也不符合组织机构代码的校验规则（GB 11714）"
            yield Fact(said, (key,), (case.said(key), Evidence("校验", f"共{len(code)}位")))


RULE = Rule(
    code="HC302",
    slug="bad-org-code",
    since="0.1",
    severity="high",
    what="不是18位的代码，位数不是8+1位，或组织机构代码的校验字符不正确（GB 11714，模11，有无连字符均可）。",
    why="错误的代码对应不到任何登记主体。",
    basis="组织机构代码",
    needs=("fields",),
    body=_check,
)
