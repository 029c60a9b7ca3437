"""What is too pale to be print on its page: the back shining through, what is left of a seal."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

_PAPER = 250
"""Grey level of paper on a prepared page."""
_GHOST, _DOUBTFUL = 0.42, 0.6
"""Shares of how dark print usually is on its page: what is paler is none; up to the second it is only if it reads well.

On copies of seven kinds all print was above the second, but for a few remains of seals that were read all the same.
"""
_EDGE = 0.25
"""Share of a line's height above and below that does not count."""
_FEWEST = 5
"""Lines from which there is a usual darkness."""

Grey = NDArray[np.uint8]


def darkness(line: Grey) -> int:
    """By how many grey levels the darkest place amid a line is darker than paper, grain evened out.

    ``line`` are its pixels on a prepared page; at its top and bottom the lines above and below may reach into them.
    """
    edge = round(_EDGE * len(line))
    return _PAPER - int(cv2.blur(line[edge : len(line) - edge], (3, 3)).min())


def usual_darkness(darknesses: Sequence[int]) -> float:
    """That of a page's print, of all whose lines it is given; 0 where they are too few to tell."""
    return float(np.median(darknesses)) if len(darknesses) >= _FEWEST else 0.0


def is_ghost(dark: float, usual: float) -> bool:
    """Whether what is so dark can't be print on a page where that is so dark as usual."""
    return dark < _GHOST * usual


def is_doubtful(dark: float, usual: float) -> bool:
    """Whether it is paler than print mostly is."""
    return dark < _DOUBTFUL * usual
