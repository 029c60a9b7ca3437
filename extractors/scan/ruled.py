"""Ruling lines on a scanned page as they are drawn, found by morphology; worn and faint ones are for ``worn.py``."""

from __future__ import annotations

from collections.abc import Sequence
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
_DARK = 205
"""Grey level below which there is ink, whatever lies around."""

Mask = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Run:
    """A straight horizontal (or, transposed, vertical) run in pixels.

    ``at`` across it, ``start`` to ``end`` along it, its ``thickness``, and how much of it is ``inked``; ``parts`` are
    the pieces (at, start, end) that it was joined from.
    """

    at: float
    start: int
    end: int
    thickness: int
    inked: int
    parts: tuple[tuple[float, int, int], ...] = ()


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


def all_ink_of(grey: NDArray[np.uint8]) -> Mask:
    """:func:`ink_of`, and whatever is dark: amid broad strokes nothing is darker than its surroundings."""
    return np.where(grey < _DARK, 255, 0).astype(np.uint8) | ink_of(grey)


def find_rulings(grey: NDArray[np.uint8], scale: float) -> Ruled:
    """Rulings of a deskewed page; ``scale`` is points a pixel."""
    ink = all_ink_of(grey)
    across = _runs(ink, scale, _ACROSS)
    down = _runs(np.ascontiguousarray(ink.T), scale, _DOWN)
    across, down = _anchored(across, down, scale)
    return as_ruled(across, down, _drawn(ink.shape, across) | _drawn(ink.T.shape, down).T, scale)


def as_ruled(across: Sequence[Run], down: Sequence[Run], mask: Mask, scale: float) -> Ruled:
    """The runs (pixels) as rulings (points); ``down`` are those of the page turned over, their ``at`` an x."""
    rulings = [Ruling(run.start * scale, run.at * scale, run.end * scale, run.at * scale) for run in across]
    rulings += [Ruling(run.at * scale, run.start * scale, run.at * scale, run.end * scale) for run in down]
    return Ruled(tuple(rulings), mask)


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
        if area / max(1, width) * scale > _THICKEST + 2.5 * scale or width <= 3 * height:
            continue
        place = slice(y, y + height), slice(x, x + width)
        inked = np.count_nonzero(((ink[place] > 0) & (labels[place] == number)).any(axis=0))
        if inked >= _INKED * width and _stands_alone(ink, place, scale):
            found.append(Run(float(centres[number][1]), x, x + width, height, int(inked)))
    return found


def _anchored(across: list[Run], down: list[Run], scale: float) -> tuple[list[Run], list[Run]]:
    """Without what hangs in the air: a vertical ends at horizontals, a short horizontal at verticals."""
    reach, long = 7.0 / scale, 150.0 / scale
    for _ in range(2):
        down = held(down, across, reach)
        across = held(across, down, reach, long)
    return across, down


def held(runs: Sequence[Run], others: Sequence[Run], reach: float, long: float = float("inf")) -> list[Run]:
    """The runs that end, to within ``reach``, at ``others`` of the other direction, or are longer than ``long``."""
    return [
        run
        for run in runs
        if run.end - run.start > long or all(_touches(end, run.at, others, reach) for end in (run.start, run.end))
    ]


def _touches(end: int, at: float, others: Sequence[Run], reach: float) -> bool:
    """Whether a run's end, at ``at`` on the other axis, lies on one of the runs of the other direction."""
    return any(abs(other.at - end) <= reach and other.start - reach <= at <= other.end + reach for other in others)


def _stands_alone(ink: Mask, place: tuple[slice, slice], scale: float) -> bool:
    """Mostly alone: text has other strokes right above or below."""
    rows, columns = place
    near, far = 2, max(4, round(2.4 / scale))
    above = ink[max(0, rows.start - far) : max(0, rows.start - near), columns] > 0
    below = ink[rows.stop + near : rows.stop + far, columns] > 0
    crowds = [float(side.any(axis=0).mean()) if side.size else 0.0 for side in (above, below)]
    wide = (columns.stop - columns.start) * scale > 90
    return min(crowds) < _CROWDED * 0.6 and max(crowds) < (1.0 if wide else _CROWDED * 1.6)


def _drawn(shape: tuple[int, ...], runs: Sequence[Run]) -> Mask:
    mask = np.zeros(shape[:2], np.uint8)
    for run in runs:
        half = run.thickness / 2 + 1
        mask[max(0, round(run.at - half)) : round(run.at + half) + 1, max(0, run.start - 1) : run.end + 2] = 255
    return mask
