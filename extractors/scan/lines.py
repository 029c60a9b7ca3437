"""Where the lines of text are: what the engine's detector sees, and the ink that it overlooks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.layout.rulings import Ruling
from pipeline.ports import OcrEngine

_SEEN = 1600
"""Pixels of the longer side that a detector needs to find the lines of a printed page; more find no more of them."""
_LOWEST, _HIGHEST = 5.0, 34.0
"""Points: the height of a lonely figure, and of the largest print."""

Grey = NDArray[np.uint8]
Box = tuple[float, float, float, float]


def find_lines(grey: Grey, engine: OcrEngine) -> list[Box]:
    """The detector's lines, in pixels of ``grey``; it looks at a smaller picture."""
    factor = min(1.0, _SEEN / max(grey.shape))
    small = grey if factor == 1.0 else cv2.resize(grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    found = engine.find_lines(np.asarray(small, np.uint8))
    return [(x0 / factor, y0 / factor, x1 / factor, y1 / factor) for x0, y0, x1, y1 in found]


def overlooked(ink: Grey, boxes: Sequence[Box], scale: float) -> list[Box]:
    """Ink that no line covers: lonely figures in wide cells, mostly. ``ink`` is without rulings and tick boxes."""
    rest = ink.copy()
    for x0, y0, x1, y1 in boxes:
        room = 0.15 * (y1 - y0)
        rest[max(0, int(y0 - room)) : int(y1 + room) + 1, max(0, int(x0 - 2 * room)) : int(x1 + 2 * room) + 1] = 0
    rest = rest & ~_uprights(ink, scale)
    near = np.ones((max(2, round(2.2 / scale)), max(3, round(5.0 / scale))), np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(cv2.morphologyEx(rest, cv2.MORPH_CLOSE, near))
    found: list[Box] = []
    for number in range(1, count):
        x, y, w, h = (int(stats[number, n]) for n in range(4))
        if _LOWEST <= h * scale <= _HIGHEST and w * scale >= 1.5 and _is_print(rest, labels, number, (x, y, w, h)):
            found.append((float(x), float(y), float(x + w), float(y + h)))
    return found


def _uprights(ink: Grey, scale: float) -> Grey:
    """What is left of vertical rulings beside their mask: a figure close by must not hang on it."""
    tall = np.ones((max(9, round(16 / scale)), 1), np.uint8)
    long = cv2.morphologyEx(cv2.dilate(ink, np.ones((5, 1), np.uint8)), cv2.MORPH_OPEN, tall)
    return np.asarray(cv2.dilate(long, np.ones((1, 3), np.uint8)), np.uint8)


def _is_print(rest: Grey, labels: NDArray[Any], number: int, place: tuple[int, int, int, int]) -> bool:
    """Neither a speck (all ink) nor grain (hardly any)."""
    x, y, w, h = place
    own = (labels[y : y + h, x : x + w] == number) & (rest[y : y + h, x : x + w] > 0)
    return 0.08 <= float(own.mean()) <= 0.9 and own.sum() >= 12


def cut_at_verticals(box: Box, rulings: Sequence[Ruling], scale: float) -> Iterator[Box]:
    """The box in parts where a vertical ruling runs through most of its height."""
    x0, y0, x1, y1 = box
    height = y1 - y0
    cuts = sorted(
        ruling.x0 / scale
        for ruling in rulings
        if not ruling.horizontal
        and x0 + 0.35 * height < ruling.x0 / scale < x1 - 0.35 * height
        and min(y1, ruling.y1 / scale) - max(y0, ruling.y0 / scale) > 0.6 * height
    )
    for left, right in pairwise([x0, *cuts, x1]):
        room = 0.26 * height
        part = (left + (room if left != x0 else 0.0), y0, right - (room if right != x1 else 0.0), y1)
        if part[2] - part[0] > 0.3 * height:
            yield part


def between_verticals(box: Box, rulings: Sequence[Ruling], scale: float) -> tuple[float, float]:
    """The nearest vertical rulings left and right of the box's middle, as x in pixels clear of their ink."""
    middle, clear = (box[0] + box[2]) / 2, 1.2 / scale
    height = box[3] - box[1]
    beside = [
        ruling.x0 / scale
        for ruling in rulings
        if not ruling.horizontal and min(box[3], ruling.y1 / scale) - max(box[1], ruling.y0 / scale) > 0.75 * height
    ]
    left = max((x + clear for x in beside if x < middle), default=0.0)
    return left, min((x - clear for x in beside if x > middle), default=float("inf"))
