"""What values read from pixels say of each other."""

from dataclasses import replace

import pytest

from extractors.fields.confirm import confirmed
from extractors.fields.grammar import fits
from pipeline.document import Source
from pipeline.records import FieldValue
from pipeline.records import Value as RecordValue
from pipeline.records.load import load_form

FORM = load_form("fujian-2023")
PARTS = {"models.rd_simulation": 7, "models.business_process": 6, "models.industry_mechanism": 12,
         "models.data_algorithm": 10}  # fmt: skip


def _value(key: str, value: RecordValue, confidence: float = 0.8, reader: str = "rapidocr") -> FieldValue:
    source = Source("0" * 64, 4, (0.1, 0.1, 0.2, 0.2), None, reader, confidence, str(value))
    return FieldValue(key, key, value, str(value), "filled", confidence, sources=(source,))


def _read(*values: FieldValue) -> dict[str, FieldValue]:
    return {value.key: value for value in confirmed(values, FORM)}


def test_parts_that_make_up_the_total_confirm_it() -> None:
    read = _read(_value("models.total", 35), *(_value(key, number) for key, number in PARTS.items()))
    assert all(value.confidence > 0.9 for value in read.values())


def test_parts_that_do_not_add_up_stay_doubtful() -> None:
    read = _read(_value("models.total", 36), *(_value(key, number) for key, number in PARTS.items()))
    assert {value.confidence for value in read.values()} == {0.8}


def test_some_parts_that_happen_to_add_up_confirm_nothing_where_all_make_up_another_reading() -> None:
    parts = [_value(key, 15) for key in PARTS]
    total = replace(_value("models.total", 30), alternatives=("60", "0"))
    assert {value.confidence for value in _read(total, *parts).values()} == {0.8}
    assert _read(replace(total, alternatives=("38",)), *parts)["models.total"].confidence > 0.9


def test_a_reading_that_is_hardly_one_is_not_confirmed() -> None:
    parts = [_value(key, number, 0.1 if number == 7 else 0.8) for key, number in PARTS.items()]
    assert _read(_value("models.total", 35), *parts)["models.rd_simulation"].confidence == 0.1


def test_a_name_read_alike_in_two_places_is_sure() -> None:
    read = _read(_value("cover.applicant", "云岭重工有限公司"), _value("applicant.name", "云岭重工有限公司"))
    assert [value.confidence > 0.9 for value in read.values()] == [True, True]


def test_two_that_agree_are_not_changed_by_a_third_that_took_up_more() -> None:
    """The third one with the label beside it: 企业名称 broke into two lines."""
    name = "云岭重工有限公司"
    read = _read(
        _value("cover.applicant", name), _value("applicant.name", name + "名称"), _value("platform.builder", name)
    )
    assert [read[key].value for key in ("cover.applicant", "platform.builder")] == [name, name]
    assert read["applicant.name"].confidence < 0.9


def test_characters_lost_in_one_place_are_taken_from_the_other_and_stay_doubtful() -> None:
    read = _read(_value("cover.applicant", "云岭重工限公司"), _value("applicant.name", "云岭重工有限公司", 0.97))
    cover = read["cover.applicant"]
    assert (cover.value, cover.raw, cover.alternatives) == ("云岭重工有限公司", "云岭重工限公司", ("云岭重工限公司",))
    assert cover.confidence < 0.9
    assert read["applicant.name"].confidence < 0.9


def test_a_name_misread_under_a_seal_is_taken_from_where_it_is_sure_and_stays_doubtful() -> None:
    read = _read(
        _value("cover.applicant", "云岭重智斗技有限公司"), _value("applicant.name", "云岭重工智造科技有限公司", 0.97)
    )
    cover = read["cover.applicant"]
    assert (cover.value, cover.alternatives) == ("云岭重工智造科技有限公司", ("云岭重智斗技有限公司",))
    assert cover.confidence < 0.9


@pytest.mark.parametrize(
    ("cover", "sure"), [("云岭重工股份有限公司", 0.8), ("云岭重工有限责任公司", 0.8), ("云岑重工有限公司", 0.97)]
)
def test_a_name_that_says_more_or_is_sure_itself_is_another(cover: str, sure: float) -> None:
    read = _read(_value("cover.applicant", cover, sure), _value("applicant.name", "云岭重工有限公司", 0.97))
    assert read["cover.applicant"].value == cover


def test_different_names_are_left_alone() -> None:
    read = _read(_value("cover.applicant", "云岭重工"), _value("applicant.name", "河谷数联", 0.97))
    assert (read["cover.applicant"].value, read["applicant.name"].confidence) == ("云岭重工", 0.97)


def test_what_was_written_and_not_read_from_pixels_is_never_changed() -> None:
    values = (_value("cover.applicant", "云岭重工限公司", 0.995, "text layer"),
              _value("applicant.name", "云岭重工有限公司", 0.995, "text layer"))  # fmt: skip
    assert confirmed(values, FORM) == values


def test_a_reading_of_wrong_form_gives_way_to_one_of_right_form() -> None:
    wrong = replace(_value("contact.mobile", "1391900000", 0.97), alternatives=("13919000001",))
    read = _read(wrong)["contact.mobile"]
    assert (read.value, read.confidence < 0.9) == ("13919000001", True)


@pytest.mark.parametrize(
    ("key", "text", "verdict"),
    [
        ("contact.mobile", "139 1900 0001", True), ("contact.mobile", "12919000001", False),
        ("contact.phone", "0551-6287171", True), ("contact.phone", "021-12345678转12", True),
        ("contact.fax", "12", False), ("contact.email", "a.b@c.example", True), ("contact.email", "a.b@c", False),
        ("applicant.org_code", "91350100M000100Y43", True), ("applicant.org_code", "91350100M000100Y44", False),
        ("joint[1].org_code", "00000000-0", True), ("joint[1].org_code", "00000000-1", False),
        ("applicant.name", "云岭", None),
    ],
)  # fmt: skip
def test_the_form_of_codes_and_numbers(key: str, text: str, verdict: bool | None) -> None:
    assert fits(key, text) is verdict
