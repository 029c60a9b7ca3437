"""The audit log: append only, each event chained to the one before by its hash.

What an event says can be taken out where its submission has to be cleared: the chain runs over a salted hash of the
words, and holds without them. An event without its words counts as sound only where a later event says that its
submission was cleared.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from secrets import token_hex

from sqlalchemy import func, select, text, update
from sqlalchemy.orm import Session

from pipeline.store.tables import EventRow

_START = "0" * 64
_LOCK = 0x4C6F_6721
_AT_ONCE = 1000
CLEARED = "已清除全部材料和数据"
"""How an event begins that says that its submission was cleared."""

CLEARING = "开始清除材料和数据"
TAKEN_OUT = "（内容已随申报一并清除）"
"""What stands in place of the words of a cleared submission's events."""


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
    salt = token_hex(16)
    digest = _digest(salt, what)
    session.add(
        EventRow(
            at=at, who=who, what=what, submission=submission, before=before, salt=salt, digest=digest,
            hash=_hash(before, at, who, digest, submission),
        )
    )  # fmt: skip
    session.flush()


def take_out_words(session: Session, submission: str) -> int:
    """Take the words out of a submission's events, who and when stay; an event with CLEARED is to follow.

    Returns the number of events that an earlier version wrote: their words are in the chain itself and stay.
    """
    mine = (EventRow.submission == submission, ~EventRow.what.startswith(CLEARED))
    words = {"what": TAKEN_OUT, "salt": ""}
    session.execute(update(EventRow).where(*mine, EventRow.digest != "").values(**words))
    return session.execute(select(func.count()).where(*mine, EventRow.digest == "")).scalar_one()


def _digest(salt: str, what: str) -> str:
    return sha256("\x1f".join((salt, what)).encode()).hexdigest()


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
    """The submissions that any event is about, without those whose last event says that they are cleared."""
    last = select(func.max(EventRow.id)).where(EventRow.submission != "").group_by(EventRow.submission)
    named = select(EventRow.submission).where(EventRow.id.in_(last))
    gone = EventRow.what.startswith(CLEARED) | EventRow.what.startswith(CLEARING)
    return set(session.execute(named.where(~gone)).scalars())


def first_broken(session: Session) -> int | None:
    """The id of the first event that was changed, or after which one is missing; None where the chain holds."""
    before = _START
    without_words: dict[str, int] = {}
    query = select(EventRow).order_by(EventRow.id).execution_options(yield_per=_AT_ONCE)
    for row in session.execute(query).scalars():
        chained = _hash(before, row.at, row.who, row.digest or row.what, row.submission)
        if row.before != before or row.hash != chained:
            return row.id
        if row.digest and not row.salt and row.what == TAKEN_OUT:
            without_words.setdefault(row.submission, row.id)
        elif row.digest and row.digest != _digest(row.salt, row.what):
            return row.id
        if row.what.startswith(CLEARED):
            without_words.pop(row.submission, None)
        before = row.hash
    return min(without_words.values(), default=None)
