"""Specks before and after print are cut off; what belongs to the print stays."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from extractors.scan.specks import print_between

_SCALE = 0.36
_HEIGHT = 40


def _line(*marks: tuple[int, int, int, int]) -> NDArray[np.uint8]:
    """400 columns with ink at left, top, right, bottom of each mark."""
    ink = np.zeros((_HEIGHT, 400), np.uint8)
    for x0, y0, x1, y1 in marks:
        cv2.rectangle(ink, (x0, y0), (x1 - 1, y1 - 1), 255, -1)
    return ink


_PRINT = ((100, 8, 126, 34), (130, 8, 156, 34))


def test_a_speck_behind_print_is_cut_off() -> None:
    assert print_between(_line(*_PRINT, (300, 20, 304, 24)), _SCALE) == (0, 228)


def test_a_speck_before_print_is_cut_off() -> None:
    assert print_between(_line((40, 12, 43, 15), *_PRINT), _SCALE) == (71, 400)


def test_several_are_cut_off() -> None:
    start, end = print_between(_line((40, 12, 43, 15), *_PRINT, (200, 12, 203, 15), (300, 20, 304, 24)), _SCALE) or (
        0,
        0,
    )
    assert (43 < start < 100, 156 < end < 200) == (True, True)


@pytest.mark.parametrize(
    "mark",
    [
        pytest.param((160, 29, 164, 33), id="full stop"),
        pytest.param((159, 26, 167, 34), id="Chinese full stop"),
        pytest.param((220, 8, 223, 34), id="figure 1"),
        pytest.param((220, 20, 246, 23), id="character made of one stroke"),
        pytest.param((220, 20, 231, 23), id="dash"),
    ],
)
def test_what_is_written_stays(mark: tuple[int, int, int, int]) -> None:
    assert print_between(_line(*_PRINT, mark), _SCALE) == (0, 400)


def test_dirt_alone_is_no_line() -> None:
    assert print_between(_line((220, 20, 224, 24)), _SCALE) is None


def test_a_dash_alone_is_one() -> None:
    assert print_between(_line((220, 20, 231, 23)), _SCALE) == (0, 400)


def test_where_no_ink_is_known_nothing_is_cut_off() -> None:
    assert print_between(_line(), _SCALE) == (0, 400)
