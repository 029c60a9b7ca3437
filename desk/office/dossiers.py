"""One submission opened: its record, lists by the window, versions compared, thresholds, history."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache

from desk.office.door import Viewer
from desk.office.masks import known_values, masked_cells, masked_field, masked_names, masked_text
from desk.reports.content import Comparison, comparisons_of
from pipeline.checks.assess import Assessment, assess_record
from pipeline.checks.lines import Programme
from pipeline.checks.programme import load_programmes, programme_of
from pipeline.checks.rows import QUOTED
from pipeline.checks.trust import needs_a_person
from pipeline.checks.versions import same_value
from pipeline.document import Source
from pipeline.records import Evidence, FieldValue, FileEntry, Finding, FormDef, Record, Row
from pipeline.records.load import load_forms
from pipeline.store import Store
from pipeline.store.glance import Decided, Glance

ELSEWHERE = "（属其他地市的申报，无权查看）"
"""What a city's office reads in place of what another city's submission says."""

_VERSION_NAMES = {"docx": "Word 版", "pdf": "PDF 版", "scan": "扫描版"}


@dataclass(frozen=True, slots=True)
class HistoryEvent:
    """Who did what when, in words."""

    at: datetime
    who: str
    what: str


@dataclass(frozen=True, slots=True)
class Dossier:
    """One submission opened. The record's lists load their rows as they are looked at; ``masked`` says how it is."""

    record: Record
    form: FormDef | None
    findings: tuple[Decided, ...]
    masked: bool = False

    @property
    def comparisons(self) -> Sequence[Comparison]:
        """Claimed against counted."""
        return comparisons_of(self.record, self.form) if self.form else ()

    def sections(self) -> list[tuple[str, list[FieldValue]]]:
        """The fields under the form's section headings, in the form's order."""
        order = {each.key: each.section for each in self.form.fields} if self.form else {}
        grouped: dict[str, list[FieldValue]] = {}
        for field in self.record.fields:
            shown = masked_field(field) if self.masked else field
            grouped.setdefault(order.get(field.key, "其他"), []).append(shown)
        return list(grouped.items())

    @property
    def doubtful(self) -> frozenset[str]:
        """The fields that somebody has to look at."""
        form = self.form
        return frozenset(each.key for each in self.record.fields if form and needs_a_person(each, form.field(each.key)))

    def words(self, text: str) -> str:
        """Running text, or a row that a finding quotes, as this viewer may see it."""
        if not self.masked:
            return text
        covered = masked_text(text, known_values(self.record))
        return masked_names(covered, QUOTED) if QUOTED in covered else covered

    def file(self, sha256: str) -> FileEntry | None:
        """The delivered file of that content."""
        return next((each for each in self.record.files if each.sha256 == sha256), None)

    def path(self, source: Source | None) -> str:
        """The delivered file that a place lies in, by its path in the submission."""
        file = self.file(source.sha256) if source else None
        return file.path if file else ""


@dataclass(frozen=True, slots=True)
class Window:
    """Some rows of a list: how many fit the filter, and the rows with their number in the list from 1."""

    columns: Sequence[tuple[str, str]]
    total: int
    rows: Sequence[tuple[int, Row, Sequence[str]]]


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that the versions of a book say differently; one reading a version, in their order."""

    label: str
    counts: FieldValue
    readings: tuple[FieldValue | None, ...]


class Dossiers:
    """The submissions of one store, one at a time."""

    def __init__(self, store: Store, glance: Glance) -> None:
        self._store, self._glance = store, glance
        self._ordered = lru_cache(maxsize=6)(self._order)
        self._table = lru_cache(maxsize=4)(self._cells)

    def dossier(self, name: str, viewer: Viewer) -> Dossier | None:
        """A submission as this person may see it; None where there is none for them."""
        city = self._glance.city(name)
        if city is None or (viewer.person.city and viewer.person.city != city):
            return None
        record = self._glance.outline(name)
        if record is None:
            record = Record(name, None, self._store.files(name))
        form = next((each for each in load_forms() if each.id == record.form), None)
        return Dossier(record, form, self._findings(name, viewer.person.city), not viewer.unmasked(name))

    def _findings(self, name: str, city: str) -> tuple[Decided, ...]:
        """The findings; to a city's office without what the submissions of other cities say."""
        found = self._glance.findings(name)
        if not city or not any(side.submission for each in found for side in each.finding.evidence):
            return tuple(found)
        own = self._glance.names(city)
        return tuple(replace(each, finding=_within(each.finding, own)) for each in found)

    def forget(self) -> None:
        """Drop what is kept of lists that were looked at."""
        self._ordered.cache_clear()
        self._table.cache_clear()

    def history(self, name: str) -> list[HistoryEvent]:
        """What was done with a submission, the newest first."""
        return [HistoryEvent(each.at, each.who, each.what) for each in reversed(self._store.history(name))]

    def rows(self, dossier: Dossier, kind: str, start: int, limit: int, wanted: str, sort: str) -> Window:
        """Rows of a list that hold the wanted words, sorted by a column (``-name``: falling), from ``start`` on.

        Raises:
            KeyError: the submission has no such list.
        """
        found = dossier.record.list(kind)
        if found is None:
            raise KeyError(kind)
        columns = columns_of(dossier, kind)
        if not wanted and not sort:
            numbers: Sequence[int] = range(len(found.rows))
        else:
            standing = self._store.standing(dossier.record.name)
            key = standing.record_key if standing else ""
            numbers = self._ordered(dossier.record.name, kind, key, wanted.strip().lower(), sort, dossier.masked)
        rows = []
        for number in numbers[start : start + limit]:
            row = found.rows[number]
            cells = masked_cells(kind, row.cells) if dossier.masked else row.cells
            rows.append((number + 1, row, [cells.get(column, "") for column, _ in columns]))
        return Window(columns, len(numbers), rows)

    def _cells(self, name: str, kind: str, _: str, masked: bool) -> list[dict[str, str]]:
        rows = self._store.rows(name, kind)
        return [masked_cells(kind, row.cells) if masked else dict(row.cells) for row in rows]

    def _order(self, name: str, kind: str, key: str, wanted: str, sort: str, masked: bool) -> Sequence[int]:
        table = self._table(name, kind, key, masked)
        words = wanted.split()
        kept = [
            number
            for number, cells in enumerate(table)
            if not words or all(any(word in cell.lower() for cell in cells.values()) for word in words)
        ]
        if sort:
            column = sort.removeprefix("-")
            kept.sort(key=lambda number: _sortable(table[number].get(column, "")), reverse=sort.startswith("-"))
        return kept

    def differences(self, dossier: Dossier) -> tuple[list[str], list[Difference]]:
        """(names of the versions, fields that they say differently); empty where there is one version only."""
        record, form = dossier.record, dossier.form
        if form is None or len(record.versions) < 2:
            return [], []
        by_key = [{each.key: each for each in version.fields} for version in record.versions]
        found = []
        for field in record.fields:
            defined = form.field(field.key)
            readings = tuple(version.get(field.key) for version in by_key)
            if defined is None or defined.is_mark or defined.is_tick:
                continue
            said = [each for each in readings if each is not None]
            if any(_differ(defined, said[0], each) for each in said[1:]):
                shown = tuple(masked_field(each) if each and dossier.masked else each for each in readings)
                found.append(Difference(field.label, field, shown))
        return [_VERSION_NAMES[each.kind] for each in record.versions], found

    def assessment(self, dossier: Dossier, programme: str) -> tuple[Programme | None, Sequence[Assessment]]:
        """The thresholds sheet by a programme.

        Where none is named: by the form's own, or where that states no requirements by the one that states most.
        """
        if dossier.form is None:
            return None, ()
        chosen = next((each for each in load_programmes() if each.id == programme), None)
        fitting = chosen or programme_of(dossier.form.id)
        lines = assess_record(dossier.record, dossier.form, fitting)
        if not lines and chosen is None:
            fitting = max(load_programmes(), key=lambda each: len(each.requirements))
            lines = assess_record(dossier.record, dossier.form, fitting)
        return fitting, lines

    def corrections(self, name: str) -> dict[str, tuple[str, str]]:
        """The fields that persons have read: (written, who) by key."""
        return self._store.corrections(name)


def _within(finding: Finding, own: Set[str]) -> Finding:
    """The finding with the evidence of these submissions only; of others stays that there is some."""
    sides = (
        each if not each.submission or each.submission in own
        else Evidence(each.side, ELSEWHERE, None, each.submission)
        for each in finding.evidence
    )  # fmt: skip
    return replace(finding, evidence=tuple(sides))


def columns_of(dossier: Dossier, kind: str) -> Sequence[tuple[str, str]]:
    """(key, heading) of a list's columns: as the form names them, without those that nobody filled in."""
    found = dossier.record.list(kind)
    definition = dossier.form.list(kind) if dossier.form else None
    if definition is not None:
        return [(column.key, column.names[0]) for column in definition.columns]
    return [(key, key) for key in (found.rows[0].cells if found and found.rows else ())]


def _differ(defined, one: FieldValue, two: FieldValue) -> bool:  # type: ignore[no-untyped-def]
    if one.status != two.status:
        return "filled" in (one.status, two.status)
    return one.status == "filled" and not same_value(defined, one, two)


def _sortable(cell: str) -> tuple[int, float, str]:
    """Numbers before words, blanks last."""
    bare = cell.strip().replace(",", "")
    try:
        return (0, float(bare), "")
    except ValueError:
        return (1 if bare else 2, 0.0, bare)


__all__ = ["Difference", "Dossier", "Dossiers", "HistoryEvent", "Window", "columns_of"]
