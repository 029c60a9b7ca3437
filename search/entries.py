"""A submission as things to be found: one entry a filled field, a list row, a passage, a finding. Streams."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from pipeline.document.source import Source
from pipeline.ports import Entry, HitKind
from pipeline.records import FieldValue, Finding, FormDef, ListRecord, Record, Row
from search.about import about, form_of
from search.columns import Columns, day_of
from search.document import NAMES_APART
from search.passages import passages_of
from search.query.names import chinese_names_of

_LONG = 120
"""A text field without a form definition is taken for a narrative from this many characters on."""
_SHOWN_STATUSES = ("filled", "unreadable")
_OWN_NAME = ("applicant.name", "cover.applicant", "platform.name", "cover.platform_name", "contact.name")
_NAMED = ("ORG", "PLATFORM", "PARK", "STANDARD")
_NAME_COLUMNS = ("enterprise", "name", "applicant", "developer", "contact")


def entries_of(record: Record, findings: Sequence[Finding]) -> Iterator[Entry]:
    """Everything of one submission that a reviewer may look for; ids are stable as long as the content is.

    A row's or passage's id comes from its content, so that a row inserted before it does not rename it.
    """
    maker = _Maker(record)
    for field in record.fields:
        yield from maker.field(field)
    for each in record.lists:
        yield from maker.rows(each)
    for finding in findings:
        yield maker.finding(finding)


@dataclass(frozen=True, slots=True)
class _Said:
    """What an entry says and of what kind it is."""

    kind: HitKind
    name: str
    text: str
    label: str


class _Maker:
    def __init__(self, record: Record) -> None:
        self._submission = record.name
        self._form: FormDef | None = form_of(record.form)
        self._about = about(record, self._form)
        self._named = _named_in(record)
        self._told = _told_in(record)
        self._paths = {file.sha256: file.path for file in record.files}

    def field(self, field: FieldValue) -> Iterator[Entry]:
        if field.status not in _SHOWN_STATUSES or field.key.startswith("tick."):
            return  # the box before an item only says that the item is filled in
        definition = self._form.field(field.key) if self._form else None
        written = _written(field)
        facets = {"key": field.key, "key_label": field.label, "status": field.status}
        if definition.kind == "narrative" if definition else len(written) >= _LONG:
            yield from self._passages(field, written, facets)
            return
        if field.key in _OWN_NAME:
            facets["own_name"] = written
        numbers = {field.key: field.number} if field.number is not None else day_of(field.key, written)
        said = _Said("field", field.key, f"{field.label}：{written}", field.label)
        yield self._entry(said, field.source, facets, numbers)

    def _passages(self, field: FieldValue, written: str, facets: Mapping[str, str]) -> Iterator[Entry]:
        seen: Counter[str] = Counter()
        for text in passages_of(written):
            digest = _digest(text)
            seen[digest] += 1
            said = _Said("passage", f"{field.key}/{digest}.{seen[digest]}", text, field.label)
            names = NAMES_APART.join(name for name in self._named.get(field.key, ()) if name in text)
            given = {**facets, "names": names} if names else facets
            yield self._entry(said, _place_of(text, self._told.get(field.key, ()), field), given, {})

    def rows(self, given: ListRecord) -> Iterator[Entry]:
        definition = self._form.list(given.kind) if self._form else None
        title = (definition.title if definition else "") or given.title or given.kind
        facets = {"list": given.kind, "list_title": f"{definition.attachment if definition else ''} {title}".strip()}
        seen: Counter[str] = Counter()
        columns = Columns(definition, given.kind)
        for at, row in enumerate(given.rows):
            # One row of a list says how its columns are called: enough for the index to know their names.
            labels = {} if at else {"column_labels": columns.labels(row)}
            yield self._row(row, title, columns, {**facets, **labels}, seen)

    def _row(self, row: Row, title: str, columns: Columns, facets: Mapping[str, str], seen: Counter[str]) -> Entry:
        text = " | ".join(cell for cell in row.cells.values() if cell)
        digest = _digest(text)
        seen[digest] += 1
        numbers = columns.numbers_of(row)
        names = [row.cells[column] for column in _NAME_COLUMNS if row.cells.get(column)]
        own = {"own_name": " ".join(names), "class": row.class_name or "", "enterprise": columns.enterprise_of(row)}
        said = _Said("row", f"{columns.kind}/{digest}.{seen[digest]}", text, title)
        given = {name: value for name, value in own.items() if value}
        return self._entry(said, row.source, {**facets, **given}, numbers)

    def finding(self, finding: Finding) -> Entry:
        source = next((each.source for each in finding.evidence if each.source and not each.submission), None)
        names = " ".join(chinese_names_of("slug", finding.slug))
        facets = {"slug": finding.slug, "slug_names": names, "severity": finding.severity, "status": finding.status}
        said = _Said("finding", f"{finding.slug}/{finding.identity}", finding.message, finding.slug)
        return self._entry(said, source, facets, {})

    def _entry(
        self, said: _Said, source: Source | None, facets: Mapping[str, str], numbers: Mapping[str, float]
    ) -> Entry:
        place = {"sha256": source.sha256} if source else {}
        return Entry(
            id=f"{self._submission}/{said.kind}/{said.name}",
            submission=self._submission,
            kind=said.kind,
            text=said.text,
            label=said.label,
            file=self._paths.get(source.sha256, "") if source else "",
            page=source.page if source else None,
            bbox=source.bbox if source else None,
            locator=source.locator if source else None,
            facets={**self._about, **facets, **place},
            numbers=dict(numbers),
        )


def _named_in(record: Record) -> dict[str, tuple[str, ...]]:
    """What each narrative names, by its key: passages are found by whom and what they name as rows are."""
    named: dict[str, list[str]] = {}
    for each in record.mentions:
        if each.kind in _NAMED:
            named.setdefault(each.narrative, []).append(each.name)
    return {key: tuple(names) for key, names in named.items()}


def _written(field: FieldValue) -> str:
    """The value as a reviewer would write it when looking for it."""
    if field.status == "unreadable":
        return "（无法辨认）"
    if isinstance(field.value, bool):
        return "是" if field.value else "否"
    if isinstance(field.value, list):
        return "、".join(field.value)
    if isinstance(field.value, str):
        return field.value
    return field.raw or str(field.value)


def _told_in(record: Record) -> dict[str, tuple[Source, ...]]:
    """The places of each narrative's sentences, by its key."""
    told: dict[str, list[Source]] = {}
    for each in record.sentences:
        told.setdefault(each.narrative, []).append(each.source)
    return {key: tuple(sources) for key, sources in told.items()}


def _place_of(text: str, told: Sequence[Source], field: FieldValue) -> Source | None:
    """The place of the sentence that begins the passage, else that whose words do, or the field's first."""
    bare, head = _bare(text), _bare(text[:12])
    first = next((source for source in told if bare.startswith(_bare(source.text))), None)
    return first or next((source for source in field.sources if head and head in _bare(source.text)), field.source)


def _bare(text: str) -> str:
    """Without white space: a source breaks its lines where the page did."""
    return "".join(text.split())


def _digest(text: str) -> str:
    return blake2b(text.encode(), digest_size=8).hexdigest()
