"""One writing for all: what the index and the query make of a text."""

from __future__ import annotations

import pytest
from pypinyin import Style, lazy_pinyin
from pypinyin.seg.mmseg import seg

from search.words.cells import said_by
from search.words.codes import codes_of, whole_code
from search.words.days import days_asked_for, days_of
from search.words.figures import canonical, figures_of, whole_figure
from search.words.initials import initials_of
from search.words.lookalikes import folded, groups
from search.words.normal import normalise, plain
from search.words.tokens import grams, single_chars


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("数控车床", ["数控", "控车", "车床"]),
        ("台", ["台"]),
        ("12,000台", ["12000", "台"]),
        ("SN-0012", ["sn", "0012"]),
        ("5g专网", ["5g", "专网"]),
        ("1.5 3.14", ["1.5", "3.14"]),
        ("1,23", ["1", "23"]),
        ("，。", []),
    ],
)
def test_tokens(text: str, tokens: list[str]) -> None:
    assert grams(plain(text)) == tokens


@pytest.mark.parametrize(
    "text",
    [
        "",
        "数控车床",
        "1 | 机床 | 数控车床 | SN-2O23-0001 | 合肥精工 | OPC UA | 1.2万",
        "机床 | 机床 |  | 床",
        "长句不留，" * 20 + " | 12,000 | DEV0012",
        "12 | ,000 | 一 | 万二千 | 日升 | 曰升",
    ],
)
def test_cells_say_what_the_text_says(text: str) -> None:
    """Made cell by cell and kept, the tokens are those of the text."""
    text = plain(text)
    for _ in range(2):
        said = said_by(text)
        assert said.grams.split() == grams(text)
        assert list(said.chars) == single_chars(text)
        assert list(said.codes) == codes_of(text)
        assert said.figures == {figure.text for figure in figures_of(text)}


def test_the_bar_between_cells_is_no_look_alike() -> None:
    """It stands for no 1: a row without look-alikes is not kept twice, and words of two cells follow each other."""
    assert not said_by("数控车床 | 合肥精工 | can").is_folded
    said = said_by("铣床 | dev0o")
    assert said.is_folded
    assert said.shape_grams == "铣床 dev00"
    assert said_by("铣床 | 己 | 已").shape_chars == tuple("铣床己")
    wide = said_by("铣床　｜　车床 | dev0o")  # a bar as well, found out only when the cell is normalised
    assert (wide.shape_grams, wide.shape_chars) == ("铣床 车床 dev00", tuple("铣床车"))


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("1.2万台", ["12000"]),
        ("12,000", ["12000"]),
        ("１２０００", ["12000"]),
        ("一万二千余台", ["12000"]),
        ("3,200.5万元", ["32005000"]),
        ("一体化", []),
        ("DEV0012", []),
        ("近百家", []),
        ("三百二十家", ["320"]),
        ("1.50", ["1.5"]),
    ],
)
def test_figures(text: str, figures: list[str]) -> None:
    assert [figure.text for figure in figures_of(plain(text))] == figures


def test_whole_figure_is_the_whole_text() -> None:
    assert whole_figure("1.2万") is not None
    assert whole_figure("1.2万台") is None


def test_canonical_has_no_exponent() -> None:
    assert canonical(1e12) == "1000000000000"
    assert canonical(0.1 + 0.2) == "0.3"


def test_every_character_knows_where_it_came_from() -> None:
    normal = normalise("㎡數控")
    assert normal.text == "m2数控"
    assert tuple(normal.origins) == (0, 0, 1, 2)


def test_no_character_is_in_two_groups_of_lookalikes() -> None:
    together = "".join(groups())
    assert len(together) == len(set(together))


def test_folding_meets() -> None:
    assert folded(plain("己未日O1")) == folded(plain("已末曰0l"))
    assert folded(plain("车床")) == "车床"


def test_initials() -> None:
    assert initials_of("合肥云帆ABC(集团)") == "hfyfabcjt"


@pytest.mark.parametrize(
    "name",
    ["重庆长安汽车", "徽商银行", "音乐行业协会", "长丰县重工", "都江堰水务", "厦门大厦物业", "曾氏调度系统",
     "蚌埠单县会计", "合肥智造（集团）ABC-12", "乐行天下", "朝阳藏品", "解放军总医院", "仇英美术馆", "給水排水"],
)  # fmt: skip
def test_initials_without_cutting_words_are_those_with(name: str) -> None:
    """Names are cut into words only where a character of theirs begins otherwise in some word."""
    by_words = "".join(lazy_pinyin(list(seg.cut(plain(name))), style=Style.FIRST_LETTER))
    assert initials_of(name) == "".join(char for char in by_words if char.isalnum() and char.isascii())


def test_codes_are_wholes() -> None:
    assert codes_of(plain("数控车床 SN-2023-0001 PLC OPC UA 12000台 13855100001 5G")) == ["sn-2023-0001", "13855100001"]
    assert codes_of("sb340100-000060，sb340100-000060") == ["sb340100-000060"]
    assert whole_code("sn-2023-") == "sn-2023-"
    assert whole_code("数控车床") is None
    assert whole_code("opc") is None


@pytest.mark.parametrize(
    ("written", "days"),
    [
        ("2018-08-22", (20180822, 20180822)),
        ("２０１８年８月２２日", (20180822, 20180822)),
        ("2018. 8. 2", (20180802, 20180802)),
        ("2018/08", (20180801, 20180831)),
        ("2018年", (20180101, 20181231)),
        ("2018", None),
        ("2018-13", None),
        ("2018-08-32", None),
        ("1318-08-22", None),
        ("SN-2018-08-22", None),
        ("", None),
    ],
)
def test_dates_as_days(written: str, days: tuple[int, int] | None) -> None:
    assert days_of(written) == days


def test_a_year_alone_is_a_date_where_it_is_asked_for() -> None:
    assert days_asked_for("2018") == days_of("2018年")
    assert days_asked_for("3018") is None
    assert days_asked_for("1.2万") is None
