"""The shipped forms say what the contract's tables say."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.records import FieldDef, FormDef, ListDef
from pipeline.records.load import load_form, load_forms

CONTRACT = Path(__file__).parents[4] / "shared" / "contract"

pytestmark = pytest.mark.skipif(not CONTRACT.is_dir(), reason="the contract is not beside this checkout")
IDS = ("anhui-2023", "fujian-2023", "guangdong-2018")


def _rows(name: str, form: str) -> Iterator[dict[str, str]]:
    with (CONTRACT / name).open(encoding="utf-8-sig", newline="") as file:
        yield from (row for row in csv.DictReader(file) if row["form"] == form)


def _field_row(field: FieldDef) -> dict[str, str]:
    return {
        "key": field.key, "label": field.label, "unit": field.unit, "kind": field.kind,
        "options": "|".join(field.options), "limit": str(field.limit or ""),
        "required": "yes" if field.required else "no", "section": field.section,
    }  # fmt: skip


def _claims(each: ListDef) -> str:
    return "; ".join(f"{name}={key}" if name else key for name, key in each.claimed_by.items())


def _list_row(each: ListDef) -> dict[str, str]:
    return {
        "kind": each.kind, "attachment": each.attachment, "title": each.title,
        "columns": "|".join(f"{column.key}:{'/'.join(column.names)}" for column in each.columns),
        "classes": "|".join(each.classes), "claimed_by": _claims(each), "id_column": each.id_column or "",
        "required_columns": "|".join(each.required_columns),
    }  # fmt: skip


def test_every_form_of_the_contract_is_shipped() -> None:
    assert tuple(form.id for form in load_forms()) == IDS


@pytest.mark.parametrize("form", IDS)
def test_fields_agree(form: str) -> None:
    wanted = [{key: row[key] for key in _field_row(load_form(form).fields[0])} for row in _rows("fields.csv", form)]
    assert [_field_row(field) for field in load_form(form).fields] == wanted


@pytest.mark.parametrize("form", IDS)
def test_lists_agree(form: str) -> None:
    wanted = [{key: row[key] for key in _list_row(load_form(form).lists[0])} for row in _rows("lists.csv", form)]
    assert [_list_row(each) for each in load_form(form).lists] == wanted


@pytest.mark.parametrize("form", IDS)
def test_the_rules_speak_of_fields_that_are_there(form: str) -> None:
    definition: FormDef = load_form(form)
    keys = {field.key for field in definition.fields}
    for row in _rows("rules.csv", form):
        if row["slug"] in ("sum-mismatch", "part-exceeds-whole"):
            assert {row["left"], *row["right"].split("+")} <= keys
