"""Boxes of lines let out to the ink that goes on beside them: layout analyses cut first and last characters off."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pipeline.ports import Image

_GAP = 0.6
"""Heights of the line without ink after which the line has ended."""
_RULING = 0.95
"""Share of the line's height: a column with more ink is a ruling between cells, where a line ends too."""
_DARK = 150

Box = tuple[float, float, float, float]


def grown(boxes: Sequence[Box], image: Image) -> list[Box]:
    """The boxes (pixels), each as wide as its line's ink; those that came to lie over each other made one."""
    dark = (image if image.ndim == 2 else image.min(axis=2)) < _DARK
    wide = [_let_out(box, dark) for box in boxes]
    kept: list[Box] = []
    for box in sorted(wide, key=lambda each: (each[0], each[2])):
        same = next((n for n, other in enumerate(kept) if _one_line(other, box)), None)
        if same is None:
            kept.append(box)
        else:
            other = kept[same]
            kept[same] = (other[0], min(other[1], box[1]), max(other[2], box[2]), max(other[3], box[3]))
    return sorted(kept, key=lambda each: (each[1], each[0]))


def _let_out(box: Box, dark: NDArray[np.bool_]) -> Box:
    x0, y0, x1, y1 = (round(edge) for edge in box)
    share = dark[max(0, y0) : y1, :].mean(axis=0) if y1 > y0 else np.zeros(dark.shape[1])
    gap = max(2, round(_GAP * (y1 - y0)))
    return float(_end(share, x0, -1, gap)), box[1], float(_end(share, x1 - 1, 1, gap) + 1), box[3]


def _end(share: NDArray[np.float64], start: int, step: int, gap: int) -> int:
    """The last inked column from ``start`` on before a gap or a ruling."""
    last = at = min(max(start, 0), len(share) - 1)
    while 0 <= at < len(share) and abs(at - last) <= gap and share[at] < _RULING:
        if share[at] > 0:
            last = at
        at += step
    return last


def _one_line(one: Box, other: Box) -> bool:
    shared = min(one[3], other[3]) - max(one[1], other[1])
    return other[0] < one[2] and shared > 0.6 * min(one[3] - one[1], other[3] - other[1])
