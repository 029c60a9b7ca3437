"""Boxes of one line that reach into each other: parted where there is least ink, else print in both is read twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from extractors.scan.lines import Box

_SAME_LINE = 0.6
"""Share of the lower box's height that two boxes of one line have in common."""
_INSIDE = 0.7
"""Share of the narrower box from which one holds the other: two readings of one line, or one of two."""

Grey = NDArray[np.uint8]


def apart(boxes: Sequence[Box], ink: Grey) -> list[Box]:
    """The boxes (pixels), those of one line that overlap cut where the fewest pixels of ``ink`` stand."""
    parted = list(boxes)
    for one, other in _overlapping(boxes):
        left, right = (one, other) if parted[one][0] <= parted[other][0] else (other, one)
        at = _least_ink(parted[left], parted[right], ink)
        parted[left] = (*parted[left][:2], at, parted[left][3])
        parted[right] = (at, *parted[right][1:])
    return parted


def _overlapping(boxes: Sequence[Box]) -> Iterator[tuple[int, int]]:
    """Pairs that stand on one line and overlap at their ends."""
    x0, y0, x1, y1 = np.asarray(boxes, np.float64).reshape(-1, 4).T
    down = np.minimum.outer(y1, y1) - np.maximum.outer(y0, y0)
    across = np.minimum.outer(x1, x1) - np.maximum.outer(x0, x0)
    beside = down > _SAME_LINE * np.minimum.outer(y1 - y0, y1 - y0)
    ends = (across > 0) & (across < _INSIDE * np.minimum.outer(x1 - x0, x1 - x0))
    yield from ((int(one), int(other)) for one, other in np.argwhere(np.triu(beside & ends, 1)))


def _least_ink(left: Box, right: Box, ink: Grey) -> float:
    """The x at which to part two boxes: in the middle of the widest stretch with least ink in both."""
    start, end = int(right[0]), int(left[2]) + 1
    top, bottom = int(max(left[1], right[1])), int(min(left[3], right[3])) + 1
    columns = (ink[max(0, top) : bottom, max(0, start) : end] > 0).sum(axis=0)
    if not columns.size:
        return (start + end) / 2
    least = np.flatnonzero(columns == columns.min())
    runs = np.split(least, np.flatnonzero(np.diff(least) > 1) + 1)
    widest = max(runs, key=len)
    return max(0, start) + float(widest[0] + widest[-1] + 1) / 2
