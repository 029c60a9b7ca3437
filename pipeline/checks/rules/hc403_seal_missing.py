"""A place for a seal carries none on the scan or PDF."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.checks.case import Case
from pipeline.checks.marks import is_empty_place, seals_of
from pipeline.checks.rule import Fact, Rule
from pipeline.checks.trust import EMPTY
from pipeline.records import FieldDef

_JOINT = re.compile(r"(joint\[\d+\])\.seal")
_BARE, _OTHER = "公章", "同一单位在别处的印章"
_NAME = re.compile(r"[\u4e00-\u9fff]{2}")


def _check(case: Case) -> Iterator[Fact]:
    for each in case.form.fields:
        if each.key.endswith("seal") and _is_due(case, each.key) and is_empty_place(case, each.key):
            whose, name = _owner(case, each.key)
            asked = f"，应盖{whose}「{name}」的印章" if name else f"，应盖{whose}的印章"
            sides = (case.said(each.key, "盖章处"), *(case.said(key, _OTHER) for key in seals_of(case, name)))
            yield Fact(f"{_place(case, each)}没有印章{asked}", (each.key,), sides)


def _place(case: Case, field: FieldDef) -> str:
    """``真实性承诺的公章处``: a label of nothing but the seal does not say which of the form's places it is."""
    label, part = case.label(field.key), field.section.rsplit("/", 1)[-1]
    return f"{part}的{label}处" if label == _BARE and part else f"{label}处"


def _owner(case: Case, key: str) -> tuple[str, str]:
    """Whose seal belongs there, and their name where the form says it."""
    joint = _JOINT.fullmatch(key)
    if joint is not None:
        return "联合单位", _said(case, f"{joint[1]}.name")
    if "recommend" in key:
        return "推荐单位", _said(case, "cover.recommender")
    return "申报单位", _said(case, "applicant.name") or _said(case, "cover.applicant")


def _said(case: Case, key: str) -> str:
    named = case.get(key)
    return str(named.value).strip() if named is not None and named.value else ""


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
