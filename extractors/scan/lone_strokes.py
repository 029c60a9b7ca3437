"""Verticals of one low row told from strokes as high as the row: 月 and 中 reach from border to border there.

A border stands in white, however near the print is; a stroke has others that go off from it.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from extractors.scan.chains import Run

_HIGH = 26.0
"""Points: a vertical that is as long is no stroke."""
_SAME = 2.0
"""Points across within which another vertical is part of the same border."""
_ENDS = 4
"""Pixels at either end that the horizontals and the bend of the paper may blur."""
_REACH, _BESIDE = 5, 4
"""Pixels from a vertical's middle within which its own ink lies, and beyond it in which white must show."""
_LINE, _WHITE = 0.6, 0.1
"""Share of a column that is inked where it belongs to the vertical, and up to which it is white."""


def without_lone_strokes(down: Sequence[Run], ink: NDArray[np.uint8], scale: float) -> list[Run]:
    """The verticals without those of one row that strokes go off from; ``scale`` is points a pixel.

    ``ink`` is the page's, upright, not 0 where there is some.
    """
    return [run for run in down if not (_is_alone(run, down, scale) and _is_joined(run, ink))]


def _is_alone(run: Run, down: Sequence[Run], scale: float) -> bool:
    """Whether a vertical is as short as a stroke, and no other stands above or below it."""
    short = (run.end - run.start) * scale < _HIGH
    return short and not any(other is not run and abs(other.at - run.at) * scale <= _SAME for other in down)


def _is_joined(run: Run, ink: NDArray[np.uint8]) -> bool:
    """Whether on one side of a vertical there is no white all along it."""
    middle, reach = round(run.at), _REACH + _BESIDE
    around = ink[run.start + _ENDS : run.end - _ENDS, max(0, middle - reach) : middle + reach + 1] > 0
    if middle < reach or around.shape[1] < 2 * reach + 1 or not len(around):
        return False
    shares = around.mean(axis=0)
    own = np.flatnonzero(shares[_BESIDE:-_BESIDE] > _LINE) + _BESIDE
    if not len(own):
        return False
    left, right = shares[own[0] - _BESIDE : own[0]], shares[own[-1] + 1 : own[-1] + 1 + _BESIDE]
    return float(max(left.min(), right.min())) > _WHITE
