"""The white between two characters, near where an engine says that one of them begins: it only guesses."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.scan.stretches import stretches

_BEFORE, _BEHIND = 0.4, 0.15
"""Heights of the line before and behind the edge said in which the white is looked for: part of a character must not
be cut off.
"""
_HALF = 0.5
"""Share of the way from paper to a line's darkest place beyond which there is ink."""


def gap_near(pixels: NDArray[np.uint8], edge: float) -> int:
    """The middle of the widest white near ``edge`` (columns of ``pixels``, a line in dark on white); 0 without any.

    What stands before it belongs to the character before.
    """
    smooth = cv2.blur(np.ascontiguousarray(pixels), (1, 3))
    darkest = smooth.min(axis=0)
    paper, ink = int(np.percentile(smooth, 90)), int(darkest.min())
    white = darkest > paper - _HALF * (paper - ink)
    height = len(pixels)
    first, last = max(0, round(edge - _BEFORE * height)), round(edge + _BEHIND * height)
    gaps = [(end - start, (start + end) // 2) for start, end in stretches(white) if first < start and end < last]
    return max(gaps, default=(0, 0))[1]
