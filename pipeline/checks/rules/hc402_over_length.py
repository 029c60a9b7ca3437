"""A narrative is longer than its limit, white space not counted, by more than 2 %."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.checks.case import Case
from pipeline.checks.rule import Fact, Rule
from pipeline.records import Evidence

_TOLERANCE = 1.02


def _check(case: Case) -> Iterator[Fact]:
    for each in case.form.fields:
        value = case.filled(each.key) if each.limit and each.kind == "narrative" else None
        if value is None or each.limit is None:
            continue
        length = len("".join(str(value.value).split()))
        if length > _TOLERANCE * each.limit:
            evidence = Evidence("正文", str(value.value)[:60] + "…", value.source)
            yield Fact(f"{case.label(each.key)}共{length}字，超过限定的{each.limit}字", (each.key,), (evidence,))


RULE = Rule(
    code="HC402",
    slug="over-length",
    since="0.1",
    severity="low",
    what="文字超过了规定的字数。",
    why="超出篇幅要求。",
    basis="（限1000字）",
    body=_check,
)
