"""Seals: a hash of every stored page, row and record, taken when it was stored, so that a later change is found.

A seal is the hashes of a sequence one after the other: a changed, lost or added item is told by its number. It finds
accidents and meddling with single items; who can write the database and recomputes its seals is not stopped by it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import sha256

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from pipeline.store.tables import ListRow, PageRow, SealRow, SubmissionRow
from pipeline.store.upserts import keep_last

MARK = 12
"""Bytes of a hash that are kept."""
_AT_ONCE = 500
_NOTHING = b""


def mark(data: bytes) -> bytes:
    """One item's hash."""
    return sha256(data).digest()[:MARK]


def seal(session: Session, kind: str, of: str, part: str, items: Iterable[bytes]) -> None:
    """Keep the hashes of these items, in place of any kept before."""
    marks = b"".join(mark(item) for item in items)
    keep_last(session, SealRow, {"kind": kind, "of": of, "part": part, "marks": marks})


def seal_pages(session: Session, file: str, version: str) -> None:
    """Seal the pages of a reading that has ended; one that could not be read leaves a gap, and stays one."""
    seal(session, "pages", file, version, _with_gaps(_pages(session, file, version)))


def _with_gaps(pages: Iterator[tuple[int, bytes]]) -> Iterator[bytes]:
    at = 1
    for number, data in pages:
        yield from [_NOTHING] * (number - at)
        yield data
        at = number + 1


def seal_record(session: Session, name: str, data: bytes) -> None:
    """Seal a submission's record."""
    seal(session, "record", name, "", [data])


def forget_rows(session: Session, name: str) -> None:
    """Before the rows of a submission are replaced."""
    session.execute(delete(SealRow).where(SealRow.kind == "rows", SealRow.of == name))


def seal_rows(session: Session, name: str, kind: str) -> None:
    """Seal the rows of one list as they are stored."""
    session.flush()
    seal(session, "rows", name, kind, (data for _, data in _rows(session, name, kind)))


def broken_pages(session: Session, file: str, version: str) -> list[int] | None:
    """The numbers of pages that were changed, lost or added since the reading ended; None where it was not sealed."""
    return _broken(session, "pages", file, version, _pages(session, file, version))


def broken_rows(session: Session, name: str) -> dict[str, list[int] | None]:
    """By kind of list, the numbers (from 1) of the rows that were changed, lost or added; None: not sealed."""
    sealed = select(SealRow.part).where(SealRow.kind == "rows", SealRow.of == name)
    stored = select(ListRow.kind).where(ListRow.submission == name).distinct()
    kinds = {*session.execute(sealed).scalars(), *session.execute(stored).scalars()}
    return {kind: _broken(session, "rows", name, kind, _rows(session, name, kind)) for kind in sorted(kinds)}


def record_broken(session: Session, name: str) -> bool:
    """Whether the record is another than the one that was sealed, or was not sealed."""
    data = session.execute(select(SubmissionRow.record).where(SubmissionRow.name == name)).scalar()
    if data is None:
        return session.get(SealRow, ("record", name, "")) is not None
    return _broken(session, "record", name, "", iter([(1, data)])) != []


def _broken(session: Session, kind: str, of: str, part: str, stored: Iterator[tuple[int, bytes]]) -> list[int] | None:
    row = session.get(SealRow, (kind, of, part))
    if row is None:
        return None
    marks = [row.marks[at : at + MARK] for at in range(0, len(row.marks), MARK)]
    wrong, seen = [], set()
    for number, data in stored:
        seen.add(number)
        if not 1 <= number <= len(marks) or mark(data) != marks[number - 1]:
            wrong.append(number)
    lost = {number for number, each in enumerate(marks, 1) if number not in seen and each != mark(_NOTHING)}
    return sorted({*wrong, *lost})


def _pages(session: Session, file: str, version: str) -> Iterator[tuple[int, bytes]]:
    query = select(PageRow.number, PageRow.data).where(PageRow.sha256 == file, PageRow.version == version)
    found = session.execute(query.order_by(PageRow.number).execution_options(yield_per=_AT_ONCE))
    return ((number, data) for number, data in found)


def _rows(session: Session, name: str, kind: str) -> Iterator[tuple[int, bytes]]:
    query = select(ListRow.position, ListRow.data).where(ListRow.submission == name, ListRow.kind == kind)
    found = session.execute(query.order_by(ListRow.position).execution_options(yield_per=_AT_ONCE))
    return ((position + 1, data) for position, data in found)
