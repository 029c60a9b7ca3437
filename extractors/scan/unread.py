"""Ink of the size of print that gave no reading: a place with some is not empty, whatever was or wasn't read there."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from extractors.scan.lines import Box, overlooked_and_higher
from extractors.scan.pale import darkness, is_ghost, usual_darkness
from pipeline.document import BBox, Piece

_NARROWEST = 2.0
"""Points: a figure 1 in small print is about that wide; a rest of a ruling is narrower."""
_MOST = 60
"""Places beyond which the page is dirt all over, and none of them says anything."""
_PICTURE = 400
"""The same of places amid ink that hangs together: a picture."""
_SOME = 3
"""Of so many pieces of text one tells how dark print is on the page."""

Grey = NDArray[np.uint8]


def unread_ink(grey: Grey, ink: Grey, words: Sequence[Piece], scale: float) -> tuple[BBox, ...]:
    """Places in points.

    ``grey`` is the page, ``ink`` (255) is without rulings and tick boxes, ``scale`` points a pixel.
    """
    read = [
        (piece.box.x0 / scale, piece.box.y0 / scale, piece.box.x1 / scale, piece.box.y1 / scale)
        for piece in words
        if piece.box is not None
    ]
    usual = usual_darkness([darkness(part) for box in read[::_SOME] if (part := _at(grey, box)).size])
    lines, higher = overlooked_and_higher(ink, read, scale)

    def places(boxes: Sequence[Box], most: int) -> tuple[BBox, ...]:
        print_ = [box for box in boxes if not is_ghost(darkness(_at(grey, box)), usual)]
        found = [BBox(*(at * scale for at in box)) for box in print_]
        large = tuple(each for each in found if each.width >= _NARROWEST)
        return large if len(large) <= most else ()

    return places(lines, _MOST) + places(higher, _PICTURE)


def _at(grey: Grey, box: Box) -> Grey:
    x0, y0, x1, y1 = (max(0, int(edge)) for edge in box)
    return grey[y0 : y1 + 1, x0 : x1 + 1]
