"""What the queue offers instead of a doubtful value: readings that can be meant, options, the seal's name."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desk.office import Office
from desk.office.queue import as_asked, is_long, offered
from desk.web.words import counts_as, shown
from pipeline.records import FieldDef, FieldValue
from tests.desk.conftest import FIRST

_MONEY = FieldDef("rd.spend", "研发投入", "decimal", "万元")


def _read(raw: str, value: object, *others: str) -> FieldValue:
    return FieldValue("k", "标签", value, raw, "filled", 0.5, alternatives=others)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("field", "defined", "kept"),
    [
        (_read("1.883.25", 1883.25, "1,883.25", "", "  ", "1,888.25", "1888.25"), _MONEY, ("1,888.25",)),
        (_read("1,457.18", 1457.18, "45下1415 二", "1,451.18"), _MONEY, ("1,451.18",)),
        (_read("MA2CC0NE-8", "MA2CC0NE-8", "MA2CCONE-8", "MA2CC0NE-8", "MA2CC 0NE-8"),
         FieldDef("org", "代码", "text"), ("MA2CCONE-8",)),
        (_read("2018年8月1日", "2018-08-01", "2018年8月01日", "2018 年!及因日", "2018年8月11日"),
         FieldDef("day", "日期", "date"), ("2018年8月11日",)),
    ],
)  # fmt: skip
def test_readings_that_are_empty_no_value_or_the_same_are_not_offered(
    field: FieldValue, defined: FieldDef, kept: tuple[str, ...]
) -> None:
    assert offered(field, defined) == kept


def test_the_name_on_the_seal_is_offered_first() -> None:
    read = _read("合肥市经济和信息化", "合肥市经济和信息化", "合肥市经济和信息花局")
    defined = FieldDef("cover.recommender", "推荐单位", "text")
    assert offered(read, defined, "合肥市经济和信息化局") == ("合肥市经济和信息化局", "合肥市经济和信息花局")
    assert offered(read, defined, "合肥市经济和 信息化") == ("合肥市经济和信息花局",)


def test_options_are_offered_and_not_asked_to_be_typed() -> None:
    kinds = ("行业型", "区域型", "通用型")
    assert offered(_read("是", True), FieldDef("a", "甲", "bool")) == ("否",)
    assert offered(_read("", None), FieldDef("a", "甲", "bool")) == ("是", "否")
    assert offered(_read("区域型", "区域型"), FieldDef("a", "甲", "choice", options=kinds)) == ("行业型", "通用型")
    assert offered(_read("区域型", ["区域型"]), FieldDef("a", "甲", "multichoice", options=kinds)) == kinds


def test_a_narrative_gets_room_and_keeps_its_lines() -> None:
    assert is_long(_read("一句话", "一句话"), FieldDef("a", "甲", "narrative"))
    assert is_long(_read("一行\n二行", "一行\n二行"), None)
    assert not is_long(_read("合肥市", "合肥市"), FieldDef("a", "甲", "text"))


def test_what_a_reading_counts_as_is_said_where_it_is_not_what_stands_there() -> None:
    assert counts_as(replace(_read("1.883.25", 1883.25), unit="万元")) == "1,883.25 万元"
    assert [counts_as(each) for each in (_read("1,883.25", 1883.25), _read("5 0", 50), _read("是", True))] == [""] * 3


def test_a_seal_is_told_with_its_name() -> None:
    seal = FieldValue("promise.seal", "公章", True, "合肥甲公司", "filled", 0.97)
    told = [shown(each) for each in (seal, replace(seal, raw=""), replace(seal, value=False, raw=""))]
    assert told == ["有印章：合肥甲公司", "有印章", "没有印章"]
    assert shown(replace(seal, key="promise.signature", value=None, raw="")) == "（没有可查看签字的页面）"


def test_the_queue_knows_section_and_seal_of_a_value(office: Office) -> None:
    record, standing = office.store.bare_record(FIRST), office.store.standing(FIRST)
    assert record is not None
    assert standing is not None
    name = "合肥市经济和信息化局"
    fields = tuple(replace(each, raw=name) if each.key == "cover.recommender_seal" else each for each in record.fields)
    office.store.keep_fields(replace(record, fields=fields), standing.record_key)
    doubted = [
        (FIRST, FieldValue("cover.recommender", "推荐单位", "合肥市经济", "合肥市经济", "filled", 0.5)),
        (FIRST, FieldValue("promise.signed_on", "年 月 日", "2023-08-01", "2023年8月1日", "filled", 0.5)),
        ("没有", FieldValue("x", "y", "1", "1", "filled", 0.5, alternatives=("2", "1"))),
    ]
    asked = list(as_asked(office.store, doubted))
    assert [(each.section, each.offers) for each in asked] == [
        ("封面", (name,)), ("真实性承诺", ()), ("", ("2",)),
    ]  # fmt: skip
