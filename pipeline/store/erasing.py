"""Clearing a submission: what the store holds of it alone, taken away for good; the audit keeps who did what when.

The order survives a crash at any moment: the intent is kept first (:meth:`Erasures.begin`), then everything in the
database goes in one transaction (:meth:`Erasures.clear`), which notes what is left outside of it; whoever clears the
rest (files, index) calls :meth:`Erasures.end` last.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Engine, delete, func, select
from sqlalchemy.orm import Session

from pipeline.problems import StoreUnavailableError
from pipeline.records.personal import is_personal, is_personal_column
from pipeline.store import log
from pipeline.store.finding_shelf import rows_citing
from pipeline.store.packing import unpack_finding, unpack_record, unpack_row
from pipeline.store.people import aware
from pipeline.store.saved_searches import forget_searches
from pipeline.store.sessions import reading, told_apart, writing
from pipeline.store.tables import (
    Base,
    CorrectionRow,
    DoubtRow,
    ErasureRow,
    EventRow,
    FileRow,
    FindingRow,
    ListRow,
    NamedRow,
    NumberRow,
    PageRow,
    ReadingRow,
    SealRow,
    SessionRow,
    SubmissionRow,
)

_AT_ONCE = 400
_LONG_NAME = 4
"""Characters from which a name of a firm or platform is one, and no word of everyday."""
_OWN = (FileRow, ListRow, FindingRow, DoubtRow, NumberRow, NamedRow, CorrectionRow)


@dataclass(frozen=True, slots=True)
class Holdings:
    """What the store holds of a submission. ``alone`` are the hashes of files that no other submission has.

    ``size`` is their bytes; ``shared`` counts its files that others have too and that stay.
    """

    name: str
    form: str | None
    applicant: str
    received_at: datetime | None
    alone: tuple[str, ...]
    size: int
    shared: int
    pages: int
    rows: int
    findings: int
    undecided: int
    corrections: int


@dataclass(frozen=True, slots=True)
class Erasure:
    """A clearing that has begun. ``files`` are the blobs to be removed, ``others`` those to be compared again.

    ``cleared``: the database holds nothing of it any more. ``searches`` counts the saved searches that named it or its
    people, ``old_events`` the events whose words can't be taken out.
    """

    submission: str
    who: str
    cleared: bool = False
    files: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    old_events: int = 0
    searches: int = 0


class Erasures:
    """Clearings in one database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def holdings(self, name: str) -> Holdings | None:
        """What clearing that submission would take away; None where there is no such submission."""
        with reading(self._engine) as session:
            row = session.get(SubmissionRow, name)
            if row is None:
                return None
            mine, undecided = FindingRow.submission == name, FindingRow.status == "open"
            alone = _alone(session, name)
            files = select(FileRow.sha256, func.max(FileRow.size)).where(FileRow.submission == name)
            sizes = {sha: size for sha, size in session.execute(files.group_by(FileRow.sha256)) if sha}
            received = select(func.max(FileRow.seen_at)).where(FileRow.submission == name)
            at = session.execute(received).scalar_one()
            return Holdings(
                name, row.form, row.applicant, aware(at) if at else None, alone, sum(sizes[sha] for sha in alone),
                len(sizes) - len(alone), sum(_count(session, PageRow.sha256.in_(part)) for part in _parts(alone)),
                _count(session, ListRow.submission == name), _count(session, mine, FindingRow.present),
                _count(session, mine, FindingRow.present, undecided),
                _count(session, CorrectionRow.submission == name),
            )  # fmt: skip

    def received_before(self, moment: datetime, city: str = "") -> list[str]:
        """The submissions whose last delivery came before that moment, the oldest first; ``city`` "" is all."""
        last = func.max(FileRow.seen_at)
        query = select(FileRow.submission).join(SubmissionRow, SubmissionRow.name == FileRow.submission)
        if city:
            query = query.where(SubmissionRow.city == city)
        query = query.group_by(FileRow.submission).having(last < moment).order_by(last, FileRow.submission)
        with reading(self._engine) as session:
            return list(session.execute(query).scalars())

    def begin(self, name: str, who: str, reason: str = "") -> None:
        """Keep the intent: from here on the clearing will be ended, by whichever call.

        Raises:
            KeyError: no such submission.
        """
        with writing(self._engine) as session:
            log.wait_for_others(session)
            if session.get(ErasureRow, name) is not None:
                return
            if session.get(SubmissionRow, name) is None:
                raise KeyError(name)
            session.add(ErasureRow(submission=name, who=who, reason=reason, at=datetime.now(UTC), left=""))
            log.append(session, who, log.CLEARING, name)

    def pending(self) -> list[Erasure]:
        """The clearings that have begun and not ended, by name."""
        with reading(self._engine) as session:
            rows = session.execute(select(ErasureRow).order_by(ErasureRow.submission)).scalars()
            return [_erasure(row) for row in rows]

    def clear(self, name: str) -> Erasure:
        """Take everything of the submission out of the database, all or none; a second call changes nothing."""
        with writing(self._engine) as session:
            log.wait_for_others(session)
            row = session.get_one(ErasureRow, name)
            if row.left:
                return _erasure(row)
            others = {each.submission for each in rows_citing(session, {name})}
            others = (others | set(_spoken_of(session, name))) - {name}
            files, searches = _alone(session, name), forget_searches(session, set(_telling(session, name)))
            _forget_files(session, files)
            session.execute(delete(SealRow).where(SealRow.kind.in_(("rows", "record")), SealRow.of == name))
            for table in _OWN:
                session.execute(delete(table).where(table.submission == name))
            session.execute(delete(SubmissionRow).where(SubmissionRow.name == name))
            _forget_in_sessions(session, name)
            old = log.take_out_words(session, name)
            left = {"files": files, "others": sorted(others), "old": old, "searches": searches}
            row.left = json.dumps(left, ensure_ascii=False)
            return _erasure(row)

    def is_wanted(self, sha256: str) -> bool:
        """Whether any submission has that file: delivered again since, it stays."""
        with reading(self._engine) as session:
            return session.execute(select(FileRow.id).where(FileRow.sha256 == sha256).limit(1)).first() is not None

    def forget_what_others_say(self, name: str) -> int:
        """Take away findings of others that no longer hold and spoke of the submission; returns how many."""
        with writing(self._engine) as session:
            found = [each for each in rows_citing(session, {name}) if not each.present]
            for each in found:
                session.delete(each)
            return len(found)

    def end(self, name: str) -> None:
        """All is cleared: the audit says so."""
        with writing(self._engine) as session:
            log.wait_for_others(session)
            row = session.get_one(ErasureRow, name)
            log.take_out_words(session, name)
            log.append(session, row.who, log.CLEARED + (f"，依据：{row.reason}" if row.reason else ""), name)
            session.delete(row)

    def last(self) -> int:
        """A number that grows with each clearing that has ended; 0 where there was none."""
        query = select(func.max(EventRow.id)).where(EventRow.submission != "", EventRow.what.startswith(log.CLEARED))
        with reading(self._engine) as session:
            return session.execute(query).scalar_one() or 0

    def sweep(self) -> None:
        """Write the tables anew, so that nothing that was deleted is left in unused parts of the database's files.

        Raises:
            StoreUnavailableError: others are using the database all the time; the same call ends it later.
        """
        with told_apart(), closing(self._engine.raw_connection()) as connection:
            raw = connection.driver_connection
            assert raw is not None
            if self._engine.dialect.name == "sqlite":
                raw.execute("VACUUM")
                busy, *_ = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
                if busy:
                    raise StoreUnavailableError("数据库正在被读取，旧内容尚未全部抹去，请稍后重新运行")
                return
            raw.autocommit = True
            for table in Base.metadata.sorted_tables:
                raw.execute(f'VACUUM (FULL) "{table.name}"')
            raw.autocommit = False


def _alone(session: Session, name: str) -> tuple[str, ...]:
    """The files that only this submission has or ever had."""
    of_others = select(FileRow.sha256).where(FileRow.submission != name)
    mine = select(FileRow.sha256).where(FileRow.submission == name, FileRow.sha256 != "").distinct()
    return tuple(session.execute(mine.where(FileRow.sha256.not_in(of_others)).order_by(FileRow.sha256)).scalars())


def _forget_files(session: Session, files: Sequence[str]) -> None:
    for part in _parts(files):
        session.execute(delete(PageRow).where(PageRow.sha256.in_(part)))
        session.execute(delete(ReadingRow).where(ReadingRow.sha256.in_(part)))
        session.execute(delete(SealRow).where(SealRow.kind == "pages", SealRow.of.in_(part)))


def _spoken_of(session: Session, name: str) -> Iterator[str]:
    """The submissions in which evidence of this one's findings lies."""
    query = select(FindingRow.data).where(FindingRow.scope == "across", FindingRow.submission == name)
    for data in session.execute(query).scalars():
        yield from (side.submission for side in unpack_finding(data).evidence if side.submission)


def _telling(session: Session, name: str) -> Iterator[str]:
    """What names the submission or its people: a search for it speaks of them."""
    row = session.get_one(SubmissionRow, name)
    others = select(SubmissionRow.applicant, SubmissionRow.platform).where(SubmissionRow.name != name)
    shared = {each for pair in session.execute(others) for each in pair}
    yield from (each for each in (name, row.applicant, row.platform) if len(each) >= _LONG_NAME and each not in shared)
    if row.record is None:
        return
    record = unpack_record(row.record)
    for fields in (record.fields, *(version.fields for version in record.versions)):
        for field in fields:
            if is_personal(field.key):
                yield from (str(field.value or ""), field.raw, *field.alternatives)
    query = select(ListRow.kind, ListRow.data).where(ListRow.submission == name)
    for kind, data in session.execute(query.execution_options(yield_per=_AT_ONCE)):
        yield from (said for key, said in unpack_row(data).cells.items() if is_personal_column(kind, key))


def _forget_in_sessions(session: Session, name: str) -> None:
    for row in session.execute(select(SessionRow)).scalars():
        opened = json.loads(row.opened)
        if name in opened:
            row.opened = json.dumps([each for each in opened if each != name], ensure_ascii=False)


def _erasure(row: ErasureRow) -> Erasure:
    if not row.left:
        return Erasure(row.submission, row.who)
    left = json.loads(row.left)
    return Erasure(
        row.submission, row.who, True, tuple(left["files"]), tuple(left["others"]), left["old"], left.get("searches", 0)
    )


def _count(session: Session, *wanted: object) -> int:
    return session.execute(select(func.count()).where(*wanted)).scalar_one()  # type: ignore[arg-type]


def _parts(names: Iterable[str]) -> Iterator[list[str]]:
    every = list(names)
    return (every[at : at + _AT_ONCE] for at in range(0, len(every), _AT_ONCE))
