from __future__ import annotations

import pytest

from nlp_models.numerals import Numeral, parse
from nlp_models.quantities import find_quantities


@pytest.mark.parametrize(
    ("written", "value", "step"),
    [
        ("12,000", 12000, 1),
        ("1.2万", 12000, 1000),
        ("12万", 120000, 10000),
        ("１２３", 123, 1),
        ("三百二十", 320, 1),
        ("两千三百", 2300, 1),
        ("一万两千", 12000, 1),
        ("1.5亿", 150_000_000, 10_000_000),
        ("百", 100, 1),
        ("10余万", 100_000, 10_000),
    ],
)
def test_a_numeral_says_its_value_and_its_precision(written: str, value: float, step: float) -> None:
    assert parse(written) == Numeral(float(value), float(step))


@pytest.mark.parametrize("written", ["", "台", "abc", "一台"])
def test_what_is_no_numeral_is_none(written: str) -> None:
    assert parse(written) is None


@pytest.mark.parametrize(
    ("phrase", "low", "high", "meaning", "unit"),
    [
        ("近300个", 255, 300, "near", "个"),
        ("1.2万余台", 12000, 15000, "over", "台"),
        ("120余台", 120, 150, "over", "台"),
        ("百余个", 100, 125, "over", "个"),
        ("超过80个", 80, 100, "over", "个"),
        ("80个以上", 80, 100, "over", "个"),
        ("不少于500人", 500, 625, "over", "人"),
        ("约50台", 45, 55, "about", "台"),
        ("50台左右", 45, 55, "about", "台"),
        ("5,230家", 5230, 5230, "plain", "家"),
        ("1.2万台", 11500, 12500, "plain", "台"),
        ("数十家", 20, 100, "vague", "家"),
        ("3.5万台/套", 34500, 35500, "plain", "台/套"),
    ],
)
def test_the_words_round_as_the_contract_says(phrase: str, low: float, high: float, meaning: str, unit: str) -> None:
    (found,) = find_quantities(phrase)
    assert found.low == pytest.approx(low)
    assert found.high == pytest.approx(high)
    assert (found.meaning, found.unit) == (meaning, unit)


@pytest.mark.parametrize("phrase", ["ISO9001", "TLS1.3通道", "第三方", "CMMI5", "A1-30"])
def test_digits_of_names_count_nothing(phrase: str) -> None:
    assert list(find_quantities(phrase)) == []


def test_several_quantities_of_one_sentence_keep_their_places() -> None:
    text = "连接设备1.2万余台，沉淀模型近300个"
    found = list(find_quantities(text))
    assert [text[each.start : each.end] for each in found] == ["1.2万余台", "300个"]


@pytest.mark.parametrize(
    ("text", "unit"),
    [("十个工作日内可上线试运行", "个工作日"), ("10个小时完成部署", "个小时"), ("12个季度复制到全省", "个季度")],
)
def test_time_that_is_counted_in_pieces_is_time(text: str, unit: str) -> None:
    assert [quantity.unit for quantity in find_quantities(text)] == [unit]
