"""A value marked in a long cell of an office file."""

from __future__ import annotations

import pytest

from desk.office.excerpt import cut_to
from desk.office.sheets import Line

_CELL = (
    "1.1 工业设备数量* ☑可连接的种类及数量： 127 台/套 其中，运行设备 40 台/套；加工设备 61 台/套；" + "补充说明" * 40
    + "1.3 工业 APP 数量 ２５ 个，其中基于平台开发的工业 APP 数量： 19 个；传统工业软件云化 APP 数量 9 个；"
    + "其他说明" * 40
)  # fmt: skip


def _cut(said: str, words: str = _CELL) -> tuple[str, str, str]:
    lines = [Line("row", 1, (("a1", "很" * 200, 1, 1), ("b1", words, 2, 1)))]
    shown, marked = cut_to(lines, "b1", said)
    assert shown[0].cells[0] == ("a1", "很" * 60 + "…", 1, 1)
    assert shown[0].cells[1] == ("b1", words, 2, 1)
    return marked


@pytest.mark.parametrize(
    ("said", "before", "value", "after"),
    [
        ("2.1 平台/工业 APP 数量：２５", "工业 APP 数量 ", "２５", " 个，其中基于平台"),
        ("传统工业软件云化 APP 数量：9", "传统工业软件云化 APP 数量 ", "9", " 个；其他说明"),
        ("基于平台开发的工业 APP 数量：19", "数量： ", "19", " 个；传统"),
        ("没有这个标签：61", "加工设备 ", "61", " 台/套"),
    ],
)
def test_the_value_after_its_label_is_marked_with_what_is_around_it(
    said: str, before: str, value: str, after: str
) -> None:
    cut = _cut(said)
    assert cut[1] == value
    assert cut[0].endswith(before)
    assert cut[2].startswith(after)
    assert max(len(cut[0]), len(cut[2])) <= 71
    assert cut[2].endswith("…")


@pytest.mark.parametrize("said", ["没有这个标签：4", "没有冒号", "工业 APP 数量：", "加工设备：88"])
def test_where_nothing_tells_the_value_the_cell_stays_whole(said: str) -> None:
    assert _cut(said) == (_CELL, "", "")


def test_a_value_that_stands_twice_is_not_guessed() -> None:
    assert _cut("没有：7", "甲 7 台；乙 7 台") == ("甲 7 台；乙 7 台", "", "")
    assert _cut("乙：7", "甲 7 台；乙 7 台") == ("甲 7 台；乙 ", "7", " 台")
