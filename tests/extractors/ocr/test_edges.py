"""Where characters stand, from the steps at which they were seen."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import pytest

from extractors.ocr.edges import character_edges


@pytest.mark.parametrize(
    ("text", "columns", "steps"),
    [
        ("共12", (1, 4, 7), 10.0),
        ("共12", (1, 4, 9), 6.0),  # the last figure was seen in the padding
        ("共12", (7, 8, 9), 6.0),  # all were
        ("共 1", (1, 9), 6.0),
        ("1", (9,), 6.0),
        ("1 ", (9,), 6.0),
    ],
)
def test_edges_ascend_and_lie_within_the_line(text: str, columns: Sequence[int], steps: float) -> None:
    edges = character_edges(text, columns, steps, 60)
    assert len(edges) == len(text) + 1
    assert all(left <= right for left, right in pairwise(edges))
    assert 0 <= edges[0] <= edges[-1] <= 60


def test_borders_are_half_way_between_neighbours() -> None:
    assert character_edges("共12", (1, 4, 7), 10.0, 100) == pytest.approx((0.0, 30.0, 60.0, 90.0))


def test_what_does_not_fit_the_text_tells_nothing() -> None:
    assert character_edges("共12", (1, 4), 10.0, 100) == ()
    assert character_edges("共12", (1, 4, 7), 0.0, 100) == ()
