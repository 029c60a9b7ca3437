"""A submission in which anything may stand in any place, with what it means: for round trips."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from flows.maker.truth import Truth
from flows.maker.writing import Written, anything
from pipeline.records import FieldDef, FormDef


@dataclass(frozen=True, slots=True)
class Anything:
    """The submission as it is to be rendered, and what each field of it means."""

    truth: Truth
    meant: dict[str, Written] = field(default_factory=dict)


def any_submission(form: FormDef, seed: int) -> Anything:
    """Every field of the form with any value in any writing; a value that belongs to an option only with it."""
    rng = Random(seed)  # noqa: S311 - invented data, not secrets
    meant = {each.key: anything(each, rng) for each in form.fields}
    truth = Truth("任意", form, {key: written.text for key, written in meant.items()})
    return Anything(truth, meant)


def same(field: FieldDef, meant: Written, value: object) -> bool:
    """Whether what was read is what was meant; white space does not count in words."""
    if field.is_tick:
        return bool(value) == bool(meant.value)
    if meant.value is None or meant.value == []:
        return value is None or value == []
    if field.is_number:
        number = isinstance(value, int | float) and not isinstance(value, bool)
        return number and abs(float(str(value)) - float(str(meant.value))) < 1e-6
    if isinstance(meant.value, str):
        return isinstance(value, str) and "".join(value.split()) == "".join(meant.value.split())
    return value == meant.value
