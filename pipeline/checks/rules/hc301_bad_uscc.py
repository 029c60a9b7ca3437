"""An 18-character code whose check character or characters are wrong."""

from __future__ import annotations

from collections.abc import Iterator

from stdnum.cn import uscc

from pipeline.checks.case import Case
from pipeline.checks.codes import code_fields, normal_code
from pipeline.checks.rule import Fact, Rule


def _check(case: Case) -> Iterator[Fact]:
    for key, value in code_fields(case):
        code = normal_code(value.raw)
        readings = [code, *(normal_code(other) for other in value.alternatives)]
        if len(code) == 18 and not any(uscc.is_valid(each) for each in readings):
            said = f"{case.label(key)}「{code}」不符合统一社会信用代码的校验规则"
            yield Fact(said, (key,), (case.said(key),))


RULE = Rule(
    code="HC301",
    slug="bad-uscc",
    since="0.1",
    severity="high",
    what="统一社会信用代码的校验位或字符不正确。",
    why="错误的代码无法对应任何登记主体。",
    basis="组织机构代码（GB 32100-2015）",
    body=_check,
)
