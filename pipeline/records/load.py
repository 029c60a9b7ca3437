"""Loads form definitions from YAML and refuses those that contradict themselves."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from pipeline.problems import FormDefinitionError
from pipeline.records.form import ColumnDef, FieldDef, FieldKind, FormDef, LayoutItem, ListDef
from pipeline.records.template import holes_of


def _words(value: object) -> object:
    """YAML reads 2023 or 5.1 as numbers where a label is meant."""
    return str(value) if isinstance(value, int | float) else value


Words = Annotated[str, BeforeValidator(_words)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class FieldSpec(_Strict):
    """One field in YAML."""

    key: str
    label: Words
    kind: FieldKind
    unit: str = ""
    options: tuple[Words, ...] = ()
    limit: int | None = None
    required: bool = False
    section: str = ""


class ListSpec(_Strict):
    """One attached list in YAML; ``columns`` maps a column's key to every heading it is written under."""

    kind: str
    attachment: str
    title: str
    columns: dict[str, tuple[Words, ...]]
    classes: tuple[Words, ...] = ()
    claimed_by: dict[str, str] = Field(default_factory=dict)
    id_column: str | None = None
    required_columns: tuple[str, ...] = ()
    due_if: tuple[str, ...] = ()
    recommendations: bool = False


class LayoutSpec(_Strict):
    """One item of the printed form."""

    text: Words | None = None
    heading: Words | None = None
    table: tuple[tuple[Words, ...], ...] | None = None
    page: Literal["new"] | None = None


class FormSpec(_Strict):
    """A form's YAML file."""

    id: str
    title: str
    province: str
    year: int
    recognise: tuple[Words, ...] = ()
    toc_levels: int = 0
    fields: tuple[FieldSpec, ...]
    lists: tuple[ListSpec, ...] = ()
    layout: tuple[LayoutSpec, ...]


def form_from_yaml(text: str) -> FormDef:
    """The form that a YAML text defines.

    Raises:
        FormDefinitionError: the YAML is malformed, or names what is not there; the detail says all that is wrong.
    """
    try:
        spec = FormSpec.model_validate(yaml.safe_load(text))
    except (yaml.YAMLError, ValidationError) as error:
        raise FormDefinitionError(str(error)) from error
    form = _form(spec)
    wrong = list(contradictions(form))
    if wrong:
        raise FormDefinitionError(f"{form.id}：" + "；".join(wrong))
    return form


def _form(spec: FormSpec) -> FormDef:
    fields = tuple(FieldDef(**each.model_dump()) for each in spec.fields)
    return FormDef(
        spec.id,
        spec.title,
        spec.province,
        spec.year,
        fields,
        tuple(_list(each) for each in spec.lists),
        tuple(LayoutItem(each.text, each.heading, each.table, each.page == "new") for each in spec.layout),
        spec.recognise,
        spec.toc_levels,
    )


def _list(spec: ListSpec) -> ListDef:
    raw: dict[str, Any] = spec.model_dump()
    raw["columns"] = tuple(ColumnDef(key, names) for key, names in spec.columns.items())
    return ListDef(**raw)


def contradictions(form: FormDef) -> Iterator[str]:
    """What is wrong in a definition, one sentence each; nothing where all is well."""
    keys = [each.key for each in form.fields]
    for key in sorted({key for key in keys if keys.count(key) > 1}):
        yield f"字段 {key} 定义了多次"
    holes = [hole for item in form.layout for hole in holes_of(item)]
    for key in sorted({hole.key for hole in holes} - set(keys)):
        yield f"版式中的 {{{key}}} 不是已定义的字段"
    for key in sorted(set(keys) - {hole.key for hole in holes}):
        yield f"字段 {key} 在版式中没有位置"
    for hole in holes:
        field = form.field(hole.key)
        if hole.option and field and field.options and hole.option not in field.options:
            yield f"字段 {hole.key} 没有选项「{hole.option}」"
    for each in form.fields:
        if each.kind in ("choice", "multichoice") and not each.options:
            yield f"字段 {each.key} 是选择项，但没有列出选项"
    yield from _wrong_lists(form, set(keys))


def _wrong_lists(form: FormDef, keys: set[str]) -> Iterator[str]:
    for each in form.lists:
        columns = {column.key for column in each.columns}
        for key in sorted(set(each.claimed_by.values()) - keys):
            yield f"清单 {each.kind} 由未定义的字段 {key} 申报"
        for name in sorted(set(each.claimed_by) - {""} - set(each.classes)):
            yield f"清单 {each.kind} 没有类别「{name}」"
        for column in sorted(({each.id_column} if each.id_column else set()) | set(each.required_columns)):
            if column not in columns:
                yield f"清单 {each.kind} 没有列 {column}"


@cache
def load_forms() -> tuple[FormDef, ...]:
    """Every form that comes with Heshu, by id."""
    folder = files("pipeline.records").joinpath("forms")
    texts = (each.read_text(encoding="utf-8") for each in folder.iterdir() if each.name.endswith(".yaml"))
    return tuple(sorted((form_from_yaml(text) for text in texts), key=lambda form: form.id))


def load_form(form_id: str) -> FormDef:
    """The form of that id, or the one in a YAML file of that path.

    Raises:
        FormDefinitionError: there is no such form, or its file is wrong.
    """
    if form_id.endswith((".yaml", ".yml")):
        return form_from_yaml(Path(form_id).read_text(encoding="utf-8"))
    found = next((form for form in load_forms() if form.id == form_id), None)
    if found is None:
        raise FormDefinitionError(f"没有表式 {form_id}")
    return found


def schema_json() -> str:
    """The JSON Schema of a form's file, as it lies beside the forms for editors that complete YAML."""
    return json.dumps(FormSpec.model_json_schema(), ensure_ascii=False, indent=2, sort_keys=True) + "\n"
