"""What a report says, before anybody decides how it looks: pure data from a record and its findings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from desk.pictures import Picture
from pipeline.checks.trust import needs_a_person
from pipeline.document import Source
from pipeline.records import SEVERITIES, STATUSES, Evidence, FieldValue, Finding, FormDef, ListDef, ListRecord, Record

_MOST_CLASSES = 12
"""Classes named in a list's figures; the others are summed up."""

PictureOf = Callable[[Source], Picture | None]


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a finding: what it is, what stands there, where, and its picture where the file has pages."""

    side: str
    text: str
    place: str
    picture: Picture | None


@dataclass(frozen=True, slots=True)
class FindingPart:
    """A finding as the report shows it."""

    number: int
    severity: str
    status: str
    message: str
    sides: tuple[Side, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Claimed against counted: one bar pair of the chart."""

    title: str
    claimed: float | None
    counted: int


@dataclass(frozen=True, slots=True)
class ListFigures:
    """One list in figures: its rows, how many of each class, and which columns have how many empty cells."""

    title: str
    rows: int
    classes: str
    gaps: str


@dataclass(frozen=True, slots=True)
class ReportContent:
    """All that a report shows, in the order of its sections."""

    submission: str
    form_title: str
    cover: tuple[tuple[str, str], ...]
    findings: tuple[FindingPart, ...]
    comparisons: tuple[Comparison, ...]
    lists: tuple[ListFigures, ...]
    doubtful: tuple[tuple[str, str, str], ...]
    refused: tuple[tuple[str, str], ...]


def place_of(source: Source | None, record: Record) -> str:
    """``申报书.pdf 第4页``, ``附件1.xlsx Sheet1!A3``; a dash where there is no place."""
    if source is None:
        return "—"
    path = next((file.path for file in record.files if file.sha256 == source.sha256), "")
    return f"{path} {source.where}".strip() or "—"


def _side(evidence: Evidence, record: Record, picture_of: PictureOf) -> Side:
    source = evidence.source
    picture = picture_of(source) if source is not None and source.bbox is not None else None
    where = place_of(source, record)
    place = f"{evidence.submission}：{where}" if evidence.submission else where
    return Side(evidence.side, evidence.text, place, picture)


def _finding(number: int, finding: Finding, record: Record, picture_of: PictureOf) -> FindingPart:
    sides = tuple(_side(each, record, picture_of) for each in finding.evidence[:6])
    return FindingPart(number, SEVERITIES[finding.severity], STATUSES[finding.status], finding.message, sides)


def _shown(field: FieldValue) -> str:
    if field.status == "unreadable":
        return "（无法辨认）"
    if isinstance(field.value, bool):
        return "是" if field.value else "否"
    if isinstance(field.value, list):
        return "、".join(field.value)
    return field.raw.strip() or ("" if field.value is None else str(field.value))


def _cover(record: Record, form: FormDef) -> tuple[tuple[str, str], ...]:
    """The cover's fields and who applies, in the form's order; seals are left to the findings."""
    wanted = [
        each for each in form.fields if each.section == "封面" or each.key in ("applicant.org_code", "platform.name")
    ]
    values = [(each.label, record.field(each.key)) for each in wanted if not each.is_mark]
    return tuple(dict.fromkeys((label, _shown(value)) for label, value in values if value is not None))


def _comparison(definition: ListDef, record: Record, form: FormDef) -> Comparison | None:
    key = definition.claimed_by.get("")
    claim = record.field(key) if key else None
    rows = record.list(definition.kind)
    if key is None or (claim is None and rows is None):
        return None
    field = form.field(key)
    title = field.label if field else definition.title
    return Comparison(title, claim.number if claim else None, len(rows.rows) if rows else 0)


def comparisons_of(record: Record, form: FormDef) -> tuple[Comparison, ...]:
    """Claimed against counted, list by list, in the form's order."""
    made = (_comparison(each, record, form) for each in form.lists)
    return tuple(each for each in made if each is not None)


def _figures(found: ListRecord, form: FormDef) -> ListFigures:
    """One pass over the rows: a list may have more of them than memory."""
    definition = form.list(found.kind)
    classes: Counter[str] = Counter()
    filled: Counter[str] = Counter()
    rows = 0
    for row in found.rows:
        rows += 1
        classes[row.class_name or ""] += 1
        filled.update(key for key, words in row.cells.items() if words.strip())
    named = [f"{name or '未分类'} {count:,}" for name, count in classes.most_common(_MOST_CLASSES)]
    others = len(classes) - len(named)
    columns = definition.columns if definition else ()
    gaps = [f"{each.names[0]} {rows - filled[each.key]:,}" for each in columns if rows and filled[each.key] < rows]
    parts = [*named, f"另有{others}类"] if others > 0 else named
    shown = "、".join(parts) if set(classes) - {""} else "不分类"
    return ListFigures(definition.title if definition else found.kind, rows, shown, "、".join(gaps) or "无")


def report_content(record: Record, form: FormDef, findings: Sequence[Finding], picture_of: PictureOf) -> ReportContent:
    """Gather what the report of one submission says; ``picture_of`` gives the picture of a place, or None."""
    order = {"high": 0, "medium": 1, "low": 2}
    ordered = sorted(findings, key=lambda each: (order[each.severity], each.slug))
    doubtful = [each for each in record.fields if needs_a_person(each, form.field(each.key))]
    return ReportContent(
        record.name,
        form.title,
        _cover(record, form),
        tuple(_finding(number, each, record, picture_of) for number, each in enumerate(ordered, 1)),
        comparisons_of(record, form),
        tuple(_figures(each, form) for each in record.lists),
        tuple((each.label, _shown(each), place_of(each.source, record)) for each in doubtful),
        tuple((file.path, file.reason) for file in record.files if file.outcome != "read"),
    )
