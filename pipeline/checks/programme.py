"""Loads programmes from YAML and refuses those that cannot be understood."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from pipeline.checks import lines as p
from pipeline.checks.grammar import comparison_of, condition_of, side_of
from pipeline.problems import FormDefinitionError


def _words(value: object) -> object:
    """YAML reads 4 or 2023-08-18 as a number or a date where the programme's words are meant."""
    return value if isinstance(value, str) else str(value)


Words = Annotated[str, BeforeValidator(_words)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")
    basis: str = ""


class _Rule(_Strict):
    slug: str
    left: str
    op: Literal["=", "<=", ">=", "required-if", "only-if"]
    right: Words

    def line(self) -> p.Line:
        left, _ = side_of(self.left)
        if self.op in ("required-if", "only-if"):
            return p.Line(self.slug, left, self.op, None, condition_of(self.right), self.basis)
        right, when = side_of(self.right)
        return p.Line(self.slug, left, self.op, right, when, self.basis)


class _Quota(_Strict):
    cities: tuple[str, ...] = ()
    others: bool = False
    most: int

    def quota(self) -> p.Quota:
        return p.Quota(self.cities, self.others, self.most, self.basis)


class _Group(_Strict):
    fields: tuple[str, ...]
    when: str

    def group(self) -> p.Group:
        return p.Group(self.fields, condition_of(self.when), self.basis)


class _Deadline(_Strict):
    field: str
    last_day: Words


class _Province(_Strict):
    name: str


class _SameType(_Strict):
    cover: str
    ticked: str
    names: dict[str, tuple[str, ...]]

    def same_type(self) -> p.SameType:
        return p.SameType(self.cover, self.ticked, tuple(self.names.items()), self.basis)


class _Requirement(_Strict):
    group: str = ""
    item: str
    any: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    narratives: tuple[str, ...] = ()
    words: tuple[str, ...] = ()

    def requirement(self) -> p.Requirement:
        tests = tuple(comparison_of(each) for each in self.any)
        speaking = (self.fields, self.lists, self.narratives, self.words)
        return p.Requirement(self.group, self.item, self.basis, tests, *speaking)


class _Programme(_Strict):
    id: str
    title: str
    form: str | None = None
    province: _Province | None = None
    deadline: _Deadline | None = None
    rules: tuple[_Rule, ...] = ()
    quotas: tuple[_Quota, ...] = ()
    groups: tuple[_Group, ...] = ()
    same_type: _SameType | None = None
    requirements: tuple[_Requirement, ...] = ()


def programme_from_yaml(text: str) -> p.Programme:
    """The programme that a YAML text defines.

    Raises:
        FormDefinitionError: the YAML is malformed, or an expression in it is none.
    """
    try:
        spec = _Programme.model_validate(yaml.safe_load(text))
    except (yaml.YAMLError, ValidationError) as error:
        raise FormDefinitionError(str(error)) from error
    return p.Programme(
        spec.id,
        spec.title,
        spec.form,
        p.Province(spec.province.name, spec.province.basis) if spec.province else None,
        p.Deadline(spec.deadline.field, spec.deadline.last_day, spec.deadline.basis) if spec.deadline else None,
        tuple(each.line() for each in spec.rules),
        tuple(each.quota() for each in spec.quotas),
        tuple(each.group() for each in spec.groups),
        spec.same_type.same_type() if spec.same_type else None,
        tuple(each.requirement() for each in spec.requirements),
    )


@cache
def load_programmes() -> tuple[p.Programme, ...]:
    """Every programme that comes with Heshu, by id."""
    folder = files("pipeline.checks").joinpath("programmes")
    texts = (each.read_text(encoding="utf-8") for each in folder.iterdir() if each.name.endswith(".yaml"))
    return tuple(sorted((programme_from_yaml(text) for text in texts), key=lambda each: each.id))


def load_programme(name: str) -> p.Programme:
    """The programme of that id.

    Raises:
        FormDefinitionError: there is none of that id.
    """
    found = next((each for each in load_programmes() if each.id == name), None)
    if found is None:
        known = "、".join(each.id for each in load_programmes())
        raise FormDefinitionError(f"没有专项 {name}；已有：{known}")
    return found


@cache
def programme_of(form_id: str) -> p.Programme:
    """The programme whose notice came with the form; an empty one where there is none."""
    found = next((each for each in load_programmes() if each.form == form_id), None)
    return found or p.Programme(id=form_id, title="")
