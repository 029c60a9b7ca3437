"""A malformed query is answered with the character and a sentence that helps."""

from __future__ import annotations

import pytest

from pipeline.problems import Exit
from search.problems import QuerySyntaxError
from search.query.parse import MAX_LEAVES, parse
from search.query.tree import Anything, Words, leaves


@pytest.mark.parametrize(
    ("query", "position", "says"),
    [
        ("", 0, "空"),
        ("   ", 0, "空"),
        ("(车床", 0, "括号"),
        ("车床)", 2, "括号"),
        ("车床 ()", 4, "括号"),
        ('车床 "机理', 3, "引号"),
        ("车床 OR", 5, "没有写完"),
        ("AND 车床", 0, "AND"),
        ("车床 OR OR 铣床", 6, "OR"),
        (":车床", 0, "字段名"),
        ("发现:", 3, "没有写完"),
        ("设备数量:>很多", 6, "数字"),
        ("成立时间:>=去年", 7, "日期"),
        ("成立时间:>2018-13-01", 6, "日期"),
        ("> 5000", 0, "字段名之后"),
        ("车床 NOT", 3, "NOT"),
    ],
)
def test_the_wrong_character(query: str, position: int, says: str) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        parse(query)
    assert caught.value.position == position
    assert says in caught.value.what
    assert caught.value.exit == Exit.USAGE


def test_the_caret_stands_below_the_character() -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        parse("数控 a)")
    lines = str(caught.value).splitlines()
    assert lines[-2] == "  数控 a)"
    assert lines[-1] == " " * (2 + 4 + 2) + "^"  # two wide characters, a space, a letter


@pytest.mark.parametrize(
    "query", ["车" * 1001, "(" * 30 + "车" + ")" * 30, " OR ".join(f"车{n}" for n in range(MAX_LEAVES + 1))]
)
def test_monsters_are_refused(query: str) -> None:
    with pytest.raises(QuerySyntaxError):
        parse(query)


@pytest.mark.parametrize(
    ("query", "meant"),
    [
        ("与", [("与", False)]),
        ("或", [("或", False)]),
        ("非", [("非", False)]),
        ("a-b", [("a-b", False)]),
        ("C++", [("C++", False)]),
        ("100%", [("100%", False)]),
        ("（车床）", [("车床", False)]),
        ("车床!", [("车床!", False)]),
        ("甲，乙", [("甲，乙", False)]),
        ("“车床”", [("车床", True)]),
    ],
)
def test_odd_but_meant(query: str, meant: list[tuple[str, bool]]) -> None:
    """Signs that are operators elsewhere are words here: each query is one word or phrase, as it was written."""
    assert [(leaf.text, leaf.exact) for leaf in leaves(parse(query)) if isinstance(leaf, Words)] == meant
    assert isinstance(parse(query), Words)


@pytest.mark.parametrize("word", ["或许", "与会", "非标", "且慢", "不含税", "ORACLE", "ANDON", "NOTE"])
def test_operators_are_words_of_their_own(word: str) -> None:
    """A word that only begins like an operator is a word, at the beginning and after another one."""
    for query in (word, f"车床 {word}"):
        assert [leaf.text for leaf in leaves(parse(query)) if isinstance(leaf, Words)] == query.split()


def test_a_wide_star_is_everything() -> None:
    assert isinstance(parse("＊"), Anything)
    assert isinstance(parse("*"), Anything)
