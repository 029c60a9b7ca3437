"""Where a ruling runs and how thick it is, however much text hangs on it.

Spreadsheets set text so near to their lines that in a picture of 150 or 200 dots an inch the two touch: all that is
connected is then several times as thick as the line, and its middle lies in the text.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from extractors.scan.components import Part
from extractors.scan.stretches import stretches

_PIECE, _LEAST = 12, 24
"""Into how many pieces of at least so many pixels a run is cut: over each it hardly wanders."""
_STRAIGHT, _ALONG = 0.9, 0.85
"""Share of its length along which one row of a piece is inked where the line is, and share of that row's ink that the
line's other rows have: text has less."""
_MOST = 0.8
"""Share of the pieces that must show the line."""
_WANDERS = 3
"""Pixels by which a piece's middle may lie beside the others'."""


def line_in(part: Part, ink: NDArray[np.uint8]) -> tuple[float, float]:
    """Middle and thickness, in pixels, of the horizontal line that runs through connected ink.

    ``part`` is connected where small gaps are bridged, which strokes of characters under each other are, too; ``ink``
    is the page's without bridges. Those of the whole part where no such line shows in most places.
    """
    own = part.own() & (ink[part.place] > 0)
    step = max(_LEAST, -(-part.width // _PIECE))
    cores = [core for at in range(0, part.width, step) if (core := _core(own[:, at : at + step])) is not None]
    pieces = -(-part.width // step)
    if not cores:
        return part.middle, part.height
    middles = np.array([(first + last) / 2 for first, last in cores])
    near = np.abs(middles - np.median(middles)) <= _WANDERS
    if near.sum() < _MOST * pieces:
        return part.middle, part.height
    firsts, lasts = (np.array(ends)[near] for ends in zip(*cores, strict=True))
    return part.y + float(middles[near].mean()), float(lasts.max() - firsts.min()) + 1


def _core(piece: NDArray[np.bool_]) -> tuple[int, int] | None:
    """First and last row of the line in a piece of the run; None where nothing runs through it."""
    counts = np.count_nonzero(piece, axis=1)
    fullest = int(counts.argmax())
    if counts[fullest] < _STRAIGHT * piece.shape[1]:
        return None
    return next((a, b - 1) for a, b in stretches(counts >= _ALONG * counts[fullest]) if a <= fullest < b)
