"""Questions over all submissions that the desk asks at every page: answered from summaries, no record opened."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, select

from pipeline.records import FieldValue, Finding, Record
from pipeline.store import log
from pipeline.store.lazy import StoredRows
from pipeline.store.packing import unpack_finding
from pipeline.store.people import aware
from pipeline.store.sessions import reading, writing
from pipeline.store.store import Store
from pipeline.store.summary import sum_up_missing, unpack_field
from pipeline.store.tables import (
    CorrectionRow,
    DoubtRow,
    EventRow,
    FileRow,
    FindingRow,
    ListRow,
    NumberRow,
    SubmissionRow,
)


@dataclass(frozen=True, slots=True)
class Line:
    """One submission at a glance. ``findings`` counts those not dismissed by severity, ``open`` those undecided."""

    name: str
    form: str | None
    status: str
    applicant: str
    platform: str
    recommender: str
    city: str
    updated_at: datetime
    files: int = 0
    refused: int = 0
    pages: int = 0
    high: int = 0
    medium: int = 0
    low: int = 0
    open: int = 0
    findings: int = 0
    doubtful: int = 0


@dataclass(frozen=True, slots=True)
class Decided:
    """A finding with what persons made of it; ``revision`` grows with each decision."""

    finding: Finding
    revision: int
    reason: str = ""
    by: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Alike:
    """Another finding of the same kind."""

    submission: str
    identity: str
    message: str
    severity: str
    status: str


class Glance:
    """Read-only questions to one store. ``city`` "" stands for all cities."""

    def __init__(self, store: Store) -> None:
        self._store, self._engine = store, store.engine
        with writing(self._engine) as session:
            sum_up_missing(session)

    def lines(self, city: str = "") -> list[Line]:
        """Every submission, by name."""
        with reading(self._engine) as session:
            files = {row[0]: row[1:] for row in session.execute(_files())}
            found = {row[0]: row[1:] for row in session.execute(_findings())}
            doubts = dict(
                session.execute(select(DoubtRow.submission, func.count()).group_by(DoubtRow.submission)).all()
            )
            columns = (
                SubmissionRow.name, SubmissionRow.form, SubmissionRow.status, SubmissionRow.applicant,
                SubmissionRow.platform, SubmissionRow.recommender, SubmissionRow.city, SubmissionRow.updated_at,
            )  # fmt: skip
            query = select(*columns).where(_of_city(city)).order_by(SubmissionRow.name)
            made: list[Any] = [
                (*row, *files.get(row[0], (0,) * 3), *found.get(row[0], (0,) * 5), doubts.get(row[0], 0))
                for row in session.execute(query)
            ]
            return [replace(line, updated_at=aware(line.updated_at)) for line in (Line(*each) for each in made)]

    def rows(self) -> dict[str, int]:
        """How many rows the lists of each submission have together."""
        query = select(ListRow.submission, func.count()).group_by(ListRow.submission)
        with reading(self._engine) as session:
            return dict(session.execute(query).all())

    def open_by_severity(self) -> dict[str, dict[str, int]]:
        """How many undecided findings of each severity every submission has."""
        query = (
            select(FindingRow.submission, FindingRow.severity, func.count())
            .where(FindingRow.present, FindingRow.status == "open")
            .group_by(FindingRow.submission, FindingRow.severity)
        )
        found: dict[str, dict[str, int]] = {}
        with reading(self._engine) as session:
            for name, severity, count in session.execute(query):
                found.setdefault(name, {})[severity] = count
        return found

    def across(self, city: str = "") -> dict[str, list[Finding]]:
        """The findings of comparisons with others, not dismissed, by submission."""
        query = (
            select(FindingRow.submission, FindingRow.data)
            .join(SubmissionRow, SubmissionRow.name == FindingRow.submission)
            .where(FindingRow.scope == "across", FindingRow.present, FindingRow.status != "dismissed", _of_city(city))
        )
        found: dict[str, list[Finding]] = {}
        with reading(self._engine) as session:
            for name, data in session.execute(query):
                found.setdefault(name, []).append(unpack_finding(data))
        return found

    def cities(self) -> list[str]:
        """Every city that a submission is of, by name."""
        query = select(SubmissionRow.city).where(SubmissionRow.city != "").distinct().order_by(SubmissionRow.city)
        with reading(self._engine) as session:
            return list(session.execute(query).scalars())

    def names(self, city: str = "") -> set[str]:
        """The submissions of a city."""
        with reading(self._engine) as session:
            return set(session.execute(select(SubmissionRow.name).where(_of_city(city))).scalars())

    def outline(self, name: str) -> Record | None:
        """The record of a submission, the rows of its lists loaded as they are looked at."""
        record = self._store.bare_record(name)
        if record is None:
            return None
        counts = {kind: kept for kind, kept, _ in self._store.row_counts(name)}
        lists = tuple(
            replace(each, rows=StoredRows(self._engine, name, each.kind, counts.get(each.kind, 0)))
            for each in record.lists
        )
        return replace(record, lists=lists)

    def city(self, name: str) -> str | None:
        """The city of a submission; None where there is no such submission."""
        with reading(self._engine) as session:
            return session.execute(select(SubmissionRow.city).where(SubmissionRow.name == name)).scalar_one_or_none()

    def refused(self, city: str = "", limit: int = 500) -> list[tuple[str, str, str]]:
        """(submission, path, reason) of delivered files that could not be read."""
        query = (
            select(FileRow.submission, FileRow.path, FileRow.reason)
            .join(SubmissionRow, SubmissionRow.name == FileRow.submission)
            .where(FileRow.current, FileRow.outcome != "read", _of_city(city))
            .order_by(FileRow.submission, FileRow.position)
            .limit(limit)
        )
        with reading(self._engine) as session:
            return [(name, path, reason) for name, path, reason in session.execute(query)]

    def findings(self, name: str) -> list[Decided]:
        """The findings of a submission with what persons made of them, own before across."""
        query = (
            select(FindingRow)
            .where(FindingRow.submission == name, FindingRow.present)
            .order_by(FindingRow.scope.desc(), FindingRow.position)
        )
        with reading(self._engine) as session:
            return [_decided(row) for row in session.execute(query).scalars()]

    def alike(self, slug: str, but: tuple[str, str], city: str = "", limit: int = 8) -> tuple[list[Alike], int]:
        """Undecided findings of the same kind elsewhere, and how many there are."""
        wanted = (
            FindingRow.slug == slug, FindingRow.present, FindingRow.status == "open", _of_city(city),
            ~and_(FindingRow.submission == but[0], FindingRow.identity == but[1]),
        )  # fmt: skip
        joined = select(FindingRow).join(SubmissionRow, SubmissionRow.name == FindingRow.submission).where(*wanted)
        counted = select(func.count()).select_from(joined.subquery())
        first = joined.order_by(FindingRow.submission != but[0], FindingRow.submission).limit(limit)
        with reading(self._engine) as session:
            rows = session.execute(first).scalars().all()
            found = [
                Alike(row.submission, row.identity, unpack_finding(row.data).message, row.severity, row.status)
                for row in rows
            ]
            return found, session.execute(counted).scalar_one()

    def next_open(self, after: str = "", city: str = "") -> tuple[str, str] | None:
        """(submission, identity) of the gravest undecided finding of the first submission after that one."""
        wanted = (FindingRow.present, FindingRow.status == "open", _of_city(city), FindingRow.submission > after)
        order = (FindingRow.submission, _GRAVITY, FindingRow.scope.desc(), FindingRow.position)
        query = select(FindingRow.submission, FindingRow.identity)
        query = query.join(SubmissionRow, SubmissionRow.name == FindingRow.submission).where(*wanted)
        with reading(self._engine) as session:
            row = session.execute(query.order_by(*order).limit(1)).first()
            return (row[0], row[1]) if row else None

    def doubts(
        self, limit: int, fit: Callable[[str, str], bool] = lambda *_: True, city: str = "", submission: str = ""
    ) -> list[tuple[str, FieldValue]]:
        """(submission, value) of values that nobody has looked at yet: numbers first, the least sure first.

        ``fit`` says of a submission and a key whether the value is wanted.
        """
        order = (DoubtRow.is_number.desc(), DoubtRow.confidence, DoubtRow.submission, DoubtRow.key)
        query = select(DoubtRow.submission, DoubtRow.key).where(*_not_looked_at(city, submission))
        query = query.join(SubmissionRow, SubmissionRow.name == DoubtRow.submission).order_by(*order)
        with reading(self._engine) as session:
            places = session.execute(query.execution_options(yield_per=_AT_ONCE))
            chosen = list(islice((place for place in places if fit(*place)), limit))
            places.close()
            packed = [session.get(DoubtRow, tuple(place)) for place in chosen]
            return [(row.submission, unpack_field(row.data)) for row in packed if row is not None]

    def doubts_left(self, city: str = "", submission: str = "") -> dict[str, int]:
        """How many values of each key nobody has looked at yet, of all submissions or of one."""
        query = select(DoubtRow.key, func.count()).where(*_not_looked_at(city, submission))
        query = query.join(SubmissionRow, SubmissionRow.name == DoubtRow.submission).group_by(DoubtRow.key)
        with reading(self._engine) as session:
            return {row[0]: row[1] for row in session.execute(query)}

    def numbers(self, key: str, city: str = "") -> list[tuple[str, float]]:
        """(submission, value) of a number over all submissions, ascending."""
        query = (
            select(NumberRow.submission, NumberRow.value)
            .join(SubmissionRow, SubmissionRow.name == NumberRow.submission)
            .where(NumberRow.key == key, _of_city(city))
            .order_by(NumberRow.value)
        )
        with reading(self._engine) as session:
            return [(name, value) for name, value in session.execute(query)]

    def number_keys(self) -> list[str]:
        """Every field that is a number somewhere."""
        with reading(self._engine) as session:
            return list(session.execute(select(NumberRow.key).distinct().order_by(NumberRow.key)).scalars())

    def by_slug_and_city(self, city: str = "") -> list[tuple[str, str, str, int]]:
        """(slug, severity, city, number) of the findings that are not dismissed."""
        query = (
            select(FindingRow.slug, FindingRow.severity, SubmissionRow.city, func.count())
            .join(SubmissionRow, SubmissionRow.name == FindingRow.submission)
            .where(FindingRow.present, FindingRow.status != "dismissed", _of_city(city))
            .group_by(FindingRow.slug, FindingRow.severity, SubmissionRow.city)
        )
        with reading(self._engine) as session:
            return [tuple(row) for row in session.execute(query)]  # type: ignore[misc]

    def by_status(self, city: str = "") -> dict[str, int]:
        """How many findings stand how."""
        query = (
            select(FindingRow.status, func.count())
            .join(SubmissionRow, SubmissionRow.name == FindingRow.submission)
            .where(FindingRow.present, _of_city(city))
            .group_by(FindingRow.status)
        )
        with reading(self._engine) as session:
            return {row[0]: row[1] for row in session.execute(query)}

    def events(
        self, before: int | None, limit: int, who: str = "", submission: str = "", city: str = ""
    ) -> list[tuple[int, log.Event]]:
        """(number, event) of the audit log, the newest first, from before that number."""
        query = select(EventRow).order_by(EventRow.id.desc()).limit(limit)
        if before is not None:
            query = query.where(EventRow.id < before)
        if who:
            query = query.where(EventRow.who.contains(who, autoescape=True))
        if submission:
            query = query.where(EventRow.submission == submission)
        if city:
            query = query.where(EventRow.submission.in_(select(SubmissionRow.name).where(_of_city(city))))
        with reading(self._engine) as session:
            rows = session.execute(query).scalars()
            return [
                (row.id, log.Event(datetime.fromisoformat(row.at), row.who, row.what, row.submission)) for row in rows
            ]


_AT_ONCE = 500
_GRAVITY = case({"high": 0, "medium": 1}, value=FindingRow.severity, else_=2)


def _of_city(city: str) -> ColumnElement[bool]:
    return SubmissionRow.city == city if city else SubmissionRow.name.is_not(None)


def _not_looked_at(city: str, submission: str) -> tuple[ColumnElement[bool], ...]:
    """The values in doubt that the checks have not taken from the queue yet, of all submissions or of one."""
    looked_at = (
        select(CorrectionRow.id)
        .where(CorrectionRow.submission == DoubtRow.submission, CorrectionRow.key == DoubtRow.key)
        .exists()
    )
    return _of_city(city), ~looked_at, *((DoubtRow.submission == submission,) if submission else ())


def _files() -> Any:
    refused = func.sum(case((FileRow.outcome != "read", 1), else_=0))
    pages = func.coalesce(func.sum(FileRow.pages), 0)
    columns = (FileRow.submission, func.count(), refused, pages)
    return select(*columns).where(FileRow.current).group_by(FileRow.submission)


def _findings() -> Any:
    """(submission, high, medium, low, undecided, all): severities without those dismissed."""
    live = FindingRow.status != "dismissed"
    graded = (
        func.sum(case((and_(live, FindingRow.severity == grade), 1), else_=0)) for grade in ("high", "medium", "low")
    )
    undecided = func.sum(case((FindingRow.status == "open", 1), else_=0))
    columns = (FindingRow.submission, *graded, undecided, func.count())
    return select(*columns).where(FindingRow.present).group_by(FindingRow.submission)


def _decided(row: FindingRow) -> Decided:
    finding = replace(unpack_finding(row.data), status=row.status)  # type: ignore[arg-type]
    return Decided(finding, row.revision, row.reason, row.decided_by, row.decided_at and aware(row.decided_at))
