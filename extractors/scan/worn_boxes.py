"""Tick boxes that wear has joined with the word behind them: filled ones."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.uint8]
Place = tuple[int, int, int, int]

_STROKE = 0.85
"""Share of the smallest box's side: a square of ink so large is no stroke."""
_SQUARE, _FULL = 0.8, 0.9
"""Shortest side to longest, and share of the square that is inked, of a filled box."""


def filled_squares(ink: Mask, scale: float, sides: tuple[float, float]) -> list[Place]:
    """Squares of solid ink (x0, y0, x1, y1), whatever touches them.

    Args:
        ink: of the page (255), without rulings.
        scale: points a pixel.
        sides: how long the shorter side is at the least and the longer one at the most, in points.
    """
    core = max(5, round(_STROKE * sides[0] / scale) | 1)  # odd: an even kernel moves what it leaves
    solid = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((core, core), np.uint8))
    left, top, width, height = cv2.boundingRect(solid)  # a fraction of the page's time where there is hardly any
    if not width:
        return []
    count, _, stats, _ = cv2.connectedComponentsWithStats(
        solid[top : top + height, left : left + width], connectivity=4
    )
    return [
        (left + x, top + y, left + x + w, top + y + h)
        for x, y, w, h, area in (tuple(int(each) for each in stats[n]) for n in range(1, count))
        if sides[0] <= min(w, h) * scale
        and max(w, h) * scale <= sides[1]
        and min(w, h) >= _SQUARE * max(w, h)
        and area >= _FULL * w * h
    ]


def over(one: Place, other: Place) -> bool:
    """Whether two places share a pixel."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
