"""A cursor goes to the browser and comes back as anybody likes: it is ours, or it is refused."""

from __future__ import annotations

from base64 import urlsafe_b64encode

import pytest

from pipeline.problems import UsageError
from search.cursor import PAGE_LIMIT, checked_limit, count_of, pack, unpack


def test_a_state_comes_back_as_it_was() -> None:
    state = {"skip": 40, "of": "甲/乙"}
    assert unpack(pack(state)) == state
    assert unpack(None) == unpack("") == {}


@pytest.mark.parametrize(
    "cursor", ["x", "甲", "AAAA", urlsafe_b64encode(b"[1]").decode(), urlsafe_b64encode(b'{"a":').decode()]
)
def test_what_is_no_cursor_of_ours_is_refused(cursor: str) -> None:
    with pytest.raises(UsageError, match="翻页标记无效"):
        unpack(cursor)


def test_a_count_is_a_whole_number_that_is_not_absurd() -> None:
    assert count_of({}, "skip") == 0
    assert count_of({"skip": 2**31 - 1}, "skip") == 2**31 - 1
    for wrong in (-1, 2**31, True, 1.0, "3", None):
        with pytest.raises(UsageError, match="翻页标记无效"):
            count_of({"skip": wrong}, "skip")


def test_a_page_holds_from_one_to_the_most() -> None:
    assert [checked_limit(1), checked_limit(PAGE_LIMIT)] == [1, PAGE_LIMIT]
    for wrong in (0, -5, PAGE_LIMIT + 1):
        with pytest.raises(UsageError, match=str(wrong)):
            checked_limit(wrong)
