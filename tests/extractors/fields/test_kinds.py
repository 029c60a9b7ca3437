"""Every way of writing a value, by kind."""

import pytest

from extractors.fields.kinds import parse
from extractors.fields.kinds.dates import is_calendar
from pipeline.records import FieldDef, FieldKind
from pipeline.records import Value as RecordValue


def _field(kind: FieldKind, unit: str = "") -> FieldDef:
    return FieldDef("a.b", "甲", kind, unit)


@pytest.mark.parametrize(
    ("written", "unit", "value"),
    [
        ("120", "台", 120), ("12,345", "台", 12345), ("１２３", "个", 123), ("1.2万", "台/套", 12000),
        ("一千二百", "个", 1200), ("四十", "个", 40), ("3 0", "个", 30), ("5,230台/套", "台/套", 5230), ("0", "个", 0),
        ("3.3 万", "次", 33000), ("约30", "个", 30), ("__12__", "个", 12),
        ("1万2千", "台", 12000), ("共计120台", "台", 120), ("零", "个", 0), ("八十三万五千八百五十\n六", "次", 835856),
    ],
)  # fmt: skip
def test_counts(written: str, unit: str, value: int) -> None:
    read = parse(written, _field("integer", unit))
    assert (read.value, read.status, read.fit) == (value, "filled", 1.0)


@pytest.mark.parametrize(
    ("written", "value"),
    [("14,208.91", 14208.91), ("８５００", 8500), ("3,200万元", 3200), ("1.5亿元", 15000), ("2440万元", 2440),
     ("32000000元", 3200), ("1,774．41", 1774.41), ("590 万元", 590),
     ("￥1500", 1500), ("3亿500万元", 30500)],
)  # fmt: skip
def test_amounts_are_in_ten_thousands(written: str, value: float) -> None:
    assert parse(written, _field("decimal", "万元")).value == pytest.approx(value)


@pytest.mark.parametrize(
    ("written", "value"), [("12.5%", 12.5), ("59.93％", 59.93), ("11", 11), ("9.4 %", 9.4), ("百分之十二点五", 12.5)]
)
def test_percent_is_percent_points(written: str, value: float) -> None:
    assert parse(written, _field("percent", "%")).value == pytest.approx(value)


@pytest.mark.parametrize(("written", "value"), [("1.375", 1375), ("2.036", 2036)])
def test_an_underlined_comma_is_suspect(written: str, value: int) -> None:
    read = parse(written, _field("integer", "个"))
    assert read.value == value
    assert read.fit < 0.9


@pytest.mark.parametrize(
    ("written", "unit", "value"),
    [("300元", "万元", 300), ("(120.5)", "万元", -120.5), ("0.43", "%", 0.43), ("1,2345", "万元", 12345)],
)
def test_what_may_be_meant_otherwise_is_never_sure(written: str, unit: str, value: float) -> None:
    read = parse(written, _field("percent" if unit == "%" else "decimal", unit))
    assert read.value == value
    assert read.fit < 0.9


def test_a_stroke_alone_is_a_dash_or_a_one() -> None:
    read = parse("一", _field("integer", "个"))
    assert (read.value, read.status) == (None, "none")
    assert read.fit < 0.9


def test_an_amount_with_two_points_is_suspect() -> None:
    read = parse("1.457.18", _field("decimal", "万元"))
    assert read.value == pytest.approx(1457.18)
    assert read.fit < 0.9


@pytest.mark.parametrize(
    ("written", "value"),
    [("2016年5月20日", "2016-05-20"), ("2016年5月", "2016-05"), ("2019.12", "2019-12"), ("2015.04.25", "2015-04-25"),
     ("2016-05-20", "2016-05-20"), ("二〇一六年五月", "2016-05"), ("２０１８年１１月", "2018-11"), ("2016", "2016"),
     ("2023 年 8 月 12 日", "2023-08-12"), ("20160520", "2016-05-20"),
     ("二○一六年五月", "2016-05"), ("2016、5、20", "2016-05-20")],
)  # fmt: skip
def test_dates_keep_their_precision(written: str, value: str) -> None:
    read = parse(written, _field("date"))
    assert (read.value, read.fit) == (value, 1.0)


@pytest.mark.parametrize("written", ["年 月 日", "2023 年 月 日", "____", "", "　"])
def test_the_forms_own_print_is_no_date(written: str) -> None:
    assert parse(written, _field("date")).status == "blank"


@pytest.mark.parametrize(
    ("iso", "exists"), [("2023-02-30", False), ("2024-02-29", True), ("2023-81", False), ("2023", True)]
)
def test_what_the_calendar_has(iso: str, exists: bool) -> None:
    assert is_calendar(iso) is exists


@pytest.mark.parametrize("written", ["无", "/", "—", "－－", "N/A"])
@pytest.mark.parametrize("kind", ["text", "integer", "decimal", "date", "narrative"])
def test_none_is_said_in_many_ways(written: str, kind: FieldKind) -> None:
    read = parse(written, _field(kind))
    assert (read.value, read.status) == (None, "none")


@pytest.mark.parametrize(
    ("written", "value"),
    [(" 云岭 重工 ", "云岭重工"), ("Yun Ling 公司", "Yun Ling 公司"), ("云岭\n重工", "云岭重工"),
    ("__华为云__", "华为云"), ("𠮷 明 﨑", "𠮷明﨑"),
     ("有色金属）", "有色金属"), ("云岭（集团）", "云岭（集团）"), ("0591-8564 ,", "0591-8564"),
     ("' 。福州市", "福州市"), (".13919000001", "13919000001")],
)  # fmt: skip
def test_texts_lose_padding_and_letter_spacing(written: str, value: RecordValue) -> None:
    assert parse(written, _field("text")).value == value


def test_brackets_alone_are_no_text() -> None:
    assert parse("（）", _field("text")).status == "blank"


def test_a_bracket_that_closes_before_it_opens_makes_a_text_doubtful() -> None:
    """Two blanks with the print between them: （面向行业：有色金属）（面向领域：…"""
    assert parse("有色金属）（能源", _field("text")).fit < 1.0
    assert parse("A（甲）公司", _field("text")).fit == 1.0


def test_narratives_join_lines_and_keep_paragraphs() -> None:
    read = parse(
        "一、申报单位情况介绍\n产线节拍\n提高。\u2029停机时间下降。\n附件1：清单\n附件2：证书", _field("narrative")
    )
    assert read.value == "一、申报单位情况介绍\n产线节拍提高。\n停机时间下降。\n附件1：清单\n附件2：证书"


def test_rare_characters_are_written_without_spaces_as_well() -> None:
    assert parse("由 𠮷 A 组主持", _field("narrative")).value == "由𠮷A组主持"


def test_garbage_is_not_guessed() -> None:
    assert parse("墨迹", _field("integer")).status == "unreadable"
