"""The reading of a hole by the kind of its field."""

from __future__ import annotations

from extractors.fields.kinds.base import Value
from extractors.fields.kinds.dates import date
from extractors.fields.kinds.numbers import number, percent
from extractors.fields.kinds.words import narrative, words
from pipeline.records import FieldDef


def parse(written: str, field: FieldDef) -> Value:
    """What was written in a hole, as the value of that field (no tick boxes, no seals)."""
    if field.kind == "integer":
        return number(written, field.unit, whole=True)
    if field.kind == "decimal":
        return number(written, field.unit, whole=False)
    if field.kind == "percent":
        return percent(written)
    if field.kind == "date":
        return date(written)
    return narrative(written) if field.kind == "narrative" else words(written)
