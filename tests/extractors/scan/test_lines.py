"""Ink that the detector overlooks, and words kept clear of rulings."""

from __future__ import annotations

import numpy as np

from extractors.layout.rulings import Ruling
from extractors.scan.lines import between_verticals, cut_at_verticals, overlooked


def _ink() -> np.ndarray:
    """A page of 300 x 300 pixels with a figure in three parts, as faint print comes, a speck, and a worn ruling."""
    ink = np.zeros((300, 300), np.uint8)
    ink[100:103, 60:68] = ink[106:112, 62:69] = ink[114:117, 60:67] = 255
    ink[104:108, 61:62] = 255
    ink[200:203, 200:203] = 255
    ink[20:280, 50:52] = 255
    return ink


def test_a_lonely_figure_in_pieces_is_seen() -> None:
    (found,) = overlooked(_ink(), [], 0.48)
    x0, y0, x1, y1 = found
    assert 54 <= x0 <= 62
    assert 66 <= x1 <= 72
    assert 98 <= y0 <= 101
    assert 116 <= y1 <= 119


def test_what_a_line_covers_is_not_overlooked() -> None:
    assert overlooked(_ink(), [(55.0, 95.0, 75.0, 120.0)], 0.48) == []


def test_a_line_across_a_ruling_is_cut_there() -> None:
    rulings = [Ruling(50, 0, 50, 100)]
    assert [(round(a), round(b)) for a, _, b, _ in cut_at_verticals((10, 10, 90, 30), rulings, 1.0)] == [
        (10, 45),
        (55, 90),
    ]


def test_rulings_of_other_rows_do_not_clip_a_line() -> None:
    beside, above = Ruling(20, 0, 20, 100), Ruling(60, 0, 60, 14)
    left, right = between_verticals((30, 10, 90, 30), [beside, above], 1.0)
    assert 20 < left < 23
    assert right == float("inf")
