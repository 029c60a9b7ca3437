"""The audit log: append only, each event chained to the one before by its hash."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from pipeline.store.tables import EventRow

_START = "0" * 64
_LOCK = 0x4C6F_6721
_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Event:
    """Who did what when, to which submission."""

    at: datetime
    who: str
    what: str
    submission: str


def _hash(before: str, at: str, who: str, what: str, submission: str) -> str:
    return sha256("\x1f".join((before, at, who, what, submission)).encode()).hexdigest()


def append(session: Session, who: str, what: str, submission: str = "") -> None:
    """Add an event in the session's transaction; whoever appends after it waits until that has ended."""
    wait_for_others(session)
    who, what = _writable(who), _writable(what)
    last = session.execute(select(EventRow.hash).order_by(EventRow.id.desc()).limit(1)).scalar_one_or_none()
    before, at = last or _START, datetime.now(UTC).isoformat(timespec="microseconds")
    session.add(
        EventRow(
            at=at, who=who, what=what, submission=submission, before=before,
            hash=_hash(before, at, who, what, submission),
        )
    )  # fmt: skip
    session.flush()


def wait_for_others(session: Session) -> None:
    """One chain: on SQLite a writing transaction has the only lock already, on PostgreSQL it is taken here."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("select pg_advisory_xact_lock(:key)"), {"key": _LOCK})


def _writable(words: str) -> str:
    """PostgreSQL keeps no NUL, no database keeps a lone surrogate; the log must not fail for either."""
    return words.replace("\x00", "\ufffd").encode("utf-8", "replace").decode("utf-8")


def events(session: Session, submission: str | None = None) -> list[Event]:
    """The events, oldest first, of one submission or all."""
    query = select(EventRow).order_by(EventRow.id)
    if submission is not None:
        query = query.where(EventRow.submission == submission)
    rows = session.execute(query).scalars()
    return [Event(datetime.fromisoformat(row.at), row.who, row.what, row.submission) for row in rows]


def submissions(session: Session) -> set[str]:
    """The submissions that any event is about."""
    named = select(EventRow.submission).where(EventRow.submission != "").distinct()
    return set(session.execute(named).scalars())


def first_broken(session: Session) -> int | None:
    """The id of the first event that was changed, or after which one is missing; None where the chain holds."""
    before = _START
    query = select(EventRow).order_by(EventRow.id).execution_options(yield_per=_AT_ONCE)
    for row in session.execute(query).scalars():
        if row.before != before or row.hash != _hash(before, row.at, row.who, row.what, row.submission):
            return row.id
        before = row.hash
    return None
