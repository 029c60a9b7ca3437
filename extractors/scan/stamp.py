"""The square name stamp of a legal representative: found by the four straight sides of its frame."""

from __future__ import annotations

from itertools import product

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.scan.components import components

_SIDE = (24.0, 80.0)
"""Points: shortest and longest side of a name stamp."""
_LIKE = 0.3
"""By how much of a side the four sides may differ."""

Run = tuple[int, int, int]
"""A straight run: position across it, start, end (pixels)."""


def find_stamp(part: NDArray[np.uint8], scale: float) -> tuple[int, int, int, int] | None:
    """The stamp's frame as x0, y0, x1, y1 in pixels of ``part`` (a mask of red); None where there is none.

    A ring has no straight side of that length, and a filled star no two that are parallel and apart.
    """
    shortest = round(_SIDE[0] / scale)
    across = _runs(part, shortest)
    if len(across) < 2:
        return None
    down = _runs(np.ascontiguousarray(part.T), shortest)
    for top, bottom in product(across, across):
        side = bottom[0] - top[0]
        if not _SIDE[0] / scale <= side <= _SIDE[1] / scale or not _alike(top, bottom, side):
            continue
        left, right = min(top[1], bottom[1]), max(top[2], bottom[2])
        sides = [run for run in down if _covers(run, top[0], bottom[0], side)]
        near = [any(abs(run[0] - x) < _LIKE * side for run in sides) for x in (left, right)]
        if any(near):
            return left, top[0], right, bottom[0]
    return None


def _alike(one: Run, two: Run, side: int) -> bool:
    """Whether two parallel runs are as long as the square is high and stand over each other."""
    shared = min(one[2], two[2]) - max(one[1], two[1])
    longest = max(one[2] - one[1], two[2] - two[1])
    return shared > (1 - _LIKE) * longest and abs(longest - side) < _LIKE * side


def _covers(run: Run, start: int, end: int, side: int) -> bool:
    return min(run[2], end) - max(run[1], start) > (1 - _LIKE) * side


def _runs(mask: NDArray[np.uint8], shortest: int) -> list[Run]:
    """Horizontal runs of ink at least that long, slightly slanted ones too."""
    thick = cv2.dilate(mask, np.ones((3, 3), np.uint8))
    opened = cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones((1, max(3, round(0.8 * shortest))), np.uint8))
    closed = cv2.morphologyEx(opened, cv2.MORPH_CLOSE, np.ones((1, max(3, shortest // 2)), np.uint8))
    count, _, stats, _ = components(closed)
    found = []
    for number in range(1, count):
        x, y, w, h, _ = (int(each) for each in stats[number])
        if w >= shortest and h < 0.35 * w:
            found.append((y + h // 2, x, x + w))
    return found
