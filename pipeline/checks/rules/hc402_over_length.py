"""A narrative is longer than its limit, white space not counted, by more than 2 %."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.checks.case import Case
from pipeline.checks.rule import Fact, Rule
from pipeline.checks.trust import TRUST
from pipeline.records import Evidence

_TOLERANCE = 1.02
_DOUBTFUL_TOLERANCE = 1.1
"""Misread characters hardly change a length; a doubtful text must be longer by this much."""


def _check(case: Case) -> Iterator[Fact]:
    for each in case.form.fields:
        value = case.filled(each.key, 0.0) if each.limit and each.kind == "narrative" else None
        if value is None or each.limit is None:
            continue
        length = len("".join(str(value.value).split()))
        tolerance = _TOLERANCE if value.confidence >= TRUST else _DOUBTFUL_TOLERANCE
        if length > tolerance * each.limit:
            text = Evidence("正文", str(value.value)[:60] + "…", value.source)
            limit = Evidence("字数限制", f"限{each.limit}字，实为{length}字")
            yield Fact(f"{case.label(each.key)}共{length}字，超过限定的{each.limit}字", (each.key,), (text, limit))


RULE = Rule(
    code="HC402",
    slug="over-length",
    since="0.1",
    severity="low",
    what="文字超过规定字数的2%以上（不计空白和换行，标点计入）。",
    why="超出篇幅要求。",
    basis="（限1000字）",
    needs=("fields",),
    body=_check,
)
