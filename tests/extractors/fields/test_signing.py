"""Dates of signing that the seal lies over."""

import pytest

from extractors.fields.confirm import confirmed
from pipeline.document import Source
from pipeline.records import FieldValue, Status
from pipeline.records.load import load_form


def _read(raw: str, *, declared: str = "2023-06-06", sure: float = 0.99, value: str | None = None) -> FieldValue:
    source = Source("0" * 64, 1, (0.1, 0.1, 0.2, 0.2), None, "rapidocr", 0.5, raw)
    cover = FieldValue("cover.declared_on", "申报日期", declared, declared, "filled", sure, sources=(source,))
    status: Status = "filled" if value else "unreadable"
    signed = FieldValue("promise.signed_on", "年 月 日", value, raw, status, 0.7, sources=(source,))
    return {each.key: each for each in confirmed((cover, signed), load_form("fujian-2023"))}["promise.signed_on"]


@pytest.mark.parametrize("raw", ["2023年月6日", "2023年 6月日", "2023年c月6日", "20年6月6日"[2:], "2O23年6月6日"])
def test_the_part_that_the_seal_took_is_that_of_the_cover_and_stays_in_doubt(raw: str) -> None:
    found = _read(raw, value="2023")
    assert (found.value, found.status, found.raw) == ("2023-06-06", "filled", raw)
    assert found.alternatives == (raw,)
    assert found.confidence <= 0.5


@pytest.mark.parametrize("raw", ["2023年月7日", "2023年月日", "2022年月6日", "2023年6月8日", "6月6日", "2023年月"])
def test_another_day_or_more_than_one_lost_part_is_left(raw: str) -> None:
    assert _read(raw, value="2023").value == "2023"


def test_a_cover_that_is_in_doubt_itself_or_has_no_day_gives_nothing() -> None:
    assert _read("2023年月6日", value="2023", sure=0.8).value == "2023"
    assert _read("2023年月6日", value="2023", declared="2023-06").value == "2023"
