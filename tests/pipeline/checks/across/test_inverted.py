"""The sorted table finds exactly what comparing all pairs would find."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.checks.across.inverted import COMMON, Inverted

SETS = st.lists(st.lists(st.integers(1, 40), max_size=25), min_size=1, max_size=8)
SHARES = st.sampled_from([0.3, 0.5, 0.7, 0.8, 1.0])


def table(sets: list[list[int]]) -> Inverted:
    return Inverted([np.array(each, dtype=np.uint64) for each in sets])


@given(SETS, SHARES)
def test_no_holder_is_missed(sets: list[list[int]], share: float) -> None:
    made = table(sets)
    distinct = [set(each) for each in sets]
    for mine, members in enumerate(distinct):
        true = {
            other
            for other, theirs in enumerate(distinct)
            if other != mine and members and len(members & theirs) >= share * len(members)
        }
        assert true <= set(made.holders(mine, share))


@given(SETS, st.integers(1, 6))
def test_pairs_that_share_are_those_of_all_pairs(sets: list[list[int]], least: int) -> None:
    distinct = [set(each) for each in sets]
    expected = [
        (one, two, len(distinct[one] & distinct[two]))
        for one, two in combinations(range(len(sets)), 2)
        if len(distinct[one] & distinct[two]) >= least
    ]
    assert list(table(sets).sharing(least)) == expected


def test_nothing_is_not_shared() -> None:
    assert list(table([[0, 1], [0, 2]]).sharing(1)) == []


def test_what_everybody_has_makes_no_pairs() -> None:
    assert list(table([[7, n + 100] for n in range(COMMON + 1)]).sharing(1)) == []
    assert len(list(table([[7, n + 100] for n in range(COMMON)]).sharing(1))) == COMMON * (COMMON - 1) // 2


@pytest.mark.parametrize("sets", [[[]], [[], []], [[1], []]])
def test_empty_sets(sets: list[list[int]]) -> None:
    made = table(sets)
    assert list(made.sharing(1)) == []
    assert [list(made.holders(n, 0.8)) for n in range(len(sets))] == [[] for _ in sets]
