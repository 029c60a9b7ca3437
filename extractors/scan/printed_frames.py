"""Printed frames of tick boxes under whatever strokes: looked for in the sizes of the page's clear boxes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.uint8]
Place = tuple[int, int, int, int]

_PAPER = 250.0
"""Grey of paper on a prepared page."""
_AS_DARK = 0.7
"""Share of the clear frames' darkness from which a pixel counts in full as one of a frame."""
_DRAWN = 0.82
"""Share of each side that must be drawn, dark pixels in full, paler ones in part."""
_AROUND, _PLAIN = 2.0, 2.0
"""How dark the strips before, above and below a frame are at the most (3 in all), and by how much the four sides are
darker than the strip inside or outside along them at the least (4 in all): a frame is made of lines."""
_STRIP = 0.16
"""Where these strips lie, in sides of the box from its sides."""
_FINE = 30
"""Pixels of a box's side from which its lines may lean by more than a pixel."""
_SQUARE = 0.88
_SAME = 0.2
"""Share of a side by which two sizes of boxes differ, or two places of one box lie apart."""


def printed_frames(grey: Grey, clear: Sequence[Place]) -> list[Place]:
    """Places (x0, y0, x1, y1) of further frames, as large and about as dark as the ``clear`` boxes of the page.

    A form prints its boxes alike, and ink over a frame leaves it as dark as it was. A side's mean tells what no pixel
    of it does: at 150 dpi a faint frame is hardly darker than the grain of the paper.
    """
    found: list[Place] = []
    for width, height in _sizes(clear):
        dark = _darkness(grey, [place for place in clear if _is_of_size(place, width, height)])
        for place in _matches(dark, width, height):
            if not any(_overlap(place, other) for other in (*clear, *found)):
                found.append(place)
    return found


def _sizes(places: Sequence[Place]) -> list[tuple[int, int]]:
    """The different sizes of the square ones among the boxes, the most usual ones first; at most two."""
    sizes = [(x1 - x0, y1 - y0) for x0, y0, x1, y1 in places]
    square = [size for size in sizes if min(size) >= _SQUARE * max(size)]
    near = {size: sum(abs(size[0] - w) <= 1 and abs(size[1] - h) <= 1 for w, h in square) for size in square}
    kept: list[tuple[int, int]] = []
    for size in sorted(near, key=lambda each: (-near[each], each)):
        if not any(abs(size[0] - w) + abs(size[1] - h) <= _SAME * (w + h) for w, h in kept):
            kept.append(size)
    return kept[:2]


def _is_of_size(place: Place, width: int, height: int) -> bool:
    return abs(place[2] - place[0] - width) <= 1 and abs(place[3] - place[1] - height) <= 1


def _darkness(grey: Grey, clear: Sequence[Place]) -> Grey:
    """255 where a pixel is as dark as the clear frames' sides are, 0 where it is paper."""
    sides = []
    for x0, y0, x1, y1 in clear:
        across, down = grey[y0:y1, x0:x1].mean(axis=1), grey[y0:y1, x0:x1].mean(axis=0)
        palest = max(float(each.min()) for each in (across[:3], across[-3:], down[:3], down[-3:]))
        sides.append(_PAPER - palest)
    full = max(20.0, _AS_DARK * float(np.median(sides)))
    levels = np.clip((_PAPER - np.arange(256)) / full * 255, 0, 255)
    return np.asarray(cv2.LUT(grey, levels.astype(np.uint8)), np.uint8)


def _matches(dark: Grey, width: int, height: int) -> list[Place]:
    """Where all four sides of a frame of that size are drawn, to within a pixel; the best of each place."""
    strip, room = max(3, round(_STRIP * width)), 5 if width >= _FINE else 3
    plain = np.asarray(cv2.copyMakeBorder(dark, *(strip,) * 4, cv2.BORDER_CONSTANT, value=0), np.uint8)
    across, down = cv2.blur(plain, (width, 1), anchor=(0, 0)), cv2.blur(plain, (1, height), anchor=(0, 0))
    rows, columns = cv2.dilate(across, np.ones((room, 1), np.uint8)), cv2.dilate(down, np.ones((1, room), np.uint8))
    high, wide = dark.shape[0] - height + 1, dark.shape[1] - width + 1
    if min(high, wide) < 1:
        return []

    def at(values: Any, below: int, right: int) -> Any:
        return values[strip + below :, strip + right :][:high, :wide]

    sides = (at(rows, 0, 0), at(rows, height - 1, 0), at(columns, 0, 0), at(columns, 0, width - 1))
    least = cv2.min(cv2.min(sides[0], sides[1]), cv2.min(sides[2], sides[3]))
    ys, xs = np.divmod(np.flatnonzero(least >= round(_DRAWN * 255)), wide)
    drawn = np.stack([side[ys, xs] for side in sides]) / 255
    outside = np.stack([at(across, -strip, 0)[ys, xs], at(across, height - 1 + strip, 0)[ys, xs],
                        at(down, 0, -strip)[ys, xs], at(down, 0, width - 1 + strip)[ys, xs]]) / 255  # fmt: skip
    inside = np.stack([at(across, strip, 0)[ys, xs], at(across, height - 1 - strip, 0)[ys, xs],
                       at(down, 0, strip)[ys, xs], at(down, 0, width - 1 - strip)[ys, xs]]) / 255  # fmt: skip
    plainness = (drawn - np.minimum(outside, inside)).sum(axis=0)
    within = (xs >= width) & (ys >= height) & (xs <= wide - width) & (ys <= high - height)  # rims and shadows
    good = np.flatnonzero(within & (outside[:3].sum(axis=0) <= _AROUND) & (plainness >= _PLAIN))
    best = good[np.argsort(-drawn.sum(axis=0)[good], kind="stable")]
    return _apart([(int(xs[n]), int(ys[n])) for n in best], width, height)


def _apart(corners: Sequence[tuple[int, int]], width: int, height: int) -> list[Place]:
    """Boxes at the corners, the first of those that lie on each other."""
    kept: list[Place] = []
    for x, y in corners:
        if all(abs(x - a) > _SAME * width or abs(y - b) > _SAME * height for a, b, _, _ in kept):
            kept.append((x, y, x + width, y + height))
    return kept


def _overlap(one: Place, other: Place) -> bool:
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    return across > 0 and down > 0 and across * down > _SAME * (one[2] - one[0]) * (one[3] - one[1])
