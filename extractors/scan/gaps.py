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
_UNDERLINE = 0.9
"""Heights of the line from which a level stroke is an underline, which goes on through the white between characters."""


def gap_near(pixels: NDArray[np.uint8], edge: float) -> int:
    """The middle of the white nearest to ``edge`` (columns of ``pixels``, a line in dark on white); 0 without any.

    What stands before it belongs to the character before.
    """
    smooth = cv2.blur(np.ascontiguousarray(pixels), (1, 3))
    paper, ink = int(np.percentile(smooth, 90)), int(smooth.min())
    inked = cv2.threshold(smooth, paper - _INK * (paper - ink), 255, cv2.THRESH_BINARY_INV)[1]
    level = cv2.morphologyEx(inked, cv2.MORPH_OPEN, np.ones((1, round(_UNDERLINE * len(pixels))), np.uint8))
    rim = cv2.dilate(level, np.ones((3, 3), np.uint8))
    white = np.asarray(((inked == 0) | (rim > 0)).all(axis=0))
    gaps = []
    for start, end in stretches(white):
        away = max(0.0, edge - end, _BEHIND * (start - edge))
        if away <= _FARTHEST * len(pixels):
            gaps.append((away, start - end, (start + end) // 2))
    return min(gaps, default=(0, 0, 0))[2]
