"""What a scan shows that is not on the paper: the dark round it, and the holes that a punch made."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.scan.components import Part, parts

_WHITE = 255
_DARK, _PALE = 140, 205
"""Grey levels below which nothing is paper, and below which there may be fine print."""
_COARSE = 1.5
"""Points a pixel, about, at which it is looked for: whatever is thick is seen."""
_THICK = 3
"""Pixels of that picture; rulings and print are thinner."""
_RIM = 2
"""The same by which the blurred rim goes too."""
_HOLE, _MARGIN, _ALONE = (9.0, 24.0), 62.0, 14.0
"""Points across a hole; how far from the paper's edge its middle lies at the most; points of paper round it."""
_ROUND = (0.68, 0.96)
"""Share of the square about it that a disc fills, pi / 4, drawn coarsely; what else fills it so is never alone."""

Grey = NDArray[np.uint8]


def without_surroundings(grey: Grey, scale: float) -> Grey:
    """The page with white where its edge is dark and where it is punched; itself where there is neither.

    ``grey`` is a page evened out (paper 250), ``scale`` points a pixel.
    """
    times = max(1, round(_COARSE / scale))
    size = grey.shape[1] // times, grey.shape[0] // times
    whole = grey[: size[1] * times, : size[0] * times]
    small = np.asarray(cv2.resize(whole, size, interpolation=cv2.INTER_AREA), np.uint8)
    dark, pale = (_below(small, level) for level in (_DARK, _PALE))
    thick = np.asarray(cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((_THICK, _THICK), np.uint8)), np.uint8)
    if not cv2.countNonZero(thick):
        return grey
    gone = np.zeros_like(thick)
    for part in parts(thick):
        if _is_edge(part, gone.shape) or _is_hole(part, pale, times * scale):
            gone[part.place][part.own()] = 255
    if not cv2.countNonZero(gone):
        return grey
    gone = np.asarray(cv2.dilate(gone, np.ones((2 * _RIM + 1, 2 * _RIM + 1), np.uint8)), np.uint8)
    clean = grey.copy()
    clean[cv2.resize(gone, grey.shape[::-1], interpolation=cv2.INTER_NEAREST) > 0] = _WHITE
    return clean


def _below(grey: Grey, level: int) -> Grey:
    return np.asarray(cv2.threshold(grey, level, 255, cv2.THRESH_BINARY_INV)[1], np.uint8)


def _is_edge(part: Part, shape: tuple[int, ...]) -> bool:
    """Whether a dark part goes on to the edge of the picture."""
    return not (part.x and part.y and part.x + part.width < shape[1] and part.y + part.height < shape[0])


def _is_hole(part: Part, ink: Grey, scale: float) -> bool:
    """Whether a dark part is a disc of a hole's size, alone in a margin."""
    across = [side * scale for side in (part.width, part.height)]
    if not (_HOLE[0] <= min(across) and max(across) <= _HOLE[1]):
        return False
    round_ = _ROUND[0] <= part.area / (part.width * part.height) <= _ROUND[1]
    x, y = part.x + part.width / 2, part.y + part.height / 2
    in_margin = min(x, y, ink.shape[1] - x, ink.shape[0] - y) * scale <= _MARGIN
    return round_ and in_margin and _is_alone(part, ink, scale)


def _is_alone(part: Part, ink: Grey, scale: float) -> bool:
    """Whether there is nothing but paper round a part."""
    x0, y0, x1, y1 = part.x, part.y, part.x + part.width, part.y + part.height
    reach = round(_ALONE / scale)
    around = ink[max(0, y0 - reach) : y1 + reach, max(0, x0 - reach) : x1 + reach]
    own = ink[max(0, y0 - _RIM) : y1 + _RIM, max(0, x0 - _RIM) : x1 + _RIM]
    return cv2.countNonZero(around) == cv2.countNonZero(own)
