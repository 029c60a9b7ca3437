"""A place for a seal carries none on the scan or PDF."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.checks.case import Case
from pipeline.checks.rule import Fact, Rule
from pipeline.checks.trust import TRUST

_JOINT = re.compile(r"(joint\[\d\])\.seal")


def _check(case: Case) -> Iterator[Fact]:
    if not is_on_paper(case):
        return
    for each in case.form.fields:
        if not each.key.endswith("seal"):
            continue
        joint = _JOINT.fullmatch(each.key)
        if joint and case.filled(f"{joint[1]}.name") is None:
            continue
        if is_empty_place(case, each.key):
            yield Fact(f"{case.label(each.key)}处没有印章", (each.key,), (case.said(each.key, "盖章处"),))


def is_on_paper(case: Case) -> bool:
    """Whether any copy is a scan or PDF: an editable version carries no seal."""
    return not case.record.versions or any(version.kind != "docx" for version in case.record.versions)


def is_empty_place(case: Case, key: str) -> bool:
    """Whether the place was found with certainty and nothing is there."""
    value = case.get(key)
    if value is None or value.value is not False:
        return False
    if value.confidence < TRUST:
        case.doubts.append(f"{value.label}：未能可靠定位盖章处")
        return False
    return True


RULE = Rule(
    code="HC403",
    slug="seal-missing",
    since="0.1",
    severity="high",
    what="应当盖章的地方没有印章。",
    why="没有印章的承诺和推荐无效。",
    basis="申报单位（盖章）；推荐单位（盖章）；公章",
    body=_check,
)
