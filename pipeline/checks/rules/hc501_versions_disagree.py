"""The same field has different values in two versions of the book."""

from __future__ import annotations

from collections.abc import Iterator

from rapidfuzz import fuzz

from pipeline.checks.case import Case, plain
from pipeline.checks.rule import Fact, Rule
from pipeline.checks.trust import SURE
from pipeline.records import Evidence, FieldDef, FieldValue, Version

_NAMES = {"docx": "Word版", "pdf": "PDF版", "scan": "扫描版"}
_NO_FIGURES = ("materials.list",)
_SAME_TEXT, _SAME_NARRATIVE = 86.0, 80.0


def _check(case: Case) -> Iterator[Fact]:
    versions = case.record.versions
    for n, one in enumerate(versions):
        for two in versions[n + 1 :]:
            differing = list(_differing(case, one, two)) if one.kind != two.kind else []
            if differing:
                names = "、".join(case.label(key) for key, _, _ in differing[:4])
                said = f"{_NAMES[one.kind]}与{_NAMES[two.kind]}不一致：{names}等{len(differing)}处"
                evidence = [side for key, a, b in differing[:6] for side in _sides(case, key, one, a, two, b)]
                yield Fact(said, tuple(key for key, _, _ in differing), tuple(evidence))


def _differing(case: Case, one: Version, two: Version) -> Iterator[tuple[str, FieldValue, FieldValue]]:
    others = {value.key: value for value in two.fields}
    for value in one.fields:
        other, defined = others.get(value.key), case.form.field(value.key)
        if other is None or defined is None or defined.is_mark or defined.is_tick or value.key in _NO_FIGURES:
            continue
        sure = value.status == other.status == "filled" and min(value.confidence, other.confidence) >= SURE
        if sure and not _same(defined, value, other):
            yield value.key, value, other


def _same(field: FieldDef, one: FieldValue, two: FieldValue) -> bool:
    """Equal but for writing; longer texts are the same where only a few characters differ (misreadings)."""
    if field.kind not in ("text", "narrative"):
        return one.value == two.value
    a, b = plain(str(one.value)), plain(str(two.value))
    return a == b or fuzz.ratio(a, b) >= (_SAME_NARRATIVE if field.kind == "narrative" else _SAME_TEXT)


def _sides(case: Case, key: str, one: Version, a: FieldValue, two: Version, b: FieldValue) -> tuple[Evidence, Evidence]:
    label = case.label(key)
    return (
        Evidence(_NAMES[one.kind], f"{label}：{a.raw[:80]}", a.source),
        Evidence(_NAMES[two.kind], f"{label}：{b.raw[:80]}", b.source),
    )


RULE = Rule(
    code="HC501",
    slug="versions-disagree",
    since="0.1",
    severity="high",
    what="同一申报书的不同版本内容不一致。",
    why="电子版与盖章扫描件应当一致，以盖章件为准。",
    basis="申报单位必须确保纸质材料和电子文档的一致性",
    body=_check,
)
