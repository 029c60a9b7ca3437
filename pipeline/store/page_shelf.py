"""The store's pages: kept by the content of their file and the version of the readers, once."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, delete, func, select, update
from sqlalchemy.orm import Session

from pipeline.document import Page
from pipeline.document.json import page_to_json
from pipeline.records.record import PARTLY_READ, READ
from pipeline.store.lazy import StoredPages
from pipeline.store.seals import seal_pages
from pipeline.store.sessions import reading, writing
from pipeline.store.tables import FileRow, PageRow, ReadingRow
from pipeline.store.upserts import keep_first, keep_last


@dataclass(frozen=True, slots=True)
class Reading:
    """How the reading of a file's bytes ended; ``pages`` are those of a file that was partly read, too."""

    pages: int
    outcome: str
    reason: str


class PageShelf:
    """What has been read of delivered files."""

    engine: Engine

    def reading(self, sha256: str, version: str) -> Reading | None:
        """How the file was read by that version; None where it has still to be read."""
        with reading(self.engine) as session:
            row = session.get(ReadingRow, (sha256, version))
            return Reading(row.pages, row.outcome, row.reason) if row else None

    def readings(self, sha256: str) -> list[tuple[str, Reading]]:
        """How the file was read, by version of the readers."""
        query = select(ReadingRow).where(ReadingRow.sha256 == sha256).order_by(ReadingRow.version)
        with reading(self.engine) as session:
            rows = session.execute(query).scalars()
            return [(row.version, Reading(row.pages, row.outcome, row.reason)) for row in rows]

    def pages_read(self, sha256: str, version: str, first: int = 1, last: int | None = None) -> set[int]:
        """The numbers of the pages already read (from ``first`` to ``last``), of a reading that may be under way."""
        query = select(PageRow.number).where(PageRow.sha256 == sha256, PageRow.version == version)
        query = query.where(PageRow.number >= first, *([PageRow.number <= last] if last is not None else []))
        with reading(self.engine) as session:
            return set(session.execute(query).scalars())

    def keep_pages(self, sha256: str, version: str, pages: Iterable[Page]) -> int:
        """Store pages (again is no harm); returns how many."""
        packed = [(page.number, zlib.compress(page_to_json(page), 3)) for page in pages]
        self.keep_packed_pages(sha256, version, packed)
        return len(packed)

    def keep_packed_pages(self, sha256: str, version: str, pages: Iterable[tuple[int, bytes]]) -> None:
        """Store pages that are compressed JSON already, as child processes hand them over; a page that is there stays.

        Raises:
            StoreFullError: the disk is full.
            StoreUnavailableError: the database does not answer.
        """
        rows = _rows(sha256, version, pages)
        if rows:
            with writing(self.engine) as session:
                keep_first(session, PageRow, rows)

    def end_reading(self, sha256: str, version: str, ended: Reading) -> None:
        """Say how the reading of a file ended; from here on it is not read again by this version."""
        with writing(self.engine) as session:
            _end(session, sha256, version, ended)

    def keep_whole(self, sha256: str, version: str, pages: Iterable[tuple[int, bytes]], ended: Reading) -> None:
        """Store all pages of a file that is read at once, and how that ended, together: a kill leaves both or none."""
        with writing(self.engine) as session:
            keep_first(session, PageRow, _rows(sha256, version, pages))
            _end(session, sha256, version, ended)

    def forget_reading(self, sha256: str, version: str) -> None:
        """Have what is missing of the file read again (a retry); the pages that were read stay."""
        with writing(self.engine) as session:
            session.execute(delete(ReadingRow).where(ReadingRow.sha256 == sha256, ReadingRow.version == version))

    def pages(self, sha256: str, version: str) -> StoredPages:
        """The pages of a file, loaded as they are looked at."""
        ended = self.reading(sha256, version)
        return StoredPages(self.engine, sha256, version, ended.pages if ended else 0)

    def pages_by_any(self, sha256: str, rather: str) -> StoredPages:
        """The pages as that version read them, else as another did: after an upgrade they are still to be seen."""
        read = {version: how for version, how in self.readings(sha256) if how.outcome in (READ, PARTLY_READ)}
        version = rather if rather in read or not read else max(read, key=lambda each: read[each].pages)
        return self.pages(sha256, version)

    def page_counts(self) -> dict[tuple[str, str], int]:
        """Pages stored, by (file, reader version)."""
        query = select(PageRow.sha256, PageRow.version, func.count()).group_by(PageRow.sha256, PageRow.version)
        with reading(self.engine) as session:
            return {(sha, version): count for sha, version, count in session.execute(query)}

    def pages_kept(self, sha256: str, version: str) -> int:
        """Pages stored of one file by one version of the readers."""
        query = select(func.count()).where(PageRow.sha256 == sha256, PageRow.version == version)
        with reading(self.engine) as session:
            return session.execute(query).scalar_one()


def _rows(sha256: str, version: str, pages: Iterable[tuple[int, bytes]]) -> list[dict[str, Any]]:
    return [{"sha256": sha256, "version": version, "number": number, "data": data} for number, data in pages]


def _end(session: Session, sha256: str, version: str, ended: Reading) -> None:
    values = {"outcome": ended.outcome, "reason": ended.reason}
    keep_last(session, ReadingRow, {"sha256": sha256, "version": version, "pages": ended.pages, **values})
    session.execute(update(FileRow).where(FileRow.sha256 == sha256, FileRow.current).values(**values))
    if ended.outcome in (READ, PARTLY_READ):
        seal_pages(session, sha256, version)
