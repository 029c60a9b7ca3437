"""Where a small model sees tick boxes on a page, which it takes for ticked, and marks of a hand that are in none.

Six convolutions learnt from made pages (``make learn-boxes`` writes ``tick_boxes.npz``): boxes of many
fonts and sizes, ticked in print and by hand, in them, through them and beside them, on scans of all qualities. It
looks at the whole page at 144 dpi and says for every fourth pixel (2 points) what is there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from threading import local
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.ocr.graphs import Compiled

Grey = NDArray[np.uint8]

SCALE = 0.5
"""Points a pixel of what the model looks at."""
STEP = 4
"""Pixels from one place of which it says something to the next."""
STRIDES, SPREADS = (2, 2, 1, 1, 1, 1), (1, 1, 1, 2, 4, 2)
"""Of the convolutions, each three by three: how far they move, and how far apart what they look at lies."""
PAPER = 250.0
"""Grey of paper on a prepared page; the model is given shares of ink: 0 for paper, 1 for black."""
BOX, TICKED, ACROSS, DOWN, SIDE, BESIDE, RINGED = range(7)
"""What it says of a place: a box's middle; whether it is ticked; steps to the middle; the side's logarithm; a mark's
middle that is in no box; whether a ring goes round the box's words."""
_SEEN = 0.3
"""Least score of a box or a mark that is told of."""
_PALEST, _SPECK, _REACH = 215, 5, 44
"""Grey below which there may be print; pixels of it that a row or column of paper may have; pixels around a place that
the model takes into account, a few more.
"""
_MULTIPLE = 64
"""Pages are made so many pixels broad and high that they are of few sizes: each new one has to be planned."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A box as the model sees it: its middle and side (pixels of the page), and scores (0..1).

    ``score``: that it is a box; ``ticked``: that it is ticked; ``ringed``: that a ring goes round its words.
    """

    x: float
    y: float
    side: float
    score: float
    ticked: float
    ringed: float


@dataclass(frozen=True, slots=True)
class Seen:
    """The boxes, and the middles of marks beside boxes or over words (pixels of the page)."""

    boxes: tuple[Spot, ...]
    beside: tuple[tuple[float, float], ...]


Weights = Sequence[tuple[NDArray[np.float32], NDArray[np.float32]]]
"""Of each convolution (out, in, height, width), and what is added to each channel that comes out."""


class Model:
    """The model with these weights, ready to look at one page after another."""

    def __init__(self, weights: Weights) -> None:
        self._run = Compiled(_graph(weights), threads=1)

    def look(self, grey: Grey, scale: float, least: float = _SEEN) -> Seen:
        """What it sees with that score or more on a prepared page; ``scale`` is points a pixel."""
        ink, view = _ink(grey, scale)
        says = self._run(ink)[0]
        boxes = [_spot(says, row, column, view) for row, column in _peaks(says[BOX], least)]
        middles = tuple(_back(column + 0.5, row + 0.5, view) for row, column in _peaks(says[BESIDE], _SEEN))
        return Seen(_apart(boxes), middles)


def look(grey: Grey, scale: float) -> Seen:
    """What the shipped model sees on a prepared page.

    Args:
        grey: the page, paper at 250.
        scale: points a pixel.
    """
    return _shipped().look(grey, scale)


def keep(path: Path, weights: Weights) -> None:
    """Write the weights, in sixteen bits."""
    values: dict[str, Any] = {}
    for number, (own, added) in enumerate(weights):
        values[f"weights {number}"], values[f"added {number}"] = own.astype(np.float16), added.astype(np.float16)
    np.savez_compressed(path, **values)


_OWN = local()
"""Each thread's model: one page at a time."""


def _shipped() -> Model:
    if not hasattr(_OWN, "model"):
        _OWN.model = Model(_weights())
    model: Model = _OWN.model
    return model


@cache
def _weights() -> Weights:
    with as_file(files(__package__) / "tick_boxes.npz") as path, np.load(path) as kept:
        names = [(f"weights {n}", f"added {n}") for n in range(len(kept.files) // 2)]
        return [(kept[own].astype(np.float32), kept[added].astype(np.float32)) for own, added in names]


@dataclass(frozen=True, slots=True)
class _View:
    """What the model looks at of the page: its left and top, pixels of the page a pixel of it across and down."""

    left: int
    top: int
    across: float
    down: float


def _ink(grey: Grey, scale: float) -> tuple[NDArray[np.float32], _View]:
    """(1, 1, height, width): shares of ink at the model's own scale, of the page without its white edges."""
    factor = scale / SCALE
    width, height = round(grey.shape[1] * factor), round(grey.shape[0] * factor)
    small = cv2.resize(grey, (width, height), interpolation=cv2.INTER_AREA if factor < 1 else cv2.INTER_LINEAR)
    dark = small < _PALEST
    (top, bottom), (left, right) = (_printed(dark.sum(axis=axis)) for axis in (1, 0))
    part = small[top:bottom, left:right]
    ink = np.zeros((1, 1, *(-(-size // _MULTIPLE) * _MULTIPLE for size in part.shape)), np.float32)
    np.divide(PAPER - part, PAPER, out=ink[0, 0, : part.shape[0], : part.shape[1]])
    return ink, _View(left, top, grey.shape[1] / width, grey.shape[0] / height)


def _printed(counts: NDArray[np.int64]) -> tuple[int, int]:
    """From and to of the rows or columns with print, with what around them the model takes into account."""
    inked = np.flatnonzero(counts > _SPECK)
    if not len(inked):
        return 0, min(len(counts), _MULTIPLE)
    start = max(0, int(inked[0]) - _REACH) // STEP * STEP
    return start, min(len(counts), int(inked[-1]) + 1 + _REACH)


def _peaks(says: NDArray[np.float32], least: float) -> list[tuple[int, int]]:
    """Rows and columns where a score is highest among its neighbours, and high enough."""
    highest = cv2.dilate(says, np.ones((3, 3), np.uint8))
    rows, columns = np.nonzero((says == highest) & (says >= np.log(least / (1 - least))))
    return list(zip(rows.tolist(), columns.tolist(), strict=True))


def _spot(says: NDArray[np.float32], row: int, column: int, view: _View) -> Spot:
    own = says[:, row, column].astype(float)
    x, y = _back(column + own[ACROSS] + 0.5, row + own[DOWN] + 0.5, view)
    score, ticked, ringed = (float(1 / (1 + np.exp(-own[said]))) for said in (BOX, TICKED, RINGED))
    return Spot(x, y, float(np.exp(own[SIDE])) * view.across, score, ticked, ringed)


def _back(column: float, row: float, view: _View) -> tuple[float, float]:
    """Steps of the model as pixels of the page."""
    return (view.left + column * STEP) * view.across - 0.5, (view.top + row * STEP) * view.down - 0.5


def _apart(boxes: Sequence[Spot]) -> tuple[Spot, ...]:
    """Those that are no other's second sight, the clearest ones first."""
    kept: list[Spot] = []
    for box in sorted(boxes, key=lambda each: -each.score):
        if all(max(abs(box.x - o.x), abs(box.y - o.y)) > 0.6 * max(box.side, o.side) for o in kept):
            kept.append(box)
    return tuple(kept)


def _graph(weights: Weights) -> Any:
    """The convolutions, each rectified and, where as much comes out as goes in, added to it."""
    import openvino
    from openvino import opset13 as ops

    page = ops.parameter([1, 1, -1, -1], np.float32)
    now = page
    for (own, added), stride, spread in zip(weights, STRIDES, SPREADS, strict=False):
        around = [spread, spread]
        out = ops.convolution(now, ops.constant(own), [stride, stride], around, around, around)
        out = ops.relu(ops.add(out, ops.constant(added.reshape(1, -1, 1, 1))))
        now = ops.add(now, out) if stride == 1 and own.shape[0] == own.shape[1] else out
    own, added = weights[-1]
    last = ops.convolution(now, ops.constant(own), [1, 1], [0, 0], [0, 0], [1, 1])
    return openvino.Model([ops.add(last, ops.constant(added.reshape(1, -1, 1, 1)))], [page])
