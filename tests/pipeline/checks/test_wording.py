"""Differences of writing do not count; a character that readers mistake may."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.checks.wording import alike, one_off, plain, says_nothing, show

TEXTS = st.text("甲乙12ab", max_size=6)


def distance(a: str, b: str) -> int:
    if not a or not b:
        return len(a) + len(b)
    return min(distance(a[1:], b) + 1, distance(a, b[1:]) + 1, distance(a[1:], b[1:]) + (a[0] != b[0]))


@given(TEXTS, TEXTS)
def test_one_off_is_an_edit_distance_of_one_at_most(one: str, two: str) -> None:
    assert one_off(one, two) is (distance(plain(one), plain(two)) <= 1)


@given(st.text("甲乙ＡaＢb１1－—-（( 　\n", max_size=20))
def test_plain_is_plain_already(text: str) -> None:
    assert plain(plain(text)) == plain(text)


def test_width_case_blanks_and_dashes_do_not_count() -> None:
    assert plain("ＡＢＣ－１ 甲　乙") == plain("abc—1甲乙")


def test_what_readers_mistake_is_alike() -> None:
    assert alike("SB-1O0l") == alike("5810 01".replace("58", "SB").replace(" ", ""))
    assert alike("SB-001") != alike("SB-002")


@pytest.mark.parametrize("text", ["", "-", "——", "／", "无", "暂无", "N/A", " 无 "])
def test_what_says_nothing(text: str) -> None:
    assert says_nothing(text)


@pytest.mark.parametrize("text", ["无锡市某公司", "0", "A-1"])
def test_what_says_something(text: str) -> None:
    assert not says_nothing(text)


@pytest.mark.parametrize(("number", "shown"), [(0, "0"), (1200.0, "1,200"), (12.5, "12.5"), (1e-9, "0"), (-3, "-3")])
def test_numbers_as_people_write_them(number: float, shown: str) -> None:
    assert show(number) == shown
