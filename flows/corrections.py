"""Corrections by persons: one more source laid over what was read, never instead of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from extractors.fields.kinds import parse
from pipeline.document import Source
from pipeline.problems import UsageError
from pipeline.records import FieldDef, FieldValue, Record
from pipeline.records.load import load_forms
from pipeline.records.record import Status

_YES, _NO = ("是", "true", "1", "√"), ("否", "false", "0", "×")


def corrected(record: Record, corrections: dict[str, tuple[str, str]]) -> Record:
    """The record with the last correction of each field laid over it."""
    form = next((each for each in load_forms() if each.id == record.form), None)
    if form is None or not corrections:
        return record
    fields = []
    for value in record.fields:
        defined = form.field(value.key)
        if value.key in corrections and defined is not None:
            fields.append(with_correction(value, defined, *corrections[value.key]))
        else:
            fields.append(value)
    return replace(record, fields=tuple(fields))


def with_correction(value: FieldValue, field: FieldDef, written: str, who: str) -> FieldValue:
    """The value as a person read it; what was read before stays among the alternatives. The last person counts.

    Raises:
        UsageError: what was written is no value of that kind.
    """
    meant, status = meaning(field, written.strip())
    place = value.source
    source = replace(place, reader=f"reviewer:{who}", confidence=1.0) if place else Source("", reader=f"reviewer:{who}")
    read = tuple(each for each in value.sources if not each.reader.startswith("reviewer:"))
    before = dict.fromkeys(each for each in (value.raw, *value.alternatives) if each and each != written.strip())
    return replace(
        value, value=meant, raw=written.strip(), status=status, confidence=1.0, sources=(source, *read),
        alternatives=tuple(before),
    )  # fmt: skip


def meaning(field: FieldDef, written: str) -> tuple[Any, Status]:
    """What a person's words stand for as a value of that field, and its status.

    Raises:
        UsageError: they are no value of that kind.
    """
    if field.kind == "bool":
        if written in _YES or written in _NO:
            return written in _YES, "filled"
        if not written:
            return None, "blank"
        raise UsageError(f"{field.label}应填 是 或 否")
    if field.kind in ("choice", "multichoice"):
        return _options(field, written)
    value = parse(written, field)
    if value.status == "unreadable":
        raise UsageError(f"{field.label}：「{written}」不是有效的值")
    return value.value, value.status


def _options(field: FieldDef, written: str) -> tuple[Any, Status]:
    chosen = [part.strip() for part in written.replace("，", "、").replace(",", "、").split("、") if part.strip()]
    if any(each not in field.options for each in chosen):
        raise UsageError(f"{field.label}只能是：{'、'.join(field.options)}")
    if field.kind == "choice":
        return (chosen[0], "filled") if chosen else (None, "blank")
    return chosen, "filled" if chosen else "blank"
