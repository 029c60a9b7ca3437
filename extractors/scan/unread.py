"""Ink of the size of print that gave no reading: a place with some is not empty, whatever was or wasn't read there."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from extractors.scan.lines import overlooked
from pipeline.document import BBox, Piece

_NARROWEST = 2.0
"""Points: a figure 1 in small print is about that wide; a rest of a ruling is narrower."""
_MOST = 60
"""Places beyond which the page is dirt all over, and none of them says anything."""


def unread_ink(ink: NDArray[np.uint8], words: Sequence[Piece], scale: float) -> tuple[BBox, ...]:
    """Places in points; ``ink`` (255) is without rulings and tick boxes, ``scale`` points a pixel."""
    read = [
        (piece.box.x0 / scale, piece.box.y0 / scale, piece.box.x1 / scale, piece.box.y1 / scale)
        for piece in words
        if piece.box is not None
    ]
    found = [BBox(*(edge * scale for edge in box)) for box in overlooked(ink, read, scale)]
    large = tuple(box for box in found if box.width >= _NARROWEST)
    return large if len(large) <= _MOST else ()
