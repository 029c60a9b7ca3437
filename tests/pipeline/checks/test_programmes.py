"""Programmes: word for word what the notices say, and all of it."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.checks.condition import fields_of
from pipeline.checks.expression import keys_of
from pipeline.checks.grammar import condition_of, side_of
from pipeline.checks.lines import Programme
from pipeline.checks.programme import load_programme, load_programmes, programme_from_yaml, programme_of
from pipeline.problems import FormDefinitionError
from pipeline.records.load import load_forms

SHARED = Path(__file__).parents[4] / "shared"
PROGRAMMES = load_programmes()
NAMES = [each.id for each in PROGRAMMES]


def bare(text: str) -> str:
    return re.sub(r"[\s_]+", "", text).translate(str.maketrans("（），：；", "(),:;"))


def bases(programme: Programme) -> Iterator[str]:
    for lines in (programme.rules, programme.quotas, programme.groups, programme.requirements):
        yield from (line.basis for line in lines)
    for one in (programme.province, programme.deadline, programme.same_type):
        if one is not None:
            yield one.basis


def sources() -> str:
    if not (SHARED / "sources").exists():
        pytest.skip("the notices are not beside this checkout")
    return bare("".join(each.read_text(encoding="utf-8") for each in sorted((SHARED / "sources").glob("*.txt"))))


@pytest.mark.parametrize("name", NAMES)
def test_every_line_quotes_the_source_word_for_word(name: str) -> None:
    text = sources()
    for basis in bases(load_programme(name)):
        for piece in basis.split("…"):
            assert piece
            assert bare(piece) in text


@pytest.mark.parametrize("name", NAMES)
def test_every_field_and_list_is_of_a_form(name: str) -> None:
    programme = load_programme(name)
    forms = [form for form in load_forms() if programme.form in (None, form.id)]
    fields = {field.key for form in forms for field in form.fields}
    lists = {each.kind for form in forms for each in form.lists}
    for line in programme.rules:
        right = keys_of(line.right) if line.right else ()
        assert {*keys_of(line.left), *right, *fields_of(line.when)} <= fields
    for each in programme.requirements:
        assert {*each.fields, *each.narratives, *(key for test in each.tests for key in keys_of(test.left))} <= fields
        assert set(each.lists) <= lists


def contract_rules() -> list[dict[str, str]]:
    if not SHARED.exists():
        pytest.skip("the contract's tables are not beside this checkout")
    with (SHARED / "contract" / "rules.csv").open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table))


def test_every_rule_of_the_contract_is_in_its_programme() -> None:
    for row in contract_rules():
        if row["form"].startswith("changzhou") or row["slug"] in ("over-quota", "late-submission"):
            continue
        programme = programme_of(row["form"])
        left, _ = side_of(row["left"])
        lines = [line for line in programme.lines(row["slug"]) if line.left == left and line.op == row["op"]]
        if row["op"] in ("required-if", "only-if"):
            assert condition_of(row["right"]) in [line.when for line in lines], row
        else:
            assert side_of(row["right"])[0] in [line.right for line in lines], row


def test_thresholds_of_chosen_programmes_are_there() -> None:
    for row in contract_rules():
        if row["form"].startswith("changzhou"):
            tests = [test for each in load_programme(row["form"]).requirements for test in each.tests]
            wanted = side_of(row["left"])[0], side_of(row["right"])[0]
            assert wanted in [(test.left, test.right) for test in tests], row


def test_deadlines_and_quotas_of_the_contract() -> None:
    for row in contract_rules():
        programme = programme_of(row["form"])
        if row["slug"] == "late-submission":
            assert programme.deadline is not None
            assert programme.deadline.last_day == row["right"]
        if row["slug"] == "over-quota":
            cities = tuple(row["left"].split("|"))
            found = [quota.most for quota in programme.quotas if cities == quota.cities or quota.others]
            assert int(row["right"]) in found, row


ANNEXES = {
    "changzhou-national": ("国家级工业互联网（双跨）平台建设指南\n\n一、", "附件2."),
    "changzhou-region": ("一、区域级平台服务能力", "二、行业级平台服务能力"),
    "changzhou-industry": ("二、行业级平台服务能力", "三、供应链平台服务能力"),
    "changzhou-supply-chain": ("三、供应链平台服务能力", "附件3."),
}


@pytest.mark.parametrize("name", ANNEXES)
def test_no_number_of_the_tiers_is_left_out(name: str) -> None:
    sources()
    text = (SHARED / "sources" / "changzhou-tiers.txt").read_text(encoding="utf-8").replace("\r", "")
    start, end = ANNEXES[name]
    annex = text[text.index(start) : text.index(end, text.index(start))]
    stated = re.findall(
        r"(?<![\d.])(?<!\n)(\d+(?:\.\d+)?万?)(?![\d.、])", re.sub(r"image\d+|5G|（image.*?）", "", annex)
    )
    quoted = " ".join(each.basis for each in load_programme(name).requirements)
    missing = [number for number in stated if number not in quoted]
    assert missing == []


def test_ministry_has_five_dimensions_and_twenty_one_indicators() -> None:
    sheet = load_programme("ministry-2023").requirements
    assert len(sheet) == 21
    assert len({each.group for each in sheet}) == 5
    assert all(each.fields or each.lists or each.narratives for each in sheet)


@pytest.mark.parametrize(
    "text",
    [
        "id: x\ntitle: y\nrules: [{slug: sum-mismatch, left: 'a.b +', op: '=', right: c.d}]",
        "id: x\ntitle: y\nsurprise: 1",
        "id: [",
        "id: x\ntitle: y\nrequirements: [{item: z, any: ['a.b > 3']}]",
    ],
)
def test_a_malformed_programme_is_refused(text: str) -> None:
    with pytest.raises(FormDefinitionError):
        programme_from_yaml(text)


def test_an_unknown_programme_names_the_known_ones() -> None:
    with pytest.raises(FormDefinitionError, match="changzhou-region"):
        load_programme("changzhou-moon")


def test_a_new_programme_needs_no_python() -> None:
    made = programme_from_yaml(
        "id: next\ntitle: 明年\nform: next-form\n"
        "rules:\n"
        "  - {slug: below-threshold, left: a.b + a.c, op: '>=', right: 3*a.d if a.type in 甲|乙 and a.e blank}\n"
        "quotas: [{others: true, most: 4}]\n"
    )
    assert list(keys_of(made.rules[0].left)) == ["a.b", "a.c"]
    assert list(fields_of(made.rules[0].when)) == ["a.type", "a.e"]
    assert made.quotas[0].most == 4
