"""A border found in one row of a list is looked for in the others: strokes of their print are none."""

from __future__ import annotations

import numpy as np
import pytest

from extractors.layout.rulings import Ruling
from extractors.scan.lines import Box
from extractors.scan.mended import lost_borders

_SCALE = 72 / 150
_XS, _YS = (60, 300, 600), tuple(range(60, 421, 30))
"""Pixels at 150 dpi: a list of twelve rows, some 14 points high."""


def _list(upright: tuple[int, int]) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """The list, in each of its rows an upright stroke at 500, from and to pixels below the row's top."""
    page = np.full((480, 660), 250, np.uint8)
    for y in _YS:
        page[y : y + 2, _XS[0] : _XS[-1]] = 60
        if y != _YS[-1]:
            page[y + upright[0] : y + upright[1], 500:502] = 60
    for x in _XS:
        page[_YS[0] : _YS[-1], x : x + 2] = 60
    return page


@pytest.mark.parametrize(("upright", "borders"), [((6, 25), 0), ((0, 30), 11)])
def test_last_figures_that_stand_under_each_other_are_no_border(upright: tuple[int, int], borders: int) -> None:
    """One of them was taken for a border before."""
    across = [(_XS[0], y, _XS[-1], y) for y in _YS]
    down = [(x, _YS[0], x, _YS[-1]) for x in _XS] + [(500, _YS[4], 500, _YS[5])]
    rulings = [Ruling(*(at * _SCALE for at in each)) for each in (*across, *down)]
    values: list[Box] = [(380.0, y + 3.0, 508.0, y + 28.0) for y in _YS[:-1]]
    assert len(lost_borders(rulings, _list(upright), values, _SCALE)) == borders
