"""Boxes of one line that reach into each other are parted; others are left as they are."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from extractors.scan.overlaps import apart


def _ink(*strokes: tuple[int, int]) -> NDArray[np.uint8]:
    """A line of print from y 10 to 40 with ink from and to these columns."""
    ink = np.zeros((60, 400), np.uint8)
    for start, end in strokes:
        ink[12:38, start:end] = 255
    return ink


def test_two_boxes_are_parted_where_there_is_no_ink() -> None:
    ink = _ink((20, 48), (110, 140))
    left, right = apart([(15.0, 10.0, 60.0, 40.0), (45.0, 8.0, 145.0, 42.0)], ink)
    assert 48 <= left[2] == right[0] <= 60
    assert (left[0], right[2]) == (15.0, 145.0)


def test_their_order_does_not_matter() -> None:
    ink = _ink((20, 48), (110, 140))
    right, left = apart([(45.0, 8.0, 145.0, 42.0), (15.0, 10.0, 60.0, 40.0)], ink)
    assert 48 <= left[2] == right[0] <= 60


def test_boxes_under_each_other_or_inside_one_another_stay() -> None:
    for other in ((30.0, 35.0, 120.0, 62.0), (40.0, 12.0, 80.0, 38.0), (161.0, 10.0, 200.0, 40.0)):
        boxes = [(15.0, 10.0, 160.0, 40.0), other]
        assert apart(boxes, _ink((20, 150))) == boxes


def test_no_boxes_are_none() -> None:
    assert apart([], _ink()) == []
