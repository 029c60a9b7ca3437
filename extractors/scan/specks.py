"""Dirt on the paper some way from a line's print, or alone: it would be read as a dot, a comma or a 1."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from extractors.scan.stretches import stretches

_SMALL = 0.25
"""Share of the print's height that a speck is wide and high at most: a full stop is as small."""
_AWAY = 0.4
"""Heights of print between a speck and the print: signs stand closer to what they follow."""
_LONE = 2.0
"""Points: what is no wider and no higher, and all that there is, is no text; a dash alone is wider."""

Ink = NDArray[np.uint8]


def print_between(ink: Ink, scale: float) -> tuple[int, int] | None:
    """From and to of a line's columns without the specks before and after its print; None where there is no other ink.

    ``ink`` is not 0 where a line, without the rulings about it, has ink; ``scale`` points a pixel. Where nothing is
    cut off, from 0 to its width; also where it has no ink, for pale print may have none.
    """
    marks = list(stretches(np.asarray(ink.any(axis=0))))
    first, last = 0, len(marks) - 1
    while first < last and _is_speck(ink, marks[last], marks[last][0] - marks[last - 1][1]):
        last -= 1
    while first < last and _is_speck(ink, marks[first], marks[first + 1][0] - marks[first][1]):
        first += 1
    if marks and first == last and _size(ink, marks[first]) <= _LONE / scale:
        return None
    start = _middle(marks[first - 1], marks[first]) if first else 0
    return start, _middle(marks[last], marks[last + 1]) if last + 1 < len(marks) else ink.shape[1]


def _middle(one: tuple[int, int], other: tuple[int, int]) -> int:
    """Between two marks, well away from the pale rim of either."""
    return (one[1] + other[0]) // 2


def _is_speck(ink: Ink, mark: tuple[int, int], away: int) -> bool:
    """Whether a mark, so many pixels from the next, is tiny beside the rest of the line."""
    start, end = mark
    if end - start > _SMALL * len(ink):
        return False
    height = _height(np.delete(ink, slice(start, end), axis=1))
    return away >= _AWAY * height and _size(ink, mark) <= _SMALL * height


def _size(ink: Ink, mark: tuple[int, int]) -> int:
    """Its width or height (pixels), whichever is more."""
    return max(mark[1] - mark[0], _height(ink[:, slice(*mark)]))


def _height(ink: Ink) -> int:
    """From the first row with ink to the last (pixels)."""
    rows = np.flatnonzero(ink.any(axis=1))
    return int(rows[-1] - rows[0]) + 1 if len(rows) else 0
