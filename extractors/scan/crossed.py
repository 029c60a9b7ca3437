"""Tick boxes that the strokes of a hand run out of: the printed frame is looked for under the ink."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.scan.box_lines import Place, is_in_line, strips_of

Mask = NDArray[np.uint8]

_SIDE, _SIDES = 0.78, 0.86
"""Share of one side of a frame that must be inked, and of the other three."""
_OUT = 0.2
"""Share of a side by which strokes must reach out of the frame: characters that have one (网 区) hardly do."""
_SQUARE = 0.88
_SAME = 0.2
"""Share of a side by which two sizes of boxes differ, or two places of one box lie apart."""
_LOST = 0.3
"""Share of a side by which faint print may have parted the frame from the strokes through it."""
_APART = 0.6
"""Shares of a side by which boxes of one line lie apart at the least: its side and a stroke behind it make a frame."""
_THIN, _BROAD = 0.16, 0.5
"""Where the strips inside and outside of a frame's side lie (sides from it), and the share of the clearer one that is
inked at the most: a frame is made of lines."""
_ALIKE = 2
"""Clear boxes of one size on the page that say where others may stand."""
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


def frames_among(ink: Mask, boxes: Sequence[Place]) -> list[Place]:
    """Places of further frames on the lines and in the columns of boxes of their size, whatever is in or over them."""
    found: list[Place] = []
    for width, height in _sizes(boxes):
        own = [b for b in boxes if abs(b[2] - b[0] - width) <= 1 and abs(b[3] - b[1] - height) <= 1]
        if len(own) < _ALIKE:
            continue
        for strip in strips_of(ink.shape, own):
            for place in _frames(ink, strip, width, height):
                near = any(_is_near(place, other) for other in (*boxes, *found))
                if not near and any(is_in_line(place, other) for other in own) and _is_of_lines(ink, place):
                    found.append(place)
    return found


def _is_near(one: Place, other: Place) -> bool:
    """Whether two frames lie on each other, or closer than boxes stand."""
    room = _APART * (one[2] - one[0])
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    return across > -room and down > 0


def _is_of_lines(ink: Mask, place: Place) -> bool:
    """Whether all sides are thin: white along most of each, inside or outside of it."""
    x0, y0, x1, y1 = place
    deep = max(3, round(_THIN * (x1 - x0)))
    plain = cv2.copyMakeBorder(ink, deep, deep, deep, deep, cv2.BORDER_CONSTANT, value=0) > 0
    own = plain[y0 : y1 + 2 * deep, x0 : x1 + 2 * deep]
    outside = (own[0, deep:-deep], own[-1, deep:-deep], own[deep:-deep, 0], own[deep:-deep, -1])
    inner = own[2 * deep : -2 * deep, 2 * deep : -2 * deep]
    inside = (inner[0], inner[-1], inner[:, 0], inner[:, -1])
    return all(min(float(a.mean()), float(b.mean())) <= _BROAD for a, b in zip(outside, inside, strict=True))


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
