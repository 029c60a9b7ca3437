"""A page's ruling lines: as they are drawn, or made whole again where wear has broken the grid."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.layout.grid import find_grids
from extractors.layout.rulings import Ruling, straighten
from extractors.scan.lines import Box, cut_at_verticals
from extractors.scan.mended import lost_borders, without_strokes
from extractors.scan.ruled import Ruled, find_rulings
from extractors.scan.worn import find_worn_rulings

_CUTS = 2
"""Detectors now and then take two cells for one line."""
_ENOUGH = 2.8
"""Pixels a point (200 dpi) at which rulings are told from print; more only cost time."""
_NEARLY = 0.9
"""Factor above which making the picture smaller is not worth it."""
_WAVE = 11
"""Pixels across a ruling in which its ink lies, where the paper was not quite flat."""

Grey = NDArray[np.uint8]


def page_rulings(grey: Grey, scale: float, lines: Sequence[Box] = ()) -> Ruled:
    """The rulings of a deskewed page; ``scale`` is points a pixel, ``lines`` the lines of text in pixels."""
    factor = _ENOUGH * scale
    if factor > _NEARLY:
        return _rulings(grey, scale, lines)
    size = round(grey.shape[1] * factor), round(grey.shape[0] * factor)
    small = np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA), np.uint8)
    found = _rulings(small, scale / factor, [(a * factor, b * factor, c * factor, d * factor) for a, b, c, d in lines])
    mask = cv2.resize(found.mask, grey.shape[::-1], interpolation=cv2.INTER_NEAREST)
    return Ruled(found.rulings, np.asarray(mask, np.uint8))


def _rulings(grey: Grey, scale: float, lines: Sequence[Box]) -> Ruled:
    """Those drawn, or those mended.

    The mended ones count where they make more cells and do not cut through more words.
    """
    drawn = _mended(find_rulings(grey, scale), grey, lines, scale)
    mended = _mended(find_worn_rulings(grey, scale), grey, lines, scale)
    more = _cells(mended) > _cells(drawn)
    return mended if more and _cuts(mended, lines, scale) <= _cuts(drawn, lines, scale) + _CUTS else drawn


def _mended(ruled: Ruled, grey: Grey, lines: Sequence[Box], scale: float) -> Ruled:
    """Without strokes of characters, with the borders that they lack."""
    kept = without_strokes(ruled.rulings, grey, lines, scale)
    lost = lost_borders(kept, grey, lines, scale)
    mask = np.bitwise_and(ruled.mask, _drawn(ruled.mask.shape, kept, scale, _WAVE))
    return Ruled((*kept, *lost), np.bitwise_or(mask, _drawn(ruled.mask.shape, lost, scale, 3)))


def _drawn(shape: tuple[int, ...], rulings: Sequence[Ruling], scale: float, thick: int) -> Grey:
    """255 where the rulings run, so many pixels wide."""
    mask = np.zeros(shape[:2], np.uint8)
    for each in rulings:
        x0, y0, x1, y1 = (round(at / scale) for at in each)
        cv2.line(mask, (x0, y0), (x1, y1), 255, thick)
    return mask


def _cuts(ruled: Ruled, lines: Sequence[Box], scale: float) -> int:
    """How often a vertical ruling runs through a line of text."""
    return sum(len(list(cut_at_verticals(box, ruled.rulings, scale))) - 1 for box in lines)


def _cells(ruled: Ruled) -> int:
    grids = find_grids(straighten(ruled.rulings, horizontal=True), straighten(ruled.rulings, horizontal=False))
    return sum(len(grid.cells) for grid in grids)
