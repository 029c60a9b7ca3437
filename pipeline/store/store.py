"""The store's methods: small, each one transaction; a kill at any moment loses nothing and doubles nothing."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine, delete, func, select, update
from sqlalchemy.orm import Session

from pipeline.document import Page
from pipeline.document.json import page_to_json
from pipeline.records import FileEntry, Finding, FindingStatus, Record, Row
from pipeline.store import log
from pipeline.store.blobs import FolderBlobs
from pipeline.store.lazy import StoredPages
from pipeline.store.packing import pack, unpack_finding, unpack_record, unpack_row
from pipeline.store.tables import (
    CorrectionRow,
    FileRow,
    FindingRow,
    ListRow,
    PageRow,
    ReadingRow,
    SubmissionRow,
)

_ROWS_AT_ONCE = 2000


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one submission stands, and the keys of what made it."""

    name: str
    form: str | None
    status: str
    delivery_key: str
    record_key: str
    checked_key: str


@dataclass(frozen=True, slots=True)
class Reading:
    """How the reading of a file's bytes ended."""

    pages: int
    outcome: str
    reason: str


class Store:
    """The system of record over one database and one blob store."""

    def __init__(self, engine: Engine, blobs: FolderBlobs, folder: Path) -> None:
        self.engine, self.blobs, self.folder = engine, blobs, folder

    def standings(self) -> list[Standing]:
        """Every submission, by name."""
        with Session(self.engine) as session:
            rows = session.execute(select(SubmissionRow).order_by(SubmissionRow.name)).scalars()
            return [_standing(row) for row in rows]

    def standing(self, name: str) -> Standing | None:
        """One submission's standing."""
        with Session(self.engine) as session:
            row = session.get(SubmissionRow, name)
            return _standing(row) if row else None

    def receive(self, name: str, files: Sequence[FileEntry], key: str) -> None:
        """Note a delivery: files that were there before and are no more stay as history."""
        now = datetime.now(UTC)
        with Session(self.engine) as session, session.begin():
            row = session.get(SubmissionRow, name)
            if row is None:
                row = SubmissionRow(name=name, updated_at=now, status="received")
                session.add(row)
            again = bool(row.delivery_key)
            row.delivery_key, row.updated_at = key, now
            session.execute(update(FileRow).where(FileRow.submission == name).values(current=False))
            session.add_all(_file_row(name, n, file, now) for n, file in enumerate(files))
            log.append(session, "heshu", "重新接收，替换了部分文件" if again else f"接收{len(files)}个文件", name)

    def note_files(self, name: str, files: Sequence[FileEntry]) -> None:
        """Note pages and outcome of the current files of a submission, by path."""
        with Session(self.engine) as session, session.begin():
            for file in files:
                values = {"pages": file.pages, "outcome": file.outcome, "reason": file.reason}
                wanted = (FileRow.submission == name, FileRow.path == file.path, FileRow.current)
                session.execute(update(FileRow).where(*wanted).values(**values))

    def files(self, name: str) -> tuple[FileEntry, ...]:
        """The current files of a submission, in their order."""
        query = select(FileRow).where(FileRow.submission == name, FileRow.current).order_by(FileRow.position)
        with Session(self.engine) as session:
            return tuple(_entry(row) for row in session.execute(query).scalars())

    def reading(self, sha256: str, version: str) -> Reading | None:
        """How the file was read by that version; None where it has still to be read."""
        with Session(self.engine) as session:
            row = session.get(ReadingRow, (sha256, version))
            return Reading(row.pages, row.outcome, row.reason) if row else None

    def pages_read(self, sha256: str, version: str) -> set[int]:
        """The numbers of the pages already read, of a reading that may still be under way."""
        query = select(PageRow.number).where(PageRow.sha256 == sha256, PageRow.version == version)
        with Session(self.engine) as session:
            return set(session.execute(query).scalars())

    def keep_pages(self, sha256: str, version: str, pages: Iterable[Page]) -> int:
        """Store pages (again is no harm); returns how many."""
        count = 0
        with Session(self.engine) as session, session.begin():
            for page in pages:
                data = zlib.compress(page_to_json(page), 3)
                session.merge(PageRow(sha256=sha256, version=version, number=page.number, data=data))
                count += 1
        return count

    def keep_packed_pages(self, sha256: str, version: str, pages: Iterable[tuple[int, bytes]]) -> None:
        """Store pages that are compressed JSON already, as child processes hand them over."""
        with Session(self.engine) as session, session.begin():
            for number, data in pages:
                session.merge(PageRow(sha256=sha256, version=version, number=number, data=data))

    def end_reading(self, sha256: str, version: str, reading: Reading) -> None:
        """Say how the reading of a file ended; from here on it is not read again by this version."""
        with Session(self.engine) as session, session.begin():
            session.merge(
                ReadingRow(
                    sha256=sha256, version=version, pages=reading.pages, outcome=reading.outcome, reason=reading.reason
                )
            )
            values = {"outcome": reading.outcome, "reason": reading.reason}
            session.execute(update(FileRow).where(FileRow.sha256 == sha256, FileRow.current).values(**values))

    def forget_reading(self, sha256: str, version: str) -> None:
        """Have the file read again (a retry)."""
        with Session(self.engine) as session, session.begin():
            session.execute(delete(ReadingRow).where(ReadingRow.sha256 == sha256, ReadingRow.version == version))
            session.execute(delete(PageRow).where(PageRow.sha256 == sha256, PageRow.version == version))

    def pages(self, sha256: str, version: str) -> StoredPages:
        """The pages of a file, loaded as they are looked at."""
        reading = self.reading(sha256, version)
        return StoredPages(self.engine, sha256, version, reading.pages if reading else 0)

    def keep_record(self, record: Record, key: str, signature: bytes) -> None:
        """Replace the record of a submission, its rows with it."""
        now = datetime.now(UTC)
        with Session(self.engine) as session, session.begin():
            row = session.get(SubmissionRow, record.name) or SubmissionRow(name=record.name)
            row.form, row.record, row.record_key, row.signature = record.form, pack(record), key, signature
            row.status, row.updated_at, row.checked_key = "read", now, ""
            session.add(row)
            session.execute(delete(ListRow).where(ListRow.submission == record.name))
            for each in record.lists:
                for position, item in enumerate(each.rows):
                    session.add(
                        ListRow(submission=record.name, kind=each.kind, position=position, data=pack(item))
                    )  # fmt: skip
                    if position % _ROWS_AT_ONCE == 0:
                        session.flush()
                        session.expunge_all() if position else None
            log.append(session, "heshu", f"提取完成，表式{record.form or '未识别'}", record.name)

    def record(self, name: str) -> Record | None:
        """The record of a submission, its lists with their rows."""
        with Session(self.engine) as session:
            row = session.get(SubmissionRow, name)
            if row is None or row.record is None:
                return None
            record = unpack_record(row.record)
        lists = tuple(replace(each, rows=tuple(self.rows(name, each.kind))) for each in record.lists)
        return replace(record, files=self.files(name), lists=lists)

    def records(self) -> Iterator[Record]:
        """Every record, one at a time."""
        for standing in self.standings():
            record = self.record(standing.name)
            if record is not None:
                yield record

    def rows(self, name: str, kind: str) -> Iterator[Row]:
        """The rows of one list, in order, loaded in parts."""
        start = 0
        while True:
            query = (
                select(ListRow.data)
                .where(ListRow.submission == name, ListRow.kind == kind, ListRow.position >= start)
                .order_by(ListRow.position)
                .limit(_ROWS_AT_ONCE)
            )
            with Session(self.engine) as session:
                part = list(session.execute(query).scalars())
            yield from (unpack_row(data) for data in part)
            if len(part) < _ROWS_AT_ONCE:
                return
            start += len(part)

    def keep_findings(self, name: str, scope: str, findings: Sequence[Finding], key: str, not_run: str = "") -> None:
        """Replace the findings of one scope; decisions on findings that are found again stay."""
        with Session(self.engine) as session, session.begin():
            session.execute(
                update(FindingRow).where(FindingRow.submission == name, FindingRow.scope == scope).values(present=False)
            )
            for position, finding in enumerate(findings):
                row = session.get(FindingRow, (name, finding.identity))
                if row is None:
                    row = FindingRow(submission=name, identity=finding.identity, status="open", reason="")
                    session.add(row)
                row.scope, row.data, row.present, row.position = scope, pack(finding), True, position
            if scope == "own":
                values = {"checked_key": key, "status": "checked", "not_run": not_run or "[]"}
                session.execute(update(SubmissionRow).where(SubmissionRow.name == name).values(**values))

    def findings(self, name: str) -> tuple[Finding, ...]:
        """The findings of a submission with their decisions, own before across."""
        query = (
            select(FindingRow)
            .where(FindingRow.submission == name, FindingRow.present)
            .order_by(FindingRow.scope.desc(), FindingRow.position)
        )
        with Session(self.engine) as session:
            rows = session.execute(query).scalars()
            return tuple(replace(unpack_finding(row.data), status=row.status) for row in rows)  # type: ignore[arg-type]

    def across(self, name: str) -> int:
        """How many findings of comparisons with others a submission has."""
        wanted = (FindingRow.submission == name, FindingRow.scope == "across", FindingRow.present)
        with Session(self.engine) as session:
            return session.execute(select(func.count()).select_from(FindingRow).where(*wanted)).scalar_one()

    def decide(self, name: str, identity: str, status: FindingStatus, reason: str, who: str) -> None:
        """Record a person's decision.

        Raises:
            KeyError: no such finding.
        """
        with Session(self.engine) as session, session.begin():
            row = session.get(FindingRow, (name, identity))
            if row is None:
                raise KeyError(identity)
            row.status, row.reason = status, reason
            message = unpack_finding(row.data).message
            log.append(session, who, f"对「{message}」的决定：{status}" + (f"，理由：{reason}" if reason else ""), name)

    def keep_correction(self, name: str, key: str, written: str, who: str) -> None:
        """Record a person's reading of a field."""
        with Session(self.engine) as session, session.begin():
            session.add(CorrectionRow(submission=name, key=key, written=written, who=who, at=datetime.now(UTC)))
            log.append(session, who, f"人工核对 {key}：{written[:80]}", name)

    def corrections(self, name: str) -> dict[str, tuple[str, str]]:
        """The last reading of each field by a person: (written, who)."""
        query = select(CorrectionRow).where(CorrectionRow.submission == name).order_by(CorrectionRow.id)
        with Session(self.engine) as session:
            return {row.key: (row.written, row.who) for row in session.execute(query).scalars()}

    def signatures(self) -> Iterator[bytes]:
        """What is compared across applicants, one a submission."""
        with Session(self.engine) as session:
            query = select(SubmissionRow.signature).where(SubmissionRow.signature.is_not(None))
            for data in session.execute(query.order_by(SubmissionRow.name)).scalars():
                if data is not None:
                    yield data

    def not_run(self, name: str) -> str:
        """What could not be checked, as JSON."""
        with Session(self.engine) as session:
            row = session.get(SubmissionRow, name)
            return row.not_run if row else "[]"

    def history(self, name: str | None = None) -> list[log.Event]:
        """The audit log of one submission, or all of it."""
        with Session(self.engine) as session:
            return log.events(session, name)

    def broken_event(self) -> int | None:
        """The first event of the audit log that does not follow from the one before; None where all do."""
        with Session(self.engine) as session:
            return log.first_broken(session)

    def touch(self, name: str) -> None:
        """Have the submission processed again: what it was made from has changed."""
        with Session(self.engine) as session, session.begin():
            session.execute(
                update(SubmissionRow).where(SubmissionRow.name == name).values(record_key="", checked_key="")
            )

    def row_counts(self, name: str) -> list[tuple[str, int, int]]:
        """(kind, rows stored, rows by their positions) of every list of a submission."""
        query = (
            select(ListRow.kind, func.count(), func.max(ListRow.position) + 1)
            .where(ListRow.submission == name)
            .group_by(ListRow.kind)
        )
        with Session(self.engine) as session:
            return [(kind, kept, counted) for kind, kept, counted in session.execute(query)]

    def page_counts(self) -> dict[tuple[str, str], int]:
        """Pages stored, by (file, reader version)."""
        query = select(PageRow.sha256, PageRow.version, func.count()).group_by(PageRow.sha256, PageRow.version)
        with Session(self.engine) as session:
            return {(sha, version): count for sha, version, count in session.execute(query)}


def _standing(row: SubmissionRow) -> Standing:
    return Standing(row.name, row.form, row.status, row.delivery_key, row.record_key, row.checked_key)


def _file_row(name: str, position: int, file: FileEntry, now: datetime) -> FileRow:
    return FileRow(
        submission=name, path=file.path, sha256=file.sha256, media_type=file.media_type, size=file.size,
        pages=file.pages, outcome=file.outcome, reason=file.reason, current=True, position=position, seen_at=now,
    )  # fmt: skip


def _entry(row: FileRow) -> FileEntry:
    return FileEntry(row.path, row.sha256, row.media_type, row.size, row.pages, row.outcome, row.reason)


__all__ = ["Reading", "Standing", "Store"]
