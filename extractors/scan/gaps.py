"""The white between two characters, near where an engine says that one of them begins: it only guesses."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.scan.stretches import stretches

_FARTHEST, _BEHIND = 0.4, 2.0
"""Heights of the line between the edge said and the white at the most; how many times as far white behind it is: it may
be that behind the character.
"""
_INK = 0.2
"""Share of the way from paper to a line's darkest place beyond which there is ink: the thin strokes of a 6 are pale."""


def gap_near(pixels: NDArray[np.uint8], edge: float) -> int:
    """The middle of the white nearest to ``edge`` (columns of ``pixels``, a line in dark on white); 0 without any.

    What stands before it belongs to the character before.
    """
    smooth = cv2.blur(np.ascontiguousarray(pixels), (1, 3))
    darkest = smooth.min(axis=0)
    paper, ink = int(np.percentile(smooth, 90)), int(darkest.min())
    white = darkest > paper - _INK * (paper - ink)
    gaps = []
    for start, end in stretches(white):
        away = max(0.0, edge - end, _BEHIND * (start - edge))
        if away <= _FARTHEST * len(pixels):
            gaps.append((away, start - end, (start + end) // 2))
    return min(gaps, default=(0, 0, 0))[2]
