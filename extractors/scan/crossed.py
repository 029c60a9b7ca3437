"""Tick boxes that the strokes of a hand run out of: the printed frame is looked for under the ink."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.uint8]
Place = tuple[int, int, int, int]

_SIDE, _SIDES = 0.78, 0.86
"""Share of one side of a frame that must be inked, and of the other three."""
_OUT = 0.2
"""Share of a side by which strokes must reach out of the frame: characters that have one (网 区) hardly do."""
_SQUARE = 0.88
_SAME = 0.2
"""Share of a side by which two sizes of boxes differ, or two places of one box lie apart."""
_LOST = 0.3
"""Share of a side by which faint print may have parted the frame from the strokes through it."""
_LARGEST = 5.0
"""Sides of the box that a hand's mark spans at most; what is larger is a drawing or a ruling."""


def crossed_frames(ink: Mask, boxes: Sequence[Place], parts: Sequence[Place]) -> list[Place]:
    """Places (x0, y0, x1, y1) of further frames of the size of ``boxes``; ``parts`` is connected ink, strokes among it.

    Only the sizes of boxes that stand clear on the same page are looked for: a form prints its boxes alike.
    """
    found: list[Place] = []
    for width, height in _sizes(boxes):
        for part in parts:
            if _may_hold(part, width, height):
                free = (
                    p for p in _frames(ink, part, width, height) if not any(_overlap(p, o) for o in (*boxes, *found))
                )
                found.extend(free)
    return found


def _may_hold(part: Place, width: int, height: int) -> bool:
    """Whether connected ink is a frame and what reaches out of it, and not the length of a drawing."""
    across, down = part[2] - part[0], part[3] - part[1]
    out = max(across - width, down - height) >= _OUT * width and min(across - width, down - height) >= -_LOST * width
    return out and max(across, down) <= _LARGEST * max(width, height)


def _sizes(boxes: Sequence[Place]) -> list[tuple[int, int]]:
    """The different sizes of the square ones among the boxes, the most usual ones first; at most two."""
    sizes = [(x1 - x0, y1 - y0) for x0, y0, x1, y1 in boxes]
    square = [size for size in sizes if min(size) >= _SQUARE * max(size)]
    kept: list[tuple[int, int]] = []
    for size, _ in Counter(square).most_common():
        if not any(abs(size[0] - w) + abs(size[1] - h) <= _SAME * (w + h) for w, h in kept):
            kept.append(size)
    return kept[:2]


def _frames(ink: Mask, part: Place, width: int, height: int) -> list[Place]:
    """Where in the part all four sides of a frame of that size are inked, to within a pixel; the best of each place."""
    room = round(_LOST * width) + 2
    x0, y0 = max(0, part[0] - room), max(0, part[1] - room)
    own = np.ascontiguousarray(ink[y0 : part[3] + room, x0 : part[2] + room])
    rows = cv2.boxFilter(cv2.dilate(own, np.ones((3, 1), np.uint8)), cv2.CV_32F, (width, 1), anchor=(0, 0)) / 255
    columns = cv2.boxFilter(cv2.dilate(own, np.ones((1, 3), np.uint8)), cv2.CV_32F, (1, height), anchor=(0, 0)) / 255
    high, wide = own.shape[0] - height + 1, own.shape[1] - width + 1
    sides = np.sort(np.stack((rows[:high, :wide], rows[height - 1 :, :wide],
                              columns[:high, :wide], columns[:high, width - 1 :])), axis=0)  # fmt: skip
    ys, xs = np.nonzero((sides[0] >= _SIDE) & (sides[1] >= _SIDES))
    best = np.argsort(-sides[:, ys, xs].sum(axis=0), kind="stable")
    places = [(x + x0, y + y0) for x, y in zip(xs[best].tolist(), ys[best].tolist(), strict=True)]
    kept: list[Place] = []
    for x, y in places:
        if all(abs(x - a) > _SAME * width or abs(y - b) > _SAME * height for a, b, _, _ in kept):
            kept.append((x, y, x + width, y + height))
    return kept


def _overlap(one: Place, other: Place) -> bool:
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    return across > 0 and down > 0 and across * down > _SAME * (one[2] - one[0]) * (one[3] - one[1])
