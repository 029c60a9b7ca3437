"""What narratives name, across submissions: kept with each record, asked for one submission at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Engine, and_, delete, func, insert, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from pipeline.checks.named import core_across, one_a_core
from pipeline.records import Record
from pipeline.records.whose import NAME_KEYS, first_said
from pipeline.store.sessions import reading
from pipeline.store.tables import NamedRow, SubmissionRow

SHOWN = 8
"""So many submissions are told of by name; how many there are is always told."""
_APPLICANT = "APPLICANT"
_LONGEST, _LONGEST_CORE = 400, 200
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A name that other submissions' narratives have too: how many of them, and the first few by name.

    ``applicants`` are submissions whose applicant bears the name.
    """

    count: int = 0
    submissions: tuple[str, ...] = ()
    applicants: tuple[str, ...] = ()


def note_names(session: Session, row: SubmissionRow, record: Record) -> None:
    """Write what the record's narratives name, in the session's transaction, in place of what was there."""
    row.named = True
    session.execute(delete(NamedRow).where(NamedRow.submission == record.name))
    rows = list(_rows(record))
    for start in range(0, len(rows), _AT_ONCE):
        session.execute(insert(NamedRow), rows[start : start + _AT_ONCE])


def _rows(record: Record) -> Iterator[dict[str, str]]:
    names = one_a_core((each.kind, each.name) for each in record.mentions)
    applicant = first_said(record, NAME_KEYS["applicant"])
    borne = core_across("ORG", applicant)
    whose = {(_APPLICANT, borne): applicant} if borne else {}
    for (kind, core), written in (names | whose).items():
        if len(core) <= _LONGEST_CORE:
            yield {"core": core, "kind": kind, "submission": record.name, "written": written[:_LONGEST]}


class Names:
    """Read-only questions to one database. ``city`` "" stands for all cities."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def elsewhere(self, name: str, city: str = "") -> Mapping[tuple[str, str], Elsewhere]:
        """Of each (kind, core) that the submission's narratives name, which others name it, and whose name it is.

        What it costs grows with the submission's own names and with those who share them, not with all submissions.
        """
        with reading(self._engine) as session:
            named = _found(session, name, city, and_(_OTHER.kind == _MINE.kind, _MINE.kind != _APPLICANT))
            borne = _found(session, name, city, and_(_MINE.kind == "ORG", _OTHER.kind == _APPLICANT))
        nobody: tuple[int, tuple[str, ...]] = (0, ())
        return {
            key: Elsewhere(*named.get(key, nobody), borne.get(key, nobody)[1]) for key in named.keys() | borne.keys()
        }

    def naming(self, name: str, city: str = "") -> tuple[int, tuple[str, ...]]:
        """How many other submissions' narratives name this one's applicant, and the first few of them."""
        with reading(self._engine) as session:
            found = _found(session, name, city, and_(_MINE.kind == _APPLICANT, _OTHER.kind == "ORG"))
        return next(iter(found.values()), (0, ()))


_MINE, _OTHER = aliased(NamedRow), aliased(NamedRow)


def _found(
    session: Session, name: str, city: str, wanted: ColumnElement[bool]
) -> dict[tuple[str, str], tuple[int, tuple[str, ...]]]:
    """By the (kind, core) of the submission's own names: how many others have one like it, and the first of them."""
    one = (_MINE.kind, _MINE.core, _OTHER.kind)
    query = select(*one, func.count()).join(_OTHER, and_(_OTHER.core == _MINE.core, wanted))
    query = query.where(_MINE.submission == name, _OTHER.submission != name, *_of_city(_OTHER.submission, city))
    return {
        (kind, core): (count, _first(session, (core, other), name, city))
        for kind, core, other, count in session.execute(query.group_by(*one)).all()
    }


def _first(session: Session, key: tuple[str, str], but: str, city: str) -> tuple[str, ...]:
    """The first submissions by name that have that (core, kind); read off the primary key."""
    query = select(NamedRow.submission).where(NamedRow.core == key[0], NamedRow.kind == key[1])
    query = query.where(NamedRow.submission != but, *_of_city(NamedRow.submission, city))
    return tuple(session.execute(query.order_by(NamedRow.submission).limit(SHOWN)).scalars())


def _of_city(submission: InstrumentedAttribute[str], city: str) -> tuple[ColumnElement[bool], ...]:
    there = select(SubmissionRow.name).where(SubmissionRow.name == submission, SubmissionRow.city == city).exists()
    return (there,) if city else ()
