"""The tables. A change here needs a migration in ``migrations/versions``; a test compares both."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, DateTime, Index, LargeBinary, String, Text, false
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

_NAME = String(400).with_variant(String(400, collation="C"), "postgresql")


class Base(DeclarativeBase):
    """Base of all tables."""


class SubmissionRow(Base):
    """One submission; ``record`` is its record as JSON without list rows; the keys say what made it."""

    __tablename__ = "submissions"
    name: Mapped[str] = mapped_column(_NAME, primary_key=True)
    form: Mapped[str | None] = mapped_column(String(80))
    status: Mapped[str] = mapped_column(String(20), default="received")
    delivery_key: Mapped[str] = mapped_column(String(64), default="")
    record_key: Mapped[str] = mapped_column(String(64), default="")
    checked_key: Mapped[str] = mapped_column(String(64), default="")
    compared_key: Mapped[str] = mapped_column(String(64), default="", server_default="")
    record: Mapped[bytes | None] = mapped_column(LargeBinary)
    signature: Mapped[bytes | None] = mapped_column(LargeBinary)
    not_run: Mapped[str] = mapped_column(Text, default="[]")
    updated_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    summed: Mapped[bool] = mapped_column(default=False)
    named: Mapped[bool] = mapped_column(default=False, server_default=false())
    applicant: Mapped[str] = mapped_column(String(400), default="")
    platform: Mapped[str] = mapped_column(String(400), default="")
    recommender: Mapped[str] = mapped_column(String(400), default="")
    city: Mapped[str] = mapped_column(String(40), default="", index=True)


class FileRow(Base):
    """One delivered file of a submission; a replaced one stays as history with ``current`` false."""

    __tablename__ = "files"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    submission: Mapped[str] = mapped_column(String(400), index=True)
    path: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    media_type: Mapped[str] = mapped_column(String(120), default="")
    size: Mapped[int] = mapped_column(BigInteger, default=0)
    pages: Mapped[int | None]
    outcome: Mapped[str] = mapped_column(String(40), default="read")
    reason: Mapped[str] = mapped_column(Text, default="")
    current: Mapped[bool] = mapped_column(default=True)
    position: Mapped[int] = mapped_column(default=0)
    seen_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class PageRow(Base):
    """One page as read, compressed JSON, by the content of its file and the version of the readers."""

    __tablename__ = "pages"
    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    version: Mapped[str] = mapped_column(String(40), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    data: Mapped[bytes] = mapped_column(LargeBinary)


class ReadingRow(Base):
    """That all pages of a file were read (or why not) by a version of the readers: written last."""

    __tablename__ = "readings"
    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    version: Mapped[str] = mapped_column(String(40), primary_key=True)
    pages: Mapped[int] = mapped_column(default=0)
    outcome: Mapped[str] = mapped_column(String(40), default="read")
    reason: Mapped[str] = mapped_column(Text, default="")


class ListRow(Base):
    """One row of an attached list."""

    __tablename__ = "list_rows"
    submission: Mapped[str] = mapped_column(String(400), primary_key=True)
    kind: Mapped[str] = mapped_column(String(60), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    data: Mapped[bytes] = mapped_column(LargeBinary)


class SealRow(Base):
    """Hashes of stored items in their order (:mod:`pipeline.store.seals`): the pages of a reading (``of`` the file,
    ``part`` the version), the rows of a list (``of`` the submission, ``part`` its kind), a record.
    """

    __tablename__ = "seals"
    kind: Mapped[str] = mapped_column(String(10), primary_key=True)
    of: Mapped[str] = mapped_column(String(400), primary_key=True)
    part: Mapped[str] = mapped_column(String(60), primary_key=True)
    marks: Mapped[bytes] = mapped_column(LargeBinary)


class FindingRow(Base):
    """One finding; ``scope`` is ``own`` or ``across``. A person's decision survives every new check."""

    __tablename__ = "findings"
    submission: Mapped[str] = mapped_column(String(400), primary_key=True)
    identity: Mapped[str] = mapped_column(String(32), primary_key=True)
    scope: Mapped[str] = mapped_column(String(10))
    severity: Mapped[str] = mapped_column(String(10), default="", server_default="")
    data: Mapped[bytes] = mapped_column(LargeBinary)
    status: Mapped[str] = mapped_column(String(20), default="open")
    reason: Mapped[str] = mapped_column(Text, default="")
    present: Mapped[bool] = mapped_column(default=True)
    position: Mapped[int] = mapped_column(default=0)
    slug: Mapped[str] = mapped_column(String(60), default="", server_default="", index=True)
    revision: Mapped[int] = mapped_column(default=0, server_default="0")
    decided_by: Mapped[str] = mapped_column(String(80), default="", server_default="")
    decided_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class DoubtRow(Base):
    """A value below the threshold, for the queue of those that a person has to look at; made from the record."""

    __tablename__ = "doubts"
    submission: Mapped[str] = mapped_column(String(400), primary_key=True)
    key: Mapped[str] = mapped_column(String(120), primary_key=True)
    is_number: Mapped[bool] = mapped_column(default=False)
    confidence: Mapped[float] = mapped_column(default=0.0, index=True)
    data: Mapped[bytes] = mapped_column(LargeBinary)


class NumberRow(Base):
    """A number of the form, for statistics over all submissions; made from the record."""

    __tablename__ = "numbers"
    key: Mapped[str] = mapped_column(String(120), primary_key=True)
    submission: Mapped[str] = mapped_column(String(400), primary_key=True)
    value: Mapped[float]


class NamedRow(Base):
    """What a submission's narratives name, and (kind ``APPLICANT``) whose it is, by what tells the name apart
    (:mod:`pipeline.checks.named`); made from the record. ``written`` is the name as it stands there first.
    """

    __tablename__ = "named"
    core: Mapped[str] = mapped_column(String(200), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    submission: Mapped[str] = mapped_column(_NAME, primary_key=True, index=True)
    written: Mapped[str] = mapped_column(String(400))


class CorrectionRow(Base):
    """A person's reading of a field: one more source, the original stays."""

    __tablename__ = "corrections"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    submission: Mapped[str] = mapped_column(String(400), index=True)
    key: Mapped[str] = mapped_column(String(120))
    written: Mapped[str] = mapped_column(Text)
    who: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class EventRow(Base):
    """The audit log: each event holds the hash of the one before, so that none can be changed unseen.

    The chain runs over ``digest``, the hash of ``salt`` and ``what``: both can be taken out where a submission has to
    be cleared, and the chain still holds. Events of versions before that have neither; theirs runs over ``what``.
    """

    __tablename__ = "events"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    at: Mapped[str] = mapped_column(String(40))
    who: Mapped[str] = mapped_column(Text)
    what: Mapped[str] = mapped_column(Text)
    submission: Mapped[str] = mapped_column(String(400), default="", index=True)
    before: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))
    salt: Mapped[str] = mapped_column(String(32), default="", server_default="")
    digest: Mapped[str] = mapped_column(String(64), default="", server_default="")


class ErasureRow(Base):
    """A submission that is being cleared: written first, taken away last, so that a call after a crash ends it.

    ``left`` is what is still to be done outside the database, as JSON (:mod:`pipeline.store.erasing`).
    """

    __tablename__ = "erasures"
    submission: Mapped[str] = mapped_column(String(400), primary_key=True)
    who: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    left: Mapped[str] = mapped_column(Text, default="")


class PersonRow(Base):
    """A person who works at the desk. ``password`` is an argon2 hash; empty where they sign in elsewhere only."""

    __tablename__ = "people"
    login: Mapped[str] = mapped_column(String(40), primary_key=True)
    name: Mapped[str] = mapped_column(String(40))
    roles: Mapped[str] = mapped_column(String(100))
    city: Mapped[str] = mapped_column(String(40), default="")
    password: Mapped[str] = mapped_column(String(200), default="")
    must_change: Mapped[bool] = mapped_column(default=True)
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class SessionRow(Base):
    """A person signed in. ``token`` is the sha256 of what the browser holds; ``opened`` the submissions unmasked."""

    __tablename__ = "sessions"
    token: Mapped[str] = mapped_column(String(64), primary_key=True)
    login: Mapped[str] = mapped_column(String(40), index=True)
    proof: Mapped[str] = mapped_column(String(64))
    opened: Mapped[str] = mapped_column(Text, default="[]")
    started_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    seen_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class TokenRow(Base):
    """A token under which another system calls the API in a person's name; only its sha256 is kept."""

    __tablename__ = "tokens"
    token: Mapped[str] = mapped_column(String(64), primary_key=True)
    login: Mapped[str] = mapped_column(String(40), index=True)
    label: Mapped[str] = mapped_column(String(80))
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    used_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class SavedSearchRow(Base):
    """A query that a person (or the office, ``owner`` "") keeps under a name."""

    __tablename__ = "saved_searches"
    owner: Mapped[str] = mapped_column(String(40), primary_key=True, default="")
    name: Mapped[str] = mapped_column(String(80), primary_key=True)
    query: Mapped[str] = mapped_column(Text)
    sort: Mapped[str] = mapped_column(String(20), default="")
    saved_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


Index("files_of_submission", FileRow.submission, FileRow.current)
Index("findings_of_submission", FindingRow.submission, FindingRow.present, FindingRow.severity)
