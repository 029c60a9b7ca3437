"""What a person at the queue is shown of a value: where it belongs, what it counts as, and what it may say instead."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from flows.corrections import meaning
from pipeline.checks.wording import plain
from pipeline.problems import UsageError
from pipeline.records import FieldDef, FieldValue, FormDef, Record
from pipeline.records.load import load_forms
from pipeline.store import Store

_NUMBER = re.compile(r"-?[\d,.]*\d%?")
_LONG = 60
"""Characters from which a value needs more than one line to be seen."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A value that waits for a person.

    ``section`` is the part of the form that it stands in. ``offers`` are what it may say instead; ``many``: each of
    them is an option that can be added or taken away. ``long``: it needs a field of several lines.
    """

    submission: str
    field: FieldValue
    section: str = ""
    offers: tuple[str, ...] = ()
    many: bool = False
    long: bool = False


def as_asked(store: Store, found: Iterable[tuple[str, FieldValue]]) -> Iterator[Doubt]:
    """The values with what a person needs to decide; forms and seals are looked up where they are needed only."""
    form_of = cache(lambda name: _form(store, name))
    record_of = cache(store.bare_record)
    for name, field in found:
        form = form_of(name)
        defined = form.field(field.key) if form else None
        if form is None or defined is None:
            yield Doubt(name, field, offers=_others(field, None, field.alternatives))
            continue
        sealed = _seal_on(record_of(name), field.key) if form.field(f"{field.key}_seal") else ""
        yield Doubt(
            name, field, defined.section.rsplit("/", 1)[-1], offered(field, defined, sealed),
            defined.kind == "multichoice", is_long(field, defined),
        )  # fmt: skip


def is_long(field: FieldValue, defined: FieldDef | None) -> bool:
    """Whether one line is too little: a narrative, or whatever has lines of its own or many characters."""
    return (defined is not None and defined.kind == "narrative") or "\n" in field.raw or len(field.raw) > _LONG


def offered(field: FieldValue, defined: FieldDef, sealed: str = "") -> tuple[str, ...]:
    """Other readings that can be meant, each meaning once; the form's options where it has them.

    ``sealed`` is the text of the seal over the value: whose it is.
    """
    if defined.kind == "bool":
        return tuple(each for each in ("是", "否") if (each == "是") is not field.value)
    if defined.kind == "multichoice":
        return defined.options
    if defined.kind == "choice":
        return tuple(each for each in defined.options if each != field.value)
    return _others(field, defined, (sealed, *field.alternatives))


def _others(field: FieldValue, defined: FieldDef | None, readings: Sequence[str]) -> tuple[str, ...]:
    known = {_told_apart(field.value), _told_apart(field.raw)}
    kept = []
    for reading in readings:
        meant = _meant(reading, defined)
        if meant is not None and _told_apart(meant) not in known and _fits(reading, meant, field, defined):
            known.add(_told_apart(meant))
            kept.append(reading)
    return tuple(kept)


def _meant(reading: str, defined: FieldDef | None) -> object:
    """The value that a reading stands for; None where it is none of that kind."""
    if defined is None or not reading.strip():
        return reading.strip() or None
    try:
        return meaning(defined, reading.strip())[0]
    except UsageError:
        return None


def _fits(reading: str, meant: object, field: FieldValue, defined: FieldDef | None) -> bool:
    """A number with other signs among its figures is none, and a date must not say less than the one read."""
    if defined is not None and defined.is_number:
        return _NUMBER.fullmatch(plain(reading).removesuffix(plain(defined.unit))) is not None
    return defined is None or defined.kind != "date" or len(str(meant)) >= len(str(field.value or ""))


def _told_apart(value: object) -> object:
    return plain(value) if isinstance(value, str) else value


def _seal_on(record: Record | None, key: str) -> str:
    """Whose seal is read at the value's own place; "" where it can't be read."""
    seal = record.field(f"{key}_seal") if record else None
    return seal.raw if seal is not None and seal.value is True else ""


def _form(store: Store, name: str) -> FormDef | None:
    standing = store.standing(name)
    return next((each for each in load_forms() if standing and each.id == standing.form), None)
