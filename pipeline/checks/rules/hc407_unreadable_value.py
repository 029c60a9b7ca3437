"""A value is there on the page but cannot be read."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.checks.case import Case
from pipeline.checks.rule import Fact, Rule


def _check(case: Case) -> Iterator[Fact]:
    for each in case.record.fields:
        if each.status == "unreadable":
            said = f"{case.label(each.key)}处有字迹但无法辨认"
            yield Fact(said, (each.key,), (case.said(each.key, "字迹"),))


RULE = Rule(
    code="HC407",
    slug="unreadable-value",
    since="0.1",
    severity="medium",
    what="此处有字迹，但因污损、印章遮盖或折痕无法辨认。",
    why="不猜测：由人工核对原件，或请申报单位补正。",
    basis="申报单位应按照填写要求和实际情况，认真准确填写相关内容",
    needs=("fields",),
    body=_check,
)
