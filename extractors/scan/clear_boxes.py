"""Tick boxes whose whole frame stands clear: small hollow squares, empty or with something inside, to the pixel."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.scan.components import components

Mask = NDArray[np.uint8]
Place = tuple[int, int, int, int]
"""Pixels x0, y0, x1, y1."""

_SMALLEST, _LARGEST = 4.2, 17.0
"""Points: a tick box's side."""
_SQUARE = 0.72
_FRAME = 0.8
"""Share of each of the four sides that must be inked."""
_STRUCK, _ASLANT, _FULL = 0.06, 0.34, 0.75
"""Share of a box's inside that is inked, and of its edges that run aslant, from which it is ticked; a full one is."""


@dataclass(frozen=True, slots=True)
class ClearBox:
    """A box, and whether it is ticked; none where what is in it is neither nothing nor a stroke aslant."""

    place: Place
    ticked: bool | None

    @property
    def side(self) -> float:
        """Mean of its width and height in pixels."""
        x0, y0, x1, y1 = self.place
        return (x1 - x0 + y1 - y0) / 2


def clear_boxes(grey: NDArray[np.uint8], ink: Mask, scale: float) -> list[ClearBox]:
    """The clear boxes of a page whose ruling lines were taken out of ``ink``; ``scale`` is points a pixel."""
    _, _, stats, _ = components(ink)
    small, large = _SMALLEST / scale, _LARGEST / scale
    wide, high = stats[1:, 2], stats[1:, 3]
    short, long = np.minimum(wide, high), np.maximum(wide, high)
    square = (short >= small) & (long <= large) & (short >= _SQUARE * long)
    places = [(x, y, x + w, y + h) for x, y, w, h in stats[1:][square][:, :4].tolist()]
    return _like_each_other([box for place in places if (box := _judge(grey, ink, place)) is not None])


def _judge(grey: NDArray[np.uint8], ink: Mask, place: Place) -> ClearBox | None:
    x0, y0, x1, y1 = place
    part = ink[y0:y1, x0:x1] > 0
    if not all(side >= _FRAME for side in _sides(part)) or not _stands_free(ink, place):
        return None
    margin = max(2, round(0.2 * min(part.shape)))
    inside = part[margin:-margin, margin:-margin]
    if inside.size == 0:
        return None
    filled = float(inside.mean())
    if filled < _STRUCK:
        return ClearBox(place, ticked=False)
    if filled > _FULL or _slanted(grey[y0:y1, x0:x1], margin) > _ASLANT:
        return ClearBox(place, ticked=True)
    return ClearBox(place, ticked=None)


def _sides(part: NDArray[np.bool_]) -> Iterator[float]:
    """How much of each side is inked, a pixel or two deep."""
    deep = max(2, round(0.16 * min(part.shape)))
    yield float(part[:deep].any(axis=0).mean())
    yield float(part[-deep:].any(axis=0).mean())
    yield float(part[:, :deep].any(axis=1).mean())
    yield float(part[:, -deep:].any(axis=1).mean())


def _stands_free(ink: Mask, place: Place) -> bool:
    """White to its left: a box begins an option."""
    x0, y0, x1, y1 = place
    left = ink[y0:y1, max(0, x0 - max(3, round(0.4 * (x1 - x0)))) : max(0, x0 - 1)]
    return not left.size or float((left > 0).mean()) < 0.06


def _slanted(grey: NDArray[np.uint8], margin: int) -> float:
    """Share of the inside's edges that run aslant: a tick or cross does, the strokes of 国 回 日 don't."""
    large = cv2.resize(grey, None, fx=3, fy=3, interpolation=cv2.INTER_CUBIC)
    across = cv2.Sobel(large, cv2.CV_32F, 1, 0)
    down = cv2.Sobel(large, cv2.CV_32F, 0, 1)
    m = 3 * margin
    across, down = np.abs(across[m:-m, m:-m]), np.abs(down[m:-m, m:-m])
    strength = np.hypot(across, down)
    if strength.size == 0 or strength.sum() < 1:
        return 0.0
    ratio = np.minimum(across, down) / (np.maximum(across, down) + 1e-3)
    return float(strength[ratio > 0.4].sum() / strength.sum())


def _like_each_other(boxes: list[ClearBox]) -> list[ClearBox]:
    """A form prints its boxes in few sizes: what differs from all others of the page is taken for a character."""
    if len(boxes) < 4:
        return boxes
    sides = np.array([box.side for box in boxes])
    alike = [(np.abs(sides - side) <= 0.16 * side).sum() for side in sides]
    return [box for box, others in zip(boxes, alike, strict=True) if others >= max(2, 0.15 * len(boxes))]
