"""Definitions are read from YAML; those that contradict themselves are refused with all that is wrong."""

from importlib.resources import files
from pathlib import Path

import pytest

from pipeline.problems import FormDefinitionError
from pipeline.records.load import contradictions, form_from_yaml, load_form, load_forms, schema_json
from pipeline.records.template import Hole, Literal, parts_of

YAML = """
id: small-2025
title: 小表
province: 某省
year: 2025
fields:
  - {key: a.total, label: 总数, kind: integer, unit: 个}
  - {key: a.kind, label: 类型, kind: choice, options: [甲, 乙]}
lists:
  - kind: items
    attachment: 附件1
    title: 清单
    columns: {name: [名称]}
    claimed_by: {"": a.total}
    required_columns: [name]
layout:
  - text: "总数{a.total}个 {a.kind=甲}甲 {a.kind=乙}乙"
"""


def test_a_definition_loads() -> None:
    form = form_from_yaml(YAML)
    total = form.field("a.total")
    assert (form.id, form.year, total.unit if total else None) == ("small-2025", 2025, "个")
    assert list(contradictions(form)) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("{a.total}", "{a.totl}", "a.totl"), ("{a.kind=乙}", "{a.kind=丙}", "没有选项「丙」"),
        ("key: a.kind", "key: a.total", "定义了多次"), ('"": a.total', '"": a.sum', "a.sum"),
        ("[name]", "[nom]", "没有列 nom"), (", options: [甲, 乙]", "", "没有列出选项"),
        ("kind: integer", "kind: number", "kind"), ("总数{a.total}个 ", "", "没有位置"), ("id: ", "id: [", "while"),
    ],
)  # fmt: skip
def test_a_contradiction_is_refused_by_name(old: str, new: str, said: str) -> None:
    assert old in YAML
    with pytest.raises(FormDefinitionError, match=said.replace("[", r"\[")):
        form_from_yaml(YAML.replace(old, new, 1))


def test_a_form_may_lie_anywhere(tmp_path: Path) -> None:
    path = tmp_path / "small.yaml"
    path.write_text(YAML, encoding="utf-8")
    assert load_form(str(path)) == form_from_yaml(YAML)


def test_an_unknown_form_is_named() -> None:
    with pytest.raises(FormDefinitionError, match="nowhere-1999"):
        load_form("nowhere-1999")


@pytest.mark.parametrize("form", load_forms(), ids=lambda form: form.id)
def test_every_field_has_exactly_one_place(form: object) -> None:
    assert list(contradictions(form)) == []  # type: ignore[arg-type]


def test_the_parts_of_a_printed_line() -> None:
    assert list(parts_of("共{a.b}台[[（注）]] {a.c=甲}甲")) == [
        Literal("共"), Hole("a.b"), Literal("台"), Literal("（注）", optional=True), Literal(" "), Hole("a.c", "甲"),
        Literal("甲"),
    ]  # fmt: skip


def test_the_schema_for_editors_is_the_one_of_the_loader() -> None:
    beside = files("pipeline.records").joinpath("forms", "schema.json").read_text(encoding="utf-8")
    assert beside == schema_json()


def test_every_shipped_form_names_the_schema() -> None:
    folder = files("pipeline.records").joinpath("forms")
    heads = [
        each.read_text(encoding="utf-8").splitlines()[0] for each in folder.iterdir() if each.name.endswith("yaml")
    ]
    assert set(heads) == {"# yaml-language-server: $schema=schema.json"}
