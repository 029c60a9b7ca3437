"""Programmes as data: what a notice asks of a submission, each line with the sentence it rests on."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from pipeline.problems import FormDefinitionError


class _Line(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)
    basis: str = ""


class Condition(BaseModel):
    """When a line applies: the field ``is`` a value, ``has`` an option, or is ``blank``."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    field: str
    is_: str | None = None
    has: str | None = None
    blank: bool = False

    def __init__(self, **data: object) -> None:
        if "is" in data:
            data["is_"] = data.pop("is")
        super().__init__(**data)


class Sum(_Line):
    """A total and the parts that make it up."""

    total: str
    parts: tuple[str, ...]


class Part(_Line):
    """A field that is a part of another."""

    part: str
    whole: str


class Ratio(_Line):
    """A percentage formed from two declared amounts."""

    percent: str
    amount: str
    base: str


class RequiredIf(_Line):
    """A field that must be filled in on a condition."""

    field: str
    when: Condition


class OnlyIf(_Line):
    """A section that is reserved for some platform types; those must fill it in."""

    fields: tuple[str, ...]
    type: str
    types: tuple[str, ...]


class Minimum(_Line):
    """A least value; ``times`` multiplies it by a declared number, ``options`` counts the ticked options."""

    field: str
    at_least: float
    times: str | None = None
    options: bool = False
    when: Condition | None = None
    item: str = ""


class Maximum(_Line):
    """A most value that the form itself states."""

    field: str
    most: float


class Quota(_Line):
    """How many submissions a recommending city may send; ``others`` stands for every city not named elsewhere."""

    cities: tuple[str, ...] = ()
    others: bool = False
    most: int


class Group(_Line):
    """Indicators of which at least one must be filled in where the declared type must fill in the block."""

    fields: tuple[str, ...]
    type: str
    types: tuple[str, ...]
    block: tuple[str, ...] = ()


class Deadline(_Line):
    """The last day for applicants (ISO)."""

    field: str
    last_day: str


class Province(_Line):
    """Where the applicant must be registered; ``code`` are characters 3-4 of the 18-character code."""

    name: str
    code: str


class SameType(_Line):
    """The type on the cover and the type ticked, with the words that mean each type."""

    cover: str
    form: str
    names: dict[str, tuple[str, ...]]


class Question(_Line):
    """A requirement that no declared number answers: for the reviewer."""

    item: str
    fields: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()


class Programme(BaseModel):
    """One programme."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    id: str
    title: str
    form: str | None = None
    province: Province | None = None
    deadline: Deadline | None = None
    sums: tuple[Sum, ...] = ()
    parts: tuple[Part, ...] = ()
    ratios: tuple[Ratio, ...] = ()
    required_if: tuple[RequiredIf, ...] = ()
    only_if: tuple[OnlyIf, ...] = ()
    minimums: tuple[Minimum, ...] = ()
    maximums: tuple[Maximum, ...] = ()
    quotas: tuple[Quota, ...] = ()
    groups: tuple[Group, ...] = ()
    same_type: SameType | None = None
    questions: tuple[Question, ...] = ()


@cache
def load_programmes() -> tuple[Programme, ...]:
    """Every programme that comes with Heshu.

    Raises:
        FormDefinitionError: a file is malformed.
    """
    folder = files("pipeline.checks").joinpath("programmes")
    found = []
    for each in sorted((each for each in folder.iterdir() if each.name.endswith(".yaml")), key=lambda each: each.name):
        try:
            found.append(Programme.model_validate(yaml.safe_load(each.read_text(encoding="utf-8"))))
        except (yaml.YAMLError, ValidationError) as error:
            raise FormDefinitionError(f"{each.name}: {error}") from error
    return tuple(found)


def programme_of(form_id: str) -> Programme:
    """The programme whose notice came with the form; an empty one where there is none."""
    found = next((each for each in load_programmes() if each.form == form_id), None)
    return found or Programme(id=form_id, title="")
