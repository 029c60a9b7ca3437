"""Runs a definition on an example: what was found, where, how surely, and what was not."""

from __future__ import annotations

from dataclasses import dataclass

from extractors.fields.book import read_book
from extractors.fields.recognise import recognise
from pipeline.checks.trust import SURE
from pipeline.document import Document
from pipeline.records import FieldValue, FormDef


@dataclass(frozen=True, slots=True)
class FieldTrial:
    """One field on the example: its value, and whether nobody would need to look at it."""

    value: FieldValue
    label: str

    @property
    def sure(self) -> bool:
        """Whether the value would pass without a person."""
        return self.value.confidence >= SURE


@dataclass(frozen=True, slots=True)
class Trial:
    """A definition on an example. ``score`` is the share of the printed text that was found; ``recognised`` says
    whether the example is taken for this form, among the forms it was tried with."""

    form: str
    recognised: bool
    score: float
    fields: tuple[FieldTrial, ...]

    @property
    def filled(self) -> tuple[FieldTrial, ...]:
        """The fields with a value."""
        return tuple(each for each in self.fields if each.value.status == "filled")

    @property
    def doubtful(self) -> tuple[FieldTrial, ...]:
        """The fields that a person would be asked about."""
        return tuple(each for each in self.fields if not each.sure)


def try_form(form: FormDef, example: Document, others: tuple[FormDef, ...] = ()) -> Trial:
    """Read ``example`` by ``form``; ``others`` are forms that it must not be taken for."""
    found, _ = recognise(example, (form, *others))
    reading = read_book(example, form, frozenset())
    values = {value.key: value for value in reading.fields}
    trials = tuple(FieldTrial(values[each.key], each.label) for each in form.fields if each.key in values)
    return Trial(form.id, found is not None and found.id == form.id, reading.score, trials)
