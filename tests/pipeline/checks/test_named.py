"""Which names mean the same thing across submissions, and which tie nobody to anybody."""

from __future__ import annotations

import pytest

from pipeline.checks.named import core_across, is_platform, one_a_core


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        ("ORG", ("芜湖皖岭轴承股份有限公司", "皖岭轴承", "皖岭轴承（集团）有限公司", "芜湖市皖岭轴承有限责任公司")),
        ("ORG", ("安徽电子有限公司", "安徽电子（集团）有限公司")),
        ("ORG", ("安徽省软件行业协会", "安徽省“软件”行业协会")),
        ("PLATFORM", ("铸岭工业互联网平台", "“铸岭”平台", "铸岭云平台")),
        ("PARK", ("合肥高新技术产业开发区", "合肥市高新区")),
        ("STANDARD", ("GB/T 39116-2020", "GB/T39116", "ＧＢ/Ｔ 39116—2020", "gb/t 39116-2020")),
    ],
)
def test_names_of_one_thing_have_one_core(kind: str, names: tuple[str, ...]) -> None:
    assert len({core_across(kind, name) for name in names}) == 1
    assert core_across(kind, names[0])


@pytest.mark.parametrize(
    ("kind", "one", "two"),
    [
        ("ORG", "安徽大学", "福建大学"),
        ("ORG", "安徽省软件行业协会", "福建省软件行业协会"),
        ("ORG", "安徽电子有限公司", "福建电子有限公司"),
        ("ORG", "皖岭轴承有限公司", "皖岭阀门有限公司"),
        ("PARK", "合肥高新区", "芜湖高新区"),
        ("PARK", "合肥高新区", "合肥经开区"),
        ("PLATFORM", "铸岭平台", "远桥平台"),
        ("STANDARD", "GB/T 39116-2020", "GB/T 39117-2020"),
        ("STANDARD", "GB/T 23031.1-2022", "GB/T 23031.2-2022"),
    ],
)
def test_names_of_different_things_have_different_cores(kind: str, one: str, two: str) -> None:
    assert core_across(kind, one) != core_across(kind, two)


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("ORG", "工业和信息化部"),
        ("ORG", "安徽省工业和信息化厅"),
        ("ORG", "合肥市人民政府"),
        ("ORG", "合肥高新区管理委员会"),
        ("ORG", "合肥"),
        ("ORG", "有限公司"),
        ("PLATFORM", "工业互联网平台"),
        ("PLATFORM", "合肥平台"),
        ("PARK", "高新区"),
        ("STANDARD", "ISO 9001:2015"),
        ("STANDARD", "ISO/IEC 20000-1"),
        ("STANDARD", "CMMI 3"),
        ("PLACE", "合肥市"),
        ("DATE", "2023年3月"),
        ("AWARD", "国家级专精特新小巨人企业"),
    ],
)
def test_what_everybody_names_ties_nobody(kind: str, name: str) -> None:
    assert core_across(kind, name) == ""


def test_a_core_keeps_the_name_that_stands_first() -> None:
    named = [
        ("ORG", "皖岭轴承"),
        ("ORG", "芜湖皖岭轴承股份有限公司"),
        ("ORG", "合肥市人民政府"),
        ("PARK", "皖岭轴承园"),
    ]
    assert one_a_core(named)["ORG", "皖岭轴承"] == "皖岭轴承"
    assert len(one_a_core(named)) == 2


def test_a_platform_is_one_without_quotes_and_kind() -> None:
    assert is_platform("“铸岭”平台", "铸岭工业互联网平台")
    assert not is_platform("铸岭平台", "远桥平台")
    assert not is_platform("平台", "")
