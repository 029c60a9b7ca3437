"""Options ticked by hand: strokes of a pen over a rendered page, at a printed empty box, beside it, or at its words."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.document import BBox
from pipeline.ports import Image as Pixels

Stroke = Sequence[tuple[float, float]]
"""Points that a pen runs through, in sides of the box round its middle, y down."""

_FINER = 4
"""Strokes are drawn so many times as large, then made smaller: a pen knows no pixels."""
_STEPS = 12
"""Straight pieces between two points of a stroke."""
_WOBBLE = 0.05
"""Sides of the box by which a hand misses a point."""

_IN_BOX: dict[str, tuple[Stroke, ...]] = {
    "tick": (((-0.3, -0.02), (-0.06, 0.27), (0.36, -0.34)),),
    "long tick": (((-0.36, -0.06), (-0.02, 0.38), (0.5, -0.5), (1.15, -0.95)),),
    "flat tick": (((-0.3, 0.0), (0.0, 0.34), (0.7, -0.12), (1.6, -0.42)),),
    "cross": (((-0.3, -0.3), (0.32, 0.3)), ((0.3, -0.32), (-0.32, 0.3))),
    "large cross": (((-0.62, -0.58), (0.64, 0.6)), ((0.62, -0.6), (-0.6, 0.62))),
    "scribble": (((-0.34, -0.3), (0.34, -0.26), (-0.34, -0.12), (0.35, -0.05), (-0.35, 0.06), (0.34, 0.12),
                  (-0.33, 0.22), (0.35, 0.3)),),
    "dash": (((-0.3, 0.03), (0.32, -0.05)),),
    "slash": (((-0.42, 0.45), (0.45, -0.5)),),
}  # fmt: skip
_TICK_ALONE: Stroke = ((-0.42, -0.02), (-0.1, 0.42), (0.55, -0.55))

IN_BOX = (*_IN_BOX, "dot", "ring")
BESIDE = ("tick before", "tick behind", "tick over the word", "ring round the word")
KINDS = (*IN_BOX, *BESIDE)
"""How people tick: in the box or through it, and beside it or at the option's words."""


@dataclass(frozen=True, slots=True)
class Pen:
    """Its ink, and how broad it writes (points)."""

    colour: tuple[int, int, int]
    width: float


PENS = (
    Pen((28, 28, 34), 1.1), Pen((22, 22, 26), 1.7), Pen((30, 45, 135), 1.1), Pen((40, 62, 160), 1.5),
    Pen((70, 70, 78), 1.2), Pen((20, 24, 70), 2.2),
)  # fmt: skip
"""Black and blue ball-point pens, a paler one, gel pens, a felt tip."""


@dataclass(frozen=True, slots=True)
class Option:
    """A printed box and its words, in points of the page from its top left; ``free`` is the white before the box."""

    box: BBox
    words: BBox
    free: float = 0.0


def mark(page: Pixels, scale: float, option: Option, kind: str, pen: Pen, rng: np.random.Generator) -> None:
    """Draw one mark on the page (RGB, changed in place).

    Args:
        page: the page without lean or wear.
        scale: points a pixel.
        option: what is chosen.
        kind: one of ``KINDS``.
        pen: what is written with.
        rng: no two marks are alike.
    """
    for stroke in _strokes(option, kind, rng):
        draw_stroke(page, scale, stroke, pen, rng)


def _strokes(option: Option, kind: str, rng: np.random.Generator) -> list[list[tuple[float, float]]]:
    """The mark's strokes in points of the page."""
    box, words = option.box, option.words
    side = (box.width + box.height) / 2
    size = float(rng.uniform(0.85, 1.2))
    if kind == "ring":
        return [_ring(box.cx, box.cy, 0.95 * side * size, 0.85 * side * size, rng)]
    if kind == "ring round the word":
        return [_ring(words.cx, words.cy, words.width / 2 + 0.45 * side, 0.85 * side * size, rng)]
    if kind == "dot":
        return [_ring(box.cx, box.cy, reach * side * size, reach * side * size, rng) for reach in (0.2, 0.12, 0.04)]
    if kind in _IN_BOX:
        return [_placed(stroke, box.cx, box.cy, side * size, side, rng) for stroke in _IN_BOX[kind]]
    at = {
        "tick before": (box.x0 - min(0.62 * side, 0.5 * option.free), box.cy),
        "tick behind": (words.x1 + 0.6 * side, words.cy),
        "tick over the word": (words.cx, words.cy - 0.2 * side),
    }[kind]
    return [_placed(_TICK_ALONE, *at, side * size, side, rng)]


def _placed(
    stroke: Stroke, x: float, y: float, size: float, side: float, rng: np.random.Generator
) -> list[tuple[float, float]]:
    lean = float(rng.normal(0, 0.12))
    along, across = math.cos(lean), math.sin(lean)
    x, y = x + float(rng.normal(0, 0.06)) * side, y + float(rng.normal(0, 0.06)) * side
    return [
        (
            x + size * (along * dx - across * dy + float(rng.normal(0, _WOBBLE))),
            y + size * (across * dx + along * dy + float(rng.normal(0, _WOBBLE))),
        )
        for dx, dy in stroke
    ]


def _ring(x: float, y: float, across: float, down: float, rng: np.random.Generator) -> list[tuple[float, float]]:
    """Once round and a little more, not quite closed."""
    start, more = float(rng.uniform(0, 2 * math.pi)), float(rng.uniform(-0.15, 0.6))
    turns = np.linspace(0, 2 * math.pi + more, 14)
    drift = np.linspace(float(rng.uniform(0.92, 1.0)), float(rng.uniform(1.0, 1.08)), 14)
    return [
        (x + far * across * math.cos(start + turn), y + far * down * math.sin(start + turn))
        for turn, far in zip(turns.tolist(), drift.tolist(), strict=True)
    ]


def draw_stroke(
    page: Pixels, scale: float, stroke: Sequence[tuple[float, float]], pen: Pen, rng: np.random.Generator
) -> None:
    """Draw one stroke through points of the page (RGB, changed in place; ``scale`` is points a pixel).

    Ink darkens what is printed under it; a pen presses less where a stroke ends.
    """
    path = _smooth(stroke) / scale
    room = 2 * pen.width / scale + 2
    x0, y0 = (max(0, math.floor(low - room)) for low in path.min(axis=0))
    x1, y1 = (math.ceil(high + room) for high in path.max(axis=0))
    own = page[y0:y1, x0:x1]
    if own.size == 0:
        return
    ink = np.zeros((own.shape[0] * _FINER, own.shape[1] * _FINER), np.uint8)
    widths = pen.width / scale * _FINER * _pressure(len(path), rng)
    points = np.round((path - (x0, y0)) * _FINER).astype(int).tolist()
    for one, two, width in zip(points, points[1:], widths.tolist(), strict=False):
        cv2.line(ink, one, two, 255, max(1, round(width)), cv2.LINE_AA)
    cover = cv2.resize(ink, own.shape[1::-1], interpolation=cv2.INTER_AREA).astype(np.float32)[..., None] / 255
    left = 1 - np.asarray(pen.colour, np.float32) / 255
    own[:] = np.asarray(own * (1 - float(rng.uniform(0.85, 1.0)) * cover * left), np.uint8)


def _pressure(count: int, rng: np.random.Generator) -> NDArray[np.float64]:
    along = np.linspace(0, 1, count)
    ends = np.minimum(1, 0.55 + 4 * np.minimum(along, 1 - along))
    return np.asarray(ends * (1 + 0.15 * np.sin(along * 7 + float(rng.uniform(0, 6)))))


def _smooth(stroke: Sequence[tuple[float, float]]) -> NDArray[np.float64]:
    """A curve through the points (Catmull and Rom's); corners of ticks stay sharp enough."""
    points = np.asarray([stroke[0], *stroke, stroke[-1]], np.float64)
    parts = []
    for a, b, c, d in zip(points, points[1:], points[2:], points[3:], strict=False):
        t = np.linspace(0, 1, _STEPS)[:, None]
        parts.append(0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3))
    return np.vstack(parts)
