"""Ruling lines on a scanned page, found by morphology: broken and faint ones too."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.layout.rulings import Ruling
from extractors.scan.components import components

_ACROSS, _DOWN = 24.0, 14.0
"""Points: the shortest run of ink that is a ruling (longer than any stroke of a character)."""
_THICKEST = 3.4
_INKED = 0.8
"""Share of a ruling's length that must be inked."""
_CROWDED = 0.42
"""Share of its length along which a ruling may have ink close by on a side: strokes of text have more."""

Mask = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Ruled:
    """The rulings in points, and a mask (255) of their pixels."""

    rulings: tuple[Ruling, ...]
    mask: Mask


def ink_of(grey: NDArray[np.uint8]) -> Mask:
    """255 where there is ink: darker than its surroundings, faint print too."""
    block = max(15, round(min(grey.shape) / 60) | 1)
    local = cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, block, 18)
    return np.where(grey < 215, local, 0).astype(np.uint8)


def find_rulings(grey: NDArray[np.uint8], scale: float) -> Ruled:
    """Rulings of a deskewed page; ``scale`` is points a pixel."""
    ink = np.where(grey < 205, 255, 0).astype(np.uint8) | ink_of(grey)
    across = _runs(ink, scale, _ACROSS)
    down = _runs(np.ascontiguousarray(ink.T), scale, _DOWN)
    across, down = _anchored(across, down, scale)
    mask = _drawn(ink.shape, across) | _drawn(ink.T.shape, down).T
    rulings = [Ruling(x0 * scale, y * scale, x1 * scale, y * scale) for y, x0, x1, _ in across]
    rulings += [Ruling(x * scale, y0 * scale, x * scale, y1 * scale) for x, y0, y1, _ in down]
    return Ruled(tuple(rulings), mask)


Run = tuple[float, int, int, int]
"""Position across, start, end, thickness (pixels)."""


def _runs(ink: Mask, scale: float, shortest_pt: float) -> list[Run]:
    """Horizontal runs: gaps of a few pixels bridged, then everything shorter than the shortest ruling removed."""
    length = max(9, round(shortest_pt / scale))
    thick = cv2.dilate(ink, np.ones((3, 1), np.uint8))
    bridged = cv2.morphologyEx(thick, cv2.MORPH_CLOSE, np.ones((1, 5), np.uint8))
    opened = cv2.morphologyEx(bridged, cv2.MORPH_OPEN, np.ones((1, length), np.uint8))
    count, labels, stats, centres = components(opened)
    found: list[Run] = []
    for number in range(1, count):
        x, y, width, height, area = (int(each) for each in stats[number])
        thin = area / max(1, width) * scale <= _THICKEST + 2.5 * scale and width > 3 * height
        if thin and _is_ruling(ink, labels[y : y + height, x : x + width] == number, x, y, scale):
            found.append((float(centres[number][1]), x, x + width, height))
    return found


def _anchored(across: list[Run], down: list[Run], scale: float) -> tuple[list[Run], list[Run]]:
    """Without what hangs in the air: a vertical ends at horizontals, a short horizontal at verticals."""
    reach, long = 7.0 / scale, 150.0 / scale
    for _ in range(2):
        down = [run for run in down if all(_touches(end, run[0], across, reach) for end in run[1:3])]
        across = [
            run
            for run in across
            if run[2] - run[1] > long or all(_touches(end, run[0], down, reach) for end in run[1:3])
        ]
    return across, down


def _touches(end: int, at: float, others: list[Run], reach: float) -> bool:
    """Whether a run's end, at ``at`` on the other axis, lies on one of the runs of the other direction."""
    return any(abs(other[0] - end) <= reach and other[1] - reach <= at <= other[2] + reach for other in others)


def _is_ruling(ink: Mask, part: NDArray[np.bool_], x: int, y: int, scale: float) -> bool:
    """Inked almost throughout, and mostly alone: text has other strokes right above or below."""
    height, width = part.shape
    own = (ink[y : y + height, x : x + width] > 0) & part
    if float(own.any(axis=0).mean()) < _INKED:
        return False
    near, far = 2, max(4, round(2.4 / scale))
    above = ink[max(0, y - far) : max(0, y - near), x : x + width] > 0
    below = ink[y + height + near : y + height + far, x : x + width] > 0
    crowds = [float(side.any(axis=0).mean()) if side.size else 0.0 for side in (above, below)]
    return min(crowds) < _CROWDED * 0.6 and max(crowds) < (1.0 if width * scale > 90 else _CROWDED * 1.6)


def _drawn(shape: tuple[int, ...], runs: list[Run]) -> Mask:
    mask = np.zeros(shape[:2], np.uint8)
    for at, start, end, thickness in runs:
        half = thickness / 2 + 1
        mask[max(0, round(at - half)) : round(at + half) + 1, max(0, start - 1) : end + 2] = 255
    return mask
