"""Tick boxes that wear has parted or joined: filled ones that touch the word behind them, faint frames with gaps."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from statistics import median
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.scan.box_lines import Place, is_in_line, strips_of
from extractors.scan.components import components

Mask = NDArray[np.uint8]
Means = NDArray[np.float32]

_STROKE = 0.85
"""Share of the smallest box's side: a square of ink so large is no stroke."""
_SQUARE, _FULL = 0.8, 0.9
"""Shortest side to longest, and share of the square that is inked, of a filled box."""
_CONTRAST, _BRIGHT = 18.0, 12.0
"""By how much each side of a faint frame is darker than its inside, and by how much at the most the inside and what
stands around it are darker than paper (greys)."""
_PAPER = 250.0
_AS_DARK = 0.5
"""Share of the clear boxes' contrast that a faint one of the same page has at the least."""
_ALIKE = 2
"""Clear boxes of one size on the page that say how large its boxes are."""


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
    count, _, stats, _ = components(solid[top : top + height, left : left + width], connectivity=4)
    return [
        (left + x, top + y, left + x + w, top + y + h)
        for x, y, w, h, area in (tuple(int(each) for each in stats[n]) for n in range(1, count))
        if sides[0] <= min(w, h) * scale
        and max(w, h) * scale <= sides[1]
        and min(w, h) >= _SQUARE * max(w, h)
        and area >= _FULL * w * h
    ]


def faint_frames(grey: NDArray[np.uint8], clear: Sequence[Place]) -> list[Place]:
    """Further empty frames of the ``clear`` ones' sizes: all four sides darker than inside and around, gaps or not.

    A side's mean tells what no pixel of it does: at 150 dpi a faint frame is hardly darker than the grain of the paper.
    """
    found: list[Place] = []
    for width, height in _usual_sizes(clear):
        matches = sorted(_matches(grey, width, height), key=lambda each: -each[1])
        own = [contrast for place, contrast in matches if any(over(place, other) for other in clear)]
        least = _AS_DARK * median(own) if own else _CONTRAST
        for place, contrast in matches:
            if contrast >= least and not any(over(place, other) for other in (*clear, *found)):
                found.append(place)
    return found


def frames_in_line(grey: NDArray[np.uint8], known: Sequence[Place]) -> list[Place]:
    """Faint empty frames as large as two of the known boxes, or a pixel larger, on the line or in the column of one.

    Where hardly any empty box is clear, ticked ones tell the size too; then only such places are looked at.
    """
    usual = _usual_sizes(known)
    sizes = sorted({(w + more, h + more) for w, h in usual for more in (0, 1)})
    strips = strips_of(grey.shape, known)
    matches = [
        ((x0 + left, y0 + top, x1 + left, y1 + top), contrast)
        for left, top, right, bottom in strips
        for size in sizes
        for (x0, y0, x1, y1), contrast in _matches(grey[top:bottom, left:right], *size)
    ]
    found: list[Place] = []
    for place, _ in sorted(matches, key=lambda each: -each[1]):
        if not any(over(place, other) for other in (*known, *found)) and any(is_in_line(place, o) for o in known):
            found.append(place)
    return found


def _usual_sizes(places: Sequence[Place]) -> list[tuple[int, int]]:
    """The sizes that two and more of the boxes have, to within a pixel, the most usual one of each."""
    sizes = [(x1 - x0, y1 - y0) for x0, y0, x1, y1 in places]
    near = {size: sum(abs(size[0] - w) <= 1 and abs(size[1] - h) <= 1 for w, h in sizes) for size in sizes}
    kept: list[tuple[int, int]] = []
    for size in sorted(near, key=lambda each: -near[each]):
        if near[size] >= _ALIKE and not any(abs(size[0] - w) <= 1 and abs(size[1] - h) <= 1 for w, h in kept):
            kept.append(size)
    return kept[:2]


def _matches(grey: NDArray[np.uint8], width: int, height: int) -> list[tuple[Place, float]]:
    """Where all four sides are dark, the inside and the strips before, above and below are paper; with the contrast."""
    picture = grey.astype(np.float32)
    margin = max(3, round(0.2 * width))
    rows = _means(cv2.erode(picture, np.ones((2, 1), np.uint8)), width, 1)
    columns = _means(cv2.erode(picture, np.ones((1, 2), np.uint8)), 1, height)
    inner = _means(picture, width - 2 * margin, height - 2 * margin)
    plain_rows, plain_columns = _means(picture, width, 1), _means(picture, 1, height)
    high, wide = grey.shape[0] - height - 6, grey.shape[1] - width - 6
    if high < 1 or wide < 1:
        return []

    def at(values: Means, down: int, across: int) -> Means:
        return values[3 + down : 3 + down + high, 3 + across : 3 + across + wide]

    sides = [at(rows, 0, 0), at(rows, height - 1, 0), at(columns, 0, 0), at(columns, 0, width - 1)]
    darkest = reduce(np.maximum, sides)
    inside = at(inner, margin, margin)
    around = reduce(np.minimum, [at(plain_rows, -3, 0), at(plain_rows, height + 2, 0), at(plain_columns, 0, -3)])
    paper = np.minimum(inside, around)
    ys, xs = np.nonzero((paper - darkest >= _CONTRAST) & (paper >= _PAPER - _BRIGHT))
    return [
        ((x + 3, y + 3, x + 3 + width, y + 3 + height), float(paper[y, x] - darkest[y, x]))
        for x, y in zip(xs.tolist(), ys.tolist(), strict=True)
    ]


def _means(picture: Any, width: int, height: int) -> Means:
    """The mean of the pixels from each one on, so many to the right and down."""
    return np.asarray(cv2.blur(picture, (width, height), anchor=(0, 0)), np.float32)


def over(one: Place, other: Place) -> bool:
    """Whether two places share a pixel."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
