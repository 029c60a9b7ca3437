"""Names under seals, completed from the seals' rings and from how firms end."""

from dataclasses import replace

import pytest

from extractors.fields.confirm import confirmed
from extractors.fields.names import completed, names_of
from pipeline.document import Source
from pipeline.records import FieldValue
from pipeline.records import Value as RecordValue
from pipeline.records.load import load_form


def _value(key: str, value: RecordValue, confidence: float = 0.8, raw: str | None = None) -> FieldValue:
    source = Source("0" * 64, 1, (0.1, 0.1, 0.2, 0.2), None, "rapidocr", confidence, str(value))
    return FieldValue(key, key, value, str(value) if raw is None else raw, "filled", confidence, sources=(source,))


def _completed(name: str, *rings: str) -> FieldValue:
    return completed(_value("cover.recommender", name), rings)


@pytest.mark.parametrize(
    ("read", "ring", "name"),
    [
        ("曲江市经济和信息”879", "曲江经济和信息化局", "曲江市经济和信息化局"),  # the ring lacks what was read
        ("曲江市经济和信息化", "w曲江市经济和信息化局", "曲江市经济和信息化局"),
        ("市经济和信息化局", "曲江市经济和信息化局", "曲江市经济和信息化局"),
        ("云岭 工有限公司", "云岭重工有限公司", "云岭重工有限公司"),
        ("𠮷岭重 有限公司", "𠮷岭重㛃有限公司", "𠮷岭重㛃有限公司"),  # rare characters are Chinese like others
    ],
)
def test_what_a_name_lacks_is_taken_from_its_seal_and_stays_in_doubt(read: str, ring: str, name: str) -> None:
    found = _completed(read, ring)
    assert (found.value, found.raw, found.alternatives) == (name, read, (read,))
    assert found.confidence < 0.9


@pytest.mark.parametrize(
    ("read", "ring"),
    [
        ("云岭重工股份有限公司", "云岭重工有限公司"),
        ("曲江市工业和信息化局", "曲江业息化局"),  # a ring that was read badly takes nothing away
        ("云岭重工有限公司", "云岭云岭重工有限公"),
        ("河谷数联有限公司", "云岭重工有限公司"),
        ("云岭𠮷工有限公司", "云岭重工有限公司"),
        ("云岭㛃工有限公司", "云岭重工有限公司"),
        ("云岭A工有限公司", "x工有限公司"),  # nothing before the gap says that it is the same name
    ],
)
def test_a_name_is_left_as_it_was_read(read: str, ring: str) -> None:
    found = _completed(read, ring)
    assert (found.value, found.alternatives) == (read, ())


@pytest.mark.parametrize("end", ["有公司", "限公司", "有限公", "有限公0", "有限司", "有跟公司", "有限公可"])
def test_a_firm_ends_as_firms_do(end: str) -> None:
    assert _completed(f"云岭重工{end}").value == "云岭重工有限公司"


@pytest.mark.parametrize(
    "name", ["云岭重工集团公司", "云岭重工有限责任公司", "曲江市科学技术局", "云岭公司", "云岭研究院"]
)
def test_other_endings_are_no_misread_ones(name: str) -> None:
    assert _completed(name).value == name


def test_a_name_that_is_sure_is_left_alone() -> None:
    sure = _value("cover.applicant", "云岭重工限公司", 0.95)
    assert completed(sure, ("云岭重工有限公司",)) is sure


def test_each_name_has_the_seals_that_belong_to_it() -> None:
    marks = {
        "cover.applicant_seal": "甲", "promise.seal": "乙", "cover.recommender_seal": "", "recommendation.seal": "丙",
        "joint[2].seal": "丁",
    }  # fmt: skip
    names = ("cover.applicant", "applicant.name", "cover.recommender", "joint[1].name", "joint[2].name")
    known = {key: _value(key, True, raw=raw) for key, raw in marks.items()} | {key: _value(key, key) for key in names}
    assert names_of(known) == {
        "cover.applicant": ("甲", "乙"), "applicant.name": ("乙", "甲"), "cover.recommender": ("丙",),
        "joint[1].name": (), "joint[2].name": ("丁",),
    }  # fmt: skip


def test_a_book_takes_the_name_from_its_seal_and_no_two_completed_names_make_each_other_sure() -> None:
    values = (
        _value("cover.applicant", "云岭重工限公司", 0.85), _value("applicant.name", "云岭重工有限公"),
        _value("cover.recommender", "曲江市经济和信息化", 0.85),
        _value("recommendation.seal", True, 0.97, "曲江市经济和信息化局"),
    )  # fmt: skip
    read = {each.key: each for each in confirmed(values, load_form("fujian-2023"))}
    assert [read[key].value for key in ("cover.applicant", "applicant.name", "cover.recommender")] == [
        "云岭重工有限公司", "云岭重工有限公司", "曲江市经济和信息化局",
    ]  # fmt: skip
    assert all(read[each.key].confidence < 0.9 for each in values[:3])


def test_what_was_written_and_not_read_from_pixels_keeps_its_mistakes() -> None:
    source = Source("0" * 64, 1, (0.1, 0.1, 0.2, 0.2), None, "text layer", 0.8, "")
    written = replace(_value("cover.applicant", "云岭重工限公司"), sources=(source,))
    assert confirmed((written,), load_form("fujian-2023")) == (written,)
