"""An 18-character code whose check character or characters are wrong."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.checks.case import Case
from pipeline.checks.codes import code_fields, is_uscc, normal_code, readings
from pipeline.checks.rule import Fact, Rule
from pipeline.records import Evidence

_LENGTH = 18


def _check(case: Case) -> Iterator[Fact]:
    for key, value in code_fields(case):
        code = normal_code(value.raw)
        if len(code) == _LENGTH and not any(is_uscc(normal_code(each)) for each in readings(value)):
            said = f"{case.label(key)}「{code}」不符合统一社会信用代码的校验规则（GB 32100）"
            yield Fact(said, (key,), (case.said(key), Evidence("校验", "校验字符或字符集不符")))


RULE = Rule(
    code="HC301",
    slug="bad-uscc",
    since="0.1",
    severity="high",
    what="18位的统一社会信用代码，其校验字符或所用字符不正确（GB 32100，权数为3的幂，模31）。",
    why="错误的代码对应不到任何登记主体。",
    basis="组织机构代码",
    needs=("fields",),
    body=_check,
)
