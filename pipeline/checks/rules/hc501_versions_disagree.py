"""The same field has different values in two versions of the book."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from pipeline.checks.case import Case
from pipeline.checks.rule import Fact, Rule
from pipeline.checks.versions import differing_fields, differing_lists
from pipeline.records import Evidence, FieldValue, Version

_NAMES = {"docx": "Word版", "pdf": "PDF版", "scan": "扫描版"}
_SHOWN = 8


def _check(case: Case) -> Iterator[Fact]:
    for one, two in combinations(case.record.versions, 2):
        if one.kind == two.kind:
            continue
        fields = list(differing_fields(case, one, two))
        lists = list(differing_lists(case, one, two))
        if fields or lists:
            yield _fact(case, one, two, fields, lists)


def _fact(
    case: Case,
    one: Version,
    two: Version,
    fields: list[tuple[FieldValue, FieldValue]],
    lists: list[tuple[str, Evidence, Evidence]],
) -> Fact:
    names = [f"{case.label(a.key)}（{_short(a)}／{_short(b)}）" for a, b in fields]
    names += [f"{first.text}／{second.text}" for _, first, second in lists]
    more = f"等{len(names)}处" if len(names) > _SHOWN else ""
    said = f"{_NAMES[one.kind]}与{_NAMES[two.kind]}不一致：{'、'.join(names[:_SHOWN])}{more}"
    sides = [side for a, b in fields for side in (_side(case, one, a), _side(case, two, b))]
    sides += [side for _, first, second in lists for side in (first, second)]
    return Fact(said, (*(a.key for a, _ in fields), *(kind for kind, _, _ in lists)), tuple(sides))


def _short(value: FieldValue) -> str:
    text = " ".join(value.raw.split()) or str(value.value)
    return text if len(text) <= 20 else text[:20] + "…"


def _side(case: Case, version: Version, value: FieldValue) -> Evidence:
    return Evidence(_NAMES[version.kind], f"{case.label(value.key)}：{value.raw[:80]}", value.source)


RULE = Rule(
    code="HC501",
    slug="versions-disagree",
    since="0.1",
    severity="high",
    what="同一申报书的Word版与PDF版或扫描版内容不一致。仅写法不同（5,230与5230）的不提示，识别把握不足的不比对。",
    why="电子版与盖章件应当一致，以盖章件为准。",
    basis="申报单位必须确保纸质材料和电子文档的一致性",
    needs=("versions",),
    body=_check,
)
