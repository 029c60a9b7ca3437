"""Provinces, cities, recommenders and their quotas."""

from __future__ import annotations

import pytest

from pipeline.checks.programme import programme_of
from pipeline.checks.provinces import province_of_address, province_of_code
from pipeline.checks.quotas import city_of, quota_of


@pytest.mark.parametrize(
    ("code", "province"),
    [("91340100MA0000000X", "安徽省"), ("91440300MA0000000X", "广东省"), ("91100000MA0000000X", None), ("9100", None)],
)
def test_the_code_names_the_province(code: str, province: str | None) -> None:
    assert province_of_code(code) == province


@pytest.mark.parametrize(
    ("address", "province"),
    [
        ("安徽省合肥市高新区", "安徽省"),
        ("中国（安徽）自由贸易试验区", None),
        ("合肥市蜀山区", "安徽省"),
        ("北京市海淀区", "北京市"),
        ("上海浦东新区", "上海市"),
        ("内蒙古包头市", "内蒙古自治区"),
        ("苏州工业园区", "江苏省"),
        ("高新区某路1号", None),
        ("广西南宁市", "广西壮族自治区"),
        ("吉林市船营区", "吉林省"),
        ("海南省海口市", "海南省"),
        ("", None),
    ],
)
def test_the_address_names_the_province(address: str, province: str | None) -> None:
    assert province_of_address(address) == province


@pytest.mark.parametrize(
    ("recommender", "city"),
    [
        ("合肥市经济和信息化局", "合肥市"),
        ("安徽省合肥市经信局", "合肥市"),
        ("合肥经信局", "合肥市"),
        ("合肥市", "合肥市"),
        ("深圳市经济贸易和信息化委员会", "深圳市"),
        ("合肥市 经济和信息化", "合肥市"),
        ("安徽省经济和信息化厅", None),
        ("中山大学", None),
        ("合肥市某某科技有限公司", None),
        ("中国某某集团有限公司", None),
        ("广州开发区经济和信息化局", None),
        ("巢湖市经济和信息化局", None),
        ("", None),
    ],
)
def test_the_recommender_is_of_a_city(recommender: str, city: str | None) -> None:
    assert city_of(recommender) == city


@pytest.mark.parametrize(
    ("form", "recommender", "most"),
    [
        ("anhui-2023", "合肥市经济和信息化局", 7),
        ("anhui-2023", "芜湖市经信局", 5),
        ("anhui-2023", "滁州市经信局", 3),
        ("guangdong-2018", "深圳市工业和信息化局", 5),
        ("guangdong-2018", "东莞市经济和信息化局", 3),
        ("guangdong-2018", "汕头市经济和信息化局", 2),
        ("guangdong-2018", "某某集团有限公司", None),
        ("fujian-2023", "福州市工业和信息化局", None),
        ("no-form", "福州市工业和信息化局", None),
    ],
)
def test_quotas(form: str, recommender: str, most: int | None) -> None:
    quota = quota_of(programme_of(form), recommender)
    assert (quota.most if quota else None) == most
