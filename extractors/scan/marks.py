"""Seals and signatures, by colour and shape: what stands on a page that is neither print nor ruling."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.scan.components import components
from extractors.scan.stamp import find_stamp
from pipeline.document import BBox, Ink, Seal
from pipeline.ports import Image

_SMALLEST_SEAL, _SMALLEST_ROUND, _LARGEST_SEAL = 38.0, 66.0, 190.0
"""Points across: a name stamp is about 40, an office's seal 110 to 130."""
_SIGNATURE = (16.0, 190.0)
_SOME, _NO_COLOUR, _SPARSE = 3, 3, 2
"""Of so many pixels each way one is looked at for colour; the difference between red, green and blue that is none; the
same for handwriting in ink.
"""
_APART, _APART_IF_CLEAR, _CLEAR_RING = 0.45, 0.22, 0.85
"""Radiuses between the middles of two seals that overlap, and of two of whose rings so much of the second shows: one
seal's own second ring has the same middle.
"""
_RINGS = {"round": 1, "square": 2}
"""In how many rings no seal lies: what looks like one are stars; those of two seals lie over each other."""

Mask = NDArray[np.uint8]


def red_mask(image: Image) -> Mask:
    """255 where a pixel is the red of a seal: clearly more red than green and blue, pale prints too."""
    red, green, blue = cv2.split(image)
    redder = cv2.subtract(red, cv2.max(green, blue))
    mask = (redder > 28) & (red > 90) & (cv2.absdiff(green, blue) < 90)
    return mask.view(np.uint8) * np.uint8(255)


def is_colourless(image: Image) -> bool:
    """Whether a picture (RGB) has no colour at all: its red seals are grey, and nobody can tell them by it."""
    some = image[::_SOME, ::_SOME]
    red, green, blue = (some[..., n] for n in range(3))
    lightest, darkest = np.maximum(np.maximum(red, green), blue), np.minimum(np.minimum(red, green), blue)
    return int((lightest - darkest).max(initial=0)) <= _NO_COLOUR


def find_seals(mask: Mask, scale: float) -> tuple[Seal, ...]:
    """Round seals and square name stamps; ``scale`` is points per pixel. Overlapping seals are told apart."""
    if cv2.countNonZero(mask) < 150:
        return ()
    reach = max(3, round(5 / scale) | 1)
    closed = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8))
    count, labels, stats, _ = components(closed)
    seals: list[Seal] = []
    for number in range(1, count):
        x, y, w, h = (int(stats[number, n]) for n in range(4))
        if min(w, h) * scale >= _SMALLEST_SEAL * 0.7 and max(w, h) * scale >= _SMALLEST_SEAL:
            part = np.where(labels[y : y + h, x : x + w] == number, mask[y : y + h, x : x + w], 0).astype(np.uint8)
            seals.extend(_seals_of_part(part, x, y, scale))
    rings = [seal.box for seal in seals if seal.shape == "round" and seal.confidence == 1]
    return tuple(seal for seal in seals if sum(_is_inside(seal.box, ring) for ring in rings) < _RINGS[seal.shape])


def _is_inside(box: BBox, ring: BBox) -> bool:
    """Whether something much smaller has its middle in a ring."""
    return box.width < 0.6 * ring.width and np.hypot(box.cx - ring.cx, box.cy - ring.cy) <= ring.width / 2


def _seals_of_part(part: Mask, x: int, y: int, scale: float) -> list[Seal]:
    height, width = part.shape
    found = [_round(x + cx, y + cy, radius, scale) for cx, cy, radius in _circles(part, scale)]
    stamp = find_stamp(part, scale)
    if stamp is not None:
        found.append(Seal(BBox(*((each + (x, y)[n % 2]) * scale for n, each in enumerate(stamp))), "square"))
    if not found and max(width, height) * scale <= _LARGEST_SEAL * 1.3:
        found.append(Seal(BBox(x * scale, y * scale, (x + width) * scale, (y + height) * scale), confidence=0.6))
    return found


def _round(cx: float, cy: float, radius: float, scale: float) -> Seal:
    return Seal(BBox((cx - radius) * scale, (cy - radius) * scale, (cx + radius) * scale, (cy + radius) * scale))


def _circles(part: Mask, scale: float) -> list[tuple[float, float, float]]:
    """The rings of the part, best supported first, found on a picture of one pixel a point."""
    small = cv2.resize(part, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    small = cv2.copyMakeBorder(small, 20, 20, 20, 20, cv2.BORDER_CONSTANT, value=0)
    ink = (small > 50).astype(np.uint8) * 255
    found = cv2.HoughCircles(
        cv2.GaussianBlur(ink, (3, 3), 0), cv2.HOUGH_GRADIENT, 1, 18, param1=120, param2=18,
        minRadius=int(_SMALLEST_ROUND / 2), maxRadius=int(_LARGEST_SEAL / 2),
    )  # fmt: skip
    if found is None:
        return []
    kept: list[tuple[float, float, float]] = []
    rated = [(_support(ink, *circle), tuple(map(float, circle))) for circle in found.reshape(-1, 3)[:60]]
    for support, (cx, cy, radius) in sorted(rated, reverse=True):
        closest = _APART_IF_CLEAR if support > _CLEAR_RING else _APART
        apart = all(np.hypot(cx - a, cy - b) > closest * max(radius, r) for a, b, r in kept)
        inside = any(np.hypot(cx - a, cy - b) < 0.8 * r and radius < 0.8 * r for a, b, r in kept)
        if support > 0.62 and apart and not inside:
            kept.append((cx, cy, radius))
    return [((cx - 20) / scale, (cy - 20) / scale, radius / scale) for cx, cy, radius in kept[:6]]


def _support(ink: Mask, cx: float, cy: float, radius: float) -> float:
    """Share of the circle's directions in which the ring is inked, and drawn thin rather than filled."""
    angles = np.linspace(0, 2 * np.pi, 120, endpoint=False)
    hits = np.zeros(120, bool)
    for offset in (-2, -1, 0, 1, 2):
        xs = np.clip(np.round(cx + (radius + offset) * np.cos(angles)).astype(int), 0, ink.shape[1] - 1)
        ys = np.clip(np.round(cy + (radius + offset) * np.sin(angles)).astype(int), 0, ink.shape[0] - 1)
        hits |= ink[ys, xs] > 0
    return float(hits.mean())


def find_inks(image: Image, scale: float) -> tuple[Ink, ...]:
    """Handwriting in coloured ink: blue strokes that no printer made, in clusters of a signature's size."""
    if not cv2.countNonZero(_bluer(image[::_SPARSE, ::_SPARSE])):
        return ()
    mask = _bluer(image)
    if cv2.countNonZero(mask) < 40:
        return ()
    reach = max(3, round(9 / scale) | 1)
    closed = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8))
    count, _, stats, _ = components(closed)
    boxes = [
        BBox(x * scale, y * scale, (x + w) * scale, (y + h) * scale)
        for x, y, w, h in (tuple(int(stats[number, n]) for n in range(4)) for number in range(1, count))
        if _SIGNATURE[0] <= max(w, h) * scale <= _SIGNATURE[1] and min(w, h) * scale > 6
    ]
    return tuple(Ink(box, 0.95) for box in boxes)


def _bluer(image: Image) -> Mask:
    """255 where a pixel is of blue ink."""
    red, green, blue = cv2.split(image)
    bluer = (cv2.subtract(blue, red) > 25) & (red < 170) & (cv2.subtract(green, blue) < 10)
    return bluer.view(np.uint8) * np.uint8(255)
