"""A code that is not 18 characters long and is no organisation code either."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.checks.case import Case
from pipeline.checks.codes import code_fields, is_org_code, normal_code
from pipeline.checks.rule import Fact, Rule


def _check(case: Case) -> Iterator[Fact]:
    for key, value in code_fields(case):
        code = normal_code(value.raw)
        readings = [code, *(normal_code(other) for other in value.alternatives)]
        if code and len(code) != 18 and not any(is_org_code(each) for each in readings):
            said = f"{case.label(key)}「{value.raw}」不是18位统一社会信用代码，也不符合组织机构代码的校验规则"
            yield Fact(said, (key,), (case.said(key),))


RULE = Rule(
    code="HC302",
    slug="bad-org-code",
    since="0.1",
    severity="high",
    what="组织机构代码的位数或校验位不正确。",
    why="错误的代码无法对应任何登记主体。",
    basis="组织机构代码（GB 11714-1997）",
    body=_check,
)
