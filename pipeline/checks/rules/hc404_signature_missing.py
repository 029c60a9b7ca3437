"""The place 法定代表人签章 carries neither a signature nor a personal stamp on the scan or PDF."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.checks.case import Case
from pipeline.checks.marks import is_empty_place
from pipeline.checks.rule import Fact, Rule


def _check(case: Case) -> Iterator[Fact]:
    for each in case.form.fields:
        if each.key.endswith("signature") and is_empty_place(case, each.key):
            yield Fact(f"{case.label(each.key)}处没有签名或印章", (each.key,), (case.said(each.key, "签章处"),))


RULE = Rule(
    code="HC404",
    slug="signature-missing",
    since="0.1",
    severity="high",
    what="法定代表人签章处在扫描件或PDF上既无签名也无人名章。全部为Word版时不核对；广东2018年的表没有此处。",
    why="没有签章的承诺无效。",
    basis="法定代表人签章：",
    needs=("fields", "paper"),
    body=_check,
)
