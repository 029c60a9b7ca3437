"""A place for a seal carries none on the scan or PDF."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.checks.case import Case
from pipeline.checks.marks import is_empty_place
from pipeline.checks.rule import Fact, Rule
from pipeline.checks.trust import EMPTY

_JOINT = re.compile(r"(joint\[\d+\])\.seal")
_NAME = re.compile(r"[\u4e00-\u9fff]{2}")


def _check(case: Case) -> Iterator[Fact]:
    for each in case.form.fields:
        if each.key.endswith("seal") and _is_due(case, each.key) and is_empty_place(case, each.key):
            said = f"{case.label(each.key)}处没有印章"
            yield Fact(said, (each.key,), (case.said(each.key, "盖章处"),))


def _is_due(case: Case, key: str) -> bool:
    """The joint applicants' places are due only where one is named, in words that can be a name."""
    joint = _JOINT.fullmatch(key)
    if joint is None:
        return True
    named = case.filled(f"{joint[1]}.name", EMPTY)
    return named is not None and _NAME.search(str(named.value)) is not None


RULE = Rule(
    code="HC403",
    slug="seal-missing",
    since="0.1",
    severity="high",
    what="应当盖章的地方在扫描件或PDF上没有印章；联合单位只核对已填名称的。全部为Word版时不核对。",
    why="没有印章的申报、承诺和推荐无效。",
    basis="申报单位（盖章）…推荐单位（盖章）…公章",
    needs=("fields", "paper"),
    body=_check,
)
