"""Words of heads, titles, class headings and cells, one by one."""

from __future__ import annotations

import pytest

from extractors.lists.cells import unbroken
from extractors.lists.classes import class_of, exact_class
from extractors.lists.columns import likeness, match_columns
from extractors.lists.lookalikes import all_alike, as_digits
from extractors.lists.serials import is_serial, lookalike_number, serial_number
from extractors.lists.titles import TitleBook, is_caption, is_title
from extractors.lists.words import attachment_number, bare, core, is_note, is_total, unnumbered
from pipeline.records import FormDef, ListDef


@pytest.fixture
def devices(form: FormDef) -> ListDef:
    found = form.list("devices")
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("甲某重工（集\n团）有限公司", "甲某重工（集团）有限公司"),
        ("OPC\nUA", "OPC UA"),
        ("Modb\nus TCP", "Modbus TCP"),
        ("EtherNet/\nIP", "EtherNet/IP"),
        ("SN-10\n021", "SN-10021"),
        ("基于MQTT\n协议", "基于MQTT协议"),
        ("甲 \u2029 乙", "甲乙"),
    ],
)
def test_line_breaks_in_cells(broken: str, whole: str) -> None:
    assert unbroken(broken) == whole


def test_units_numbering_and_endings_do_not_count() -> None:
    assert bare("服务金额\n（万元）：") == "服务金额"
    assert unnumbered("（一）研发仿真模型") == "研发仿真模型"
    assert unnumbered("附件1-2：运行设备") == "运行设备"
    assert core("附件 3：工业 APP 清单（共9项）") == "工业APP"
    assert core("清单") == "清单"
    assert attachment_number("附件 12：运营资质") == 12
    assert attachment_number("附件：合同") is None


@pytest.mark.parametrize("text", ["合计", "合 计", "总 计：20", "本页小计", "小计（台）"])
def test_totals(text: str) -> None:
    assert is_total(text)


@pytest.mark.parametrize("text", ["合计算力平台公司", "统计分析", "计算机"])
def test_words_that_only_begin_like_totals(text: str) -> None:
    assert not is_total(text)


def test_notes() -> None:
    assert is_note("注：以上数据截至六月")
    assert is_note("填表人：某")
    assert not is_note("注塑机")


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("一、运行设备", "运行设备"),
        ("（二）加工设备（共 20 台）", "加工设备"),
        ("3. 行走设备 12台", "行走设备"),
        ("四、其他设备", "其它设备"),
        ("附件1-1 运行设备清单", "运行设备"),
        ("设备类别：加工设备", "加工设备"),
        ("加工没备", "加工设备"),
        ("工业设备清单", None),
        ("数控车床", None),
        ("运行设备和加工设备", None),
    ],
)
def test_class_headings(devices: ListDef, heading: str, name: str | None) -> None:
    assert class_of(heading, devices) == name


def test_a_badly_read_heading_by_its_number(devices: ListDef) -> None:
    assert class_of("二、如工没备", devices, expected=1) == "加工设备"
    assert class_of("二、如工没备", devices, expected=2) is None
    assert exact_class("加工没备", devices) is None


def test_heads_match_columns(devices: ListDef) -> None:
    assert likeness("设备ID\n（编号）", "设备ID") > 0.95
    assert likeness("设备名称及型号", "设备名称") > likeness("设备类型", "设备名称")
    match = match_columns([("编号",), ("设备编号",), ("名称",), ("品牌",)], devices)
    assert dict(match.keys) == {0: "serial", 1: "device_id", 2: "name"}


def test_the_nearest_title_counts_most(form: FormDef) -> None:
    book = TitleBook(form)
    devices, models = form.list("devices"), form.list("models")
    assert devices is not None
    assert models is not None
    lines = ["附件1：工业设备清单", "附件2：工业模型清单"]
    assert book.of_lines(lines, models) > book.of_lines(lines, devices) > 0.5
    assert book.best("杀手锏清单", form.lists)[0] < 0.3


def test_titles_are_no_sentences() -> None:
    assert is_title("工业设备清单")
    assert not is_title("平台已接入工业设备三百台，清单见附件。")
    assert is_caption("附件10：知识产权证书")
    assert not is_caption("甲某公司")


def test_serials() -> None:
    assert [serial_number(text) for text in ("12", "０１２.", "（3）", "1.2", "")] == [12, 12, 3, None, None]
    assert lookalike_number("l2") == 12
    assert lookalike_number("甲") is None
    assert is_serial("A-1")
    assert not is_serial("注：本表由某部门填写")


def test_lookalikes() -> None:
    assert as_digits("1OO2l") == "10021"
    assert all_alike("QX0", "QXO")
    assert not all_alike("QX7", "QX3")
