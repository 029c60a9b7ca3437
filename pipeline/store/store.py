"""The store's methods: small, each one transaction; a kill at any moment loses nothing and doubles nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine, delete, func, insert, select, update
from sqlalchemy.orm import Session

from pipeline.records import FileEntry, Record, Row
from pipeline.store import log
from pipeline.store.blobs import FolderBlobs
from pipeline.store.finding_shelf import FindingShelf, note_correction
from pipeline.store.packing import pack, unpack_record, unpack_row
from pipeline.store.page_shelf import PageShelf, Reading
from pipeline.store.seals import forget_rows, seal_record, seal_rows
from pipeline.store.sessions import reading, writing
from pipeline.store.summary import note_summary
from pipeline.store.tables import FileRow, ListRow, SubmissionRow

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
    compared_key: str = ""


@dataclass(frozen=True, slots=True)
class Address:
    """Where a store lies: enough for another process to open it. Holds the database's password; never shown."""

    folder: Path
    database: str
    blobs: str


class Store(PageShelf, FindingShelf):
    """The system of record over one database and one blob store."""

    def __init__(self, engine: Engine, blobs: FolderBlobs, folder: Path) -> None:
        self.engine, self.blobs, self.folder = engine, blobs, folder

    @property
    def address(self) -> Address:
        """Where it lies."""
        return Address(self.folder, self.engine.url.render_as_string(hide_password=False), self.blobs.root)

    def standings(self) -> list[Standing]:
        """Every submission, by name (in the order of its characters' code points, on every database)."""
        columns = (
            SubmissionRow.name, SubmissionRow.form, SubmissionRow.status, SubmissionRow.delivery_key,
            SubmissionRow.record_key, SubmissionRow.checked_key, SubmissionRow.compared_key,
        )  # fmt: skip
        with reading(self.engine) as session:
            return [Standing(*row) for row in session.execute(select(*columns).order_by(SubmissionRow.name))]

    def uncompared(self) -> list[str]:
        """The submissions, by name, that were checked anew since they were last compared with the others."""
        changed = (SubmissionRow.checked_key != "", SubmissionRow.checked_key != SubmissionRow.compared_key)
        query = select(SubmissionRow.name).where(*changed).order_by(SubmissionRow.name)
        with reading(self.engine) as session:
            return list(session.execute(query).scalars())

    def standing(self, name: str) -> Standing | None:
        """One submission's standing."""
        with reading(self.engine) as session:
            row = session.get(SubmissionRow, name)
            return _standing(row) if row else None

    def receive(self, name: str, files: Sequence[FileEntry], key: str) -> None:
        """Note a delivery: files that were there before and are no more stay as history."""
        now = datetime.now(UTC)
        with writing(self.engine) as session:
            log.wait_for_others(session)
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
        """Note pages and outcome of the current files of a submission, by path; what is so already is not written."""
        there = {file.path: file for file in self.files(name)}
        changed = [file for file in files if file.path in there and there[file.path] != file]
        if not changed:
            return
        with writing(self.engine) as session:
            for file in changed:
                values = {"pages": file.pages, "outcome": file.outcome, "reason": file.reason}
                wanted = (FileRow.submission == name, FileRow.path == file.path, FileRow.current)
                session.execute(update(FileRow).where(*wanted).values(**values))

    def files(self, name: str) -> tuple[FileEntry, ...]:
        """The current files of a submission, in their order."""
        query = select(FileRow).where(FileRow.submission == name, FileRow.current).order_by(FileRow.position)
        with reading(self.engine) as session:
            return tuple(_entry(row) for row in session.execute(query).scalars())

    def keep_record(self, record: Record, key: str, signature: bytes) -> None:
        """Replace the record of a submission, its rows with it."""
        now = datetime.now(UTC)
        with writing(self.engine) as session:
            log.wait_for_others(session)
            row = session.get(SubmissionRow, record.name) or SubmissionRow(name=record.name)
            row.form, row.record, row.record_key, row.signature = record.form, pack(record), key, signature
            seal_record(session, record.name, row.record)
            forget_rows(session, record.name)
            row.status, row.updated_at, row.checked_key = "read", now, ""
            session.add(row)
            note_summary(session, row, record)
            session.execute(delete(ListRow).where(ListRow.submission == record.name))
            for each in record.lists:
                _keep_rows(session, record.name, each.kind, each.rows)
                seal_rows(session, record.name, each.kind)
            log.append(session, "heshu", f"提取完成，表式{record.form or '未识别'}", record.name)

    def keep_fields(self, record: Record, key: str) -> None:
        """Replace what a record says of its fields; its lists' rows stay as they are."""
        with writing(self.engine) as session:
            _keep_fields(session, record, key)

    def keep_corrected(self, record: Record, key: str, corrected: str, written: str, who: str) -> None:
        """Record a person's reading of the field ``corrected`` and the record with it: both or neither."""
        with writing(self.engine) as session:
            note_correction(session, record.name, corrected, written, who)
            _keep_fields(session, record, key)

    def keep_signature(self, name: str, signature: bytes) -> None:
        """Replace what is compared across applicants."""
        with writing(self.engine) as session:
            session.execute(update(SubmissionRow).where(SubmissionRow.name == name).values(signature=signature))

    def note_compared(self, keys: Mapping[str, str]) -> None:
        """Note with which ``checked_key`` submissions were compared with the others."""
        with writing(self.engine) as session:
            for name, key in keys.items():
                session.execute(update(SubmissionRow).where(SubmissionRow.name == name).values(compared_key=key))

    def record(self, name: str) -> Record | None:
        """The record of a submission, its lists with their rows."""
        record = self.bare_record(name)
        if record is None:
            return None
        lists = tuple(replace(each, rows=tuple(self.rows(name, each.kind))) for each in record.lists)
        return replace(record, lists=lists)

    def bare_record(self, name: str) -> Record | None:
        """The record of a submission, its lists without their rows: for overviews of many submissions."""
        with reading(self.engine) as session:
            packed = session.execute(select(SubmissionRow.record).where(SubmissionRow.name == name)).scalar()
        return replace(unpack_record(packed), files=self.files(name)) if packed else None

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
            with reading(self.engine) as session:
                part = list(session.execute(query).scalars())
            yield from (unpack_row(data) for data in part)
            if len(part) < _ROWS_AT_ONCE:
                return
            start += len(part)

    def signatures(self) -> Iterator[bytes]:
        """What is compared across applicants, one a submission."""
        query = select(SubmissionRow.signature).where(SubmissionRow.signature.is_not(None))
        query = query.order_by(SubmissionRow.name).execution_options(yield_per=100)
        with reading(self.engine) as session:
            yield from (data for data in session.execute(query).scalars() if data is not None)

    def history(self, name: str | None = None) -> list[log.Event]:
        """The audit log of one submission, or all of it."""
        with reading(self.engine) as session:
            return log.events(session, name)

    def names_received(self) -> set[str]:
        """Every submission that the audit log knows."""
        with reading(self.engine) as session:
            return log.submissions(session)

    def broken_event(self) -> int | None:
        """The first event of the audit log that does not follow from the one before; None where all do."""
        with reading(self.engine) as session:
            return log.first_broken(session)

    def touch(self, name: str) -> None:
        """Have the submission processed again: what it was made from has changed."""
        with writing(self.engine) as session:
            session.execute(
                update(SubmissionRow).where(SubmissionRow.name == name).values(record_key="", checked_key="")
            )

    def row_counts(self, name: str) -> list[tuple[str, int, int]]:
        """(kind, rows stored, rows by their positions) of every list of a submission."""
        query = (
            select(ListRow.kind, func.count(), func.max(ListRow.position) + 1)
            .where(ListRow.submission == name)
            .group_by(ListRow.kind)
            .order_by(ListRow.kind)
        )
        with reading(self.engine) as session:
            return [(kind, kept, counted) for kind, kept, counted in session.execute(query)]


def _keep_fields(session: Session, record: Record, key: str) -> None:
    row = session.get_one(SubmissionRow, record.name)
    row.record, row.record_key, row.checked_key, row.updated_at = pack(record), key, "", datetime.now(UTC)
    seal_record(session, record.name, row.record)
    note_summary(session, row, record)


def _keep_rows(session: Session, name: str, kind: str, rows: Sequence[Row]) -> None:
    for start in range(0, len(rows), _ROWS_AT_ONCE):
        part = rows[start : start + _ROWS_AT_ONCE]
        packed = (
            {"submission": name, "kind": kind, "position": start + n, "data": pack(row)} for n, row in enumerate(part)
        )
        session.execute(insert(ListRow), list(packed))


def _standing(row: SubmissionRow) -> Standing:
    keys = (row.delivery_key, row.record_key, row.checked_key, row.compared_key)
    return Standing(row.name, row.form, row.status, *keys)


def _file_row(name: str, position: int, file: FileEntry, now: datetime) -> FileRow:
    return FileRow(
        submission=name, path=file.path, sha256=file.sha256, media_type=file.media_type, size=file.size,
        pages=file.pages, outcome=file.outcome, reason=file.reason, current=True, position=position, seen_at=now,
    )  # fmt: skip


def _entry(row: FileRow) -> FileEntry:
    return FileEntry(row.path, row.sha256, row.media_type, row.size, row.pages, row.outcome, row.reason)


__all__ = ["Reading", "Standing", "Store"]
