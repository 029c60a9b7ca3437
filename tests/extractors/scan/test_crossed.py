"""A row of merged cells between parted ones: a stroke of its text stands where their border would go on."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from extractors.layout.rulings import Ruling
from extractors.scan.ruled import find_rulings
from extractors.scan.sides import THROUGHOUT, Side, inked

_SCALE = 72 / 200
_LEVELS, _MIDDLE = (100, 172, 210, 282, 354), 400
Grey = NDArray[np.uint8]


def _page(top: int, bottom: int) -> Grey:
    """A table of two columns but for its second row, in which a stroke stands from ``top`` to ``bottom``."""
    page = np.full((460, 800), 250, np.uint8)
    for y in _LEVELS:
        page[y - 1 : y + 2, 100:701] = 0
    for x in (100, 700):
        page[_LEVELS[0] : _LEVELS[-1], x - 1 : x + 2] = 0
    for start, end in ((_LEVELS[0], _LEVELS[1]), (_LEVELS[2], _LEVELS[-1])):
        page[start:end, _MIDDLE - 1 : _MIDDLE + 2] = 0
    page[top:bottom, _MIDDLE - 1 : _MIDDLE + 2] = 0
    return page


def _crosses(page: Grey) -> bool:
    uprights = [each for each in find_rulings(page, _SCALE).rulings if not each.horizontal]
    return any(_is_middle(each) and each.y0 < 190 * _SCALE < each.y1 for each in uprights)


def _is_middle(ruling: Ruling) -> bool:
    return abs(ruling.x0 / _SCALE - _MIDDLE) < 3


def test_a_stroke_in_a_merged_row_is_no_border() -> None:
    assert not _crosses(_page(178, 205))


def test_a_border_is_one_in_a_low_row_too() -> None:
    assert _crosses(_page(_LEVELS[1], _LEVELS[2]))


def test_worn_borders_are_left_alone() -> None:
    page = _page(178, 205)
    page[225:236, _MIDDLE - 2 : _MIDDLE + 3] = 250
    page[300:311, _MIDDLE - 2 : _MIDDLE + 3] = 250
    assert _crosses(page)


def test_ink_throughout_begins_and_ends_at_the_lines() -> None:
    side = Side(False, _MIDDLE * _SCALE, _LEVELS[1] * _SCALE, _LEVELS[2] * _SCALE)
    assert inked(side, _page(_LEVELS[1], _LEVELS[2]), _SCALE) >= THROUGHOUT
    assert inked(side, _page(_LEVELS[1] + 6, _LEVELS[2]), _SCALE) < THROUGHOUT
    assert inked(side, _page(_LEVELS[1], _LEVELS[2] - 6), _SCALE) < THROUGHOUT
