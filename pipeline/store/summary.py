"""What is kept beside a record so that the desk need not open it: whose it is, its doubtful values, its numbers,
what it names."""

from __future__ import annotations

import zlib

from pydantic import TypeAdapter
from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from pipeline.checks.trust import needs_a_person
from pipeline.problems import FormDefinitionError
from pipeline.records import FieldValue, FormDef, Record
from pipeline.records.load import load_form
from pipeline.records.whose import NAME_KEYS, city_of, first_said
from pipeline.store.named import note_names
from pipeline.store.packing import unpack_finding, unpack_record
from pipeline.store.tables import DoubtRow, FindingRow, NumberRow, SubmissionRow

_FIELD = TypeAdapter(FieldValue)
_AT_ONCE = 500


def note_summary(session: Session, row: SubmissionRow, record: Record) -> None:
    """Write the summary of a record in the session's transaction."""
    row.summed, row.city = True, city_of(record)
    row.applicant, row.platform = (first_said(record, NAME_KEYS[key])[:400] for key in ("applicant", "platform"))
    row.recommender = first_said(record, ("cover.recommender",))[:400]
    note_names(session, row, record)
    session.execute(delete(DoubtRow).where(DoubtRow.submission == record.name))
    session.execute(delete(NumberRow).where(NumberRow.submission == record.name))
    form = _form(record.form)
    for field in {each.key: each for each in record.fields}.values():
        defined = form.field(field.key) if form else None
        if defined is not None and needs_a_person(field, defined):
            data = zlib.compress(_FIELD.dump_json(field, exclude_defaults=True), 3)
            session.add(
                DoubtRow(
                    submission=record.name, key=field.key, is_number=defined.is_number,
                    confidence=field.confidence, data=data,
                )
            )  # fmt: skip
        if field.number is not None and field.status == "filled":
            session.add(NumberRow(key=field.key, submission=record.name, value=field.number))


def unpack_field(data: bytes) -> FieldValue:
    """A doubtful value as it was kept."""
    return _FIELD.validate_json(zlib.decompress(data))


def sum_up_missing(session: Session) -> int:
    """Write the summaries that an older version did not; returns how many submissions it wrote."""
    count = 0
    missing = or_(SubmissionRow.summed.is_(False), SubmissionRow.named.is_(False))
    query = select(SubmissionRow).where(SubmissionRow.record.is_not(None), missing)
    for row in session.execute(query.execution_options(yield_per=_AT_ONCE)).scalars():
        assert row.record is not None
        note = note_names if row.summed else note_summary
        note(session, row, unpack_record(row.record))
        count += 1
    for finding in session.execute(select(FindingRow).where(FindingRow.slug == "")).scalars():
        kept = unpack_finding(finding.data)
        finding.slug, finding.severity = kept.slug, kept.severity
    return count


def _form(name: str | None) -> FormDef | None:
    try:
        return load_form(name) if name else None
    except FormDefinitionError:
        return None
