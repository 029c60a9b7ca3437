"""The desk's port on the real store, index and use cases."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache

from desk.pictures import Picture, crop_with_mark, render_page
from desk.pictures.crop import as_picture
from desk.reports.content import report_content
from desk.reports.html import html_report
from desk.reports.notice import word_notice
from desk.reports.word import word_report
from desk.web.office import Batch, Dossier, Doubt, HistoryEvent, RefusedFile, SubmissionLine
from flows.corrections import with_correction
from flows.indexing import index_of, index_submissions
from flows.processing import process
from pipeline.document import Source
from pipeline.ports import Answer
from pipeline.problems import UnreadableFileError
from pipeline.records import FieldValue, Finding, FindingStatus, FormDef, Record
from pipeline.records.load import load_forms
from pipeline.store import Store
from pipeline.store.store import Standing

_SURE = 0.9
_DAYS_TO_MEND = 7


class StoreOffice:
    """Implements ``desk.web.office.Office``."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._index = index_of(store)
        self._picture = lru_cache(maxsize=200)(self._render)

    def batch(self) -> Batch:
        """All submissions with their standing."""
        lines, refused = [], []
        for standing in self._store.standings():
            record = self._store.record(standing.name)
            files = self._store.files(standing.name)
            refused += [RefusedFile(standing.name, each.path, each.reason) for each in files if each.outcome != "read"]
            lines.append(_line(standing, record, self._store.findings(standing.name)))
        return Batch(tuple(lines), tuple(refused))

    def dossier(self, name: str) -> Dossier | None:
        """One submission."""
        record = self._store.record(name)
        if record is None:
            return None
        history = tuple(HistoryEvent(each.at, each.who, each.what) for each in self._store.history(name))
        return Dossier(record, _form(record), self._store.findings(name), history)

    def page(self, sha256: str, page: int, dpi: int) -> bytes:
        """A page as PNG."""
        return self._picture(sha256, page, dpi)

    def _render(self, sha256: str, page: int, dpi: int) -> bytes:
        data = self._store.blobs.get(sha256)
        return as_picture(render_page(data, _kind(data), page, dpi)).png

    def decide(self, name: str, finding: str, status: FindingStatus, reason: str, who: str) -> None:
        """Record a decision and bring the index up to date."""
        self._store.decide(name, finding, status, reason, who)
        index_submissions(self._store, [name])

    def correct(self, name: str, key: str, written: str, who: str) -> FieldValue:
        """Record a person's reading and check again."""
        record = self._store.record(name)
        form = _form(record) if record else None
        value, field = (record.field(key) if record else None), (form.field(key) if form else None)
        if value is None or field is None:
            raise KeyError(key)
        with_correction(value, field, written, who)
        self._store.keep_correction(name, key, written, who)
        process(self._store, name)
        index_submissions(self._store, [name])
        fresh = self._store.record(name)
        result = fresh.field(key) if fresh else None
        return result or value

    def doubts(self, limit: int) -> Sequence[Doubt]:
        """Values below the threshold: numbers first, the least sure first."""
        found = []
        for record in self._store.records():
            form = _form(record)
            for value in record.fields:
                defined = form.field(value.key) if form else None
                if defined and not defined.is_mark and _needs_a_person(value):
                    found.append((not defined.is_number, value.confidence, Doubt(record.name, value)))
        return [doubt for _, _, doubt in sorted(found, key=lambda each: each[:2])[:limit]]

    def search(self, query: str, after: str | None, limit: int) -> Answer:
        """Answer a query."""
        return self._index.search(query, after=after, limit=limit)

    def report(self, name: str, form: str) -> bytes:
        """The report or the notice."""
        record = self._store.record(name)
        definition = _form(record) if record else None
        if record is None or definition is None:
            raise KeyError(name)
        findings = self._store.findings(name)
        if form == "notice":
            today = date.today()  # noqa: DTZ011 - the office's own day stands on the notice
            return word_notice(record, definition, findings, today + timedelta(days=_DAYS_TO_MEND), today)
        content = report_content(record, definition, findings, self._evidence)
        return html_report(content).encode() if form == "html" else word_report(content)

    def _evidence(self, source: Source) -> Picture | None:
        """A place cut out of its page; None where it can't be shown."""
        if source.page is None or source.bbox is None:
            return None
        try:
            data = self._store.blobs.get(source.sha256)
            return crop_with_mark(render_page(data, _kind(data), source.page, 130), source.bbox)
        except (KeyError, UnreadableFileError):
            return None


def _kind(data: bytes) -> str:
    if data[:1024].find(b"%PDF-") >= 0:
        return "application/pdf"
    return "image/any" if data[:2] in (b"\xff\xd8", b"\x89P", b"II", b"MM", b"BM") else "application/octet-stream"


def _form(record: Record) -> FormDef | None:
    return next((each for each in load_forms() if each.id == record.form), None)


def _needs_a_person(value: FieldValue) -> bool:
    return value.status == "unreadable" or (value.status == "filled" and value.confidence < _SURE)


def _line(standing: Standing, record: Record | None, findings: Sequence[Finding]) -> SubmissionLine:
    live = [each for each in findings if each.status != "dismissed"]
    counts = {slug: sum(each.severity == slug for each in live) for slug in ("high", "medium", "low")}
    fields = record.fields if record else ()
    files = record.files if record else ()
    doubtful = sum(_needs_a_person(each) for each in fields)
    return SubmissionLine(
        standing.name,
        standing.form,
        _said(record, "applicant.name") or _said(record, "cover.applicant"),
        _said(record, "cover.recommender"),
        _standing(standing, findings, doubtful),
        len(files),
        sum(each.outcome != "read" for each in files),
        sum(each.pages or 0 for each in files),
        counts["high"],
        counts["medium"],
        counts["low"],
        sum(each.status == "open" for each in findings),
        doubtful,
    )


def _standing(standing: Standing, findings: Sequence[Finding], doubtful: int) -> str:
    if standing.status != "checked":
        return standing.status
    if findings and all(each.status != "open" for each in findings):
        return "reviewed"
    return "needs-person" if doubtful else "checked"


def _said(record: Record | None, key: str) -> str:
    value = record.field(key) if record else None
    return str(value.value) if value and value.value else ""
