"""The place 法定代表人签章 carries neither a signature nor a personal stamp."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.checks.case import Case
from pipeline.checks.rule import Fact, Rule
from pipeline.checks.rules.hc403_seal_missing import is_empty_place, is_on_paper


def _check(case: Case) -> Iterator[Fact]:
    if case.form.field("promise.signature") is None or not is_on_paper(case):
        return
    if is_empty_place(case, "promise.signature"):
        said = "法定代表人签章处没有签名或印章"
        yield Fact(said, ("promise.signature",), (case.said("promise.signature", "签章处"),))


RULE = Rule(
    code="HC404",
    slug="signature-missing",
    since="0.1",
    severity="high",
    what="法定代表人签章处没有签名或印章。",
    why="没有签章的承诺无效。",
    basis="法定代表人签章：",
    body=_check,
)
