"""A page's ruling lines: as they are drawn, or made whole again where wear has broken the grid."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.layout.grid import find_grids
from extractors.layout.rulings import Ruling
from extractors.scan.cell_lines import InCells, lines_in_cells
from extractors.scan.lines import Box, cut_at_verticals
from extractors.scan.mended import lost_borders
from extractors.scan.ruled import Ruled, find_rulings
from extractors.scan.strokes import without_strokes
from extractors.scan.worn import find_worn_rulings

_CUTS = 2
"""Detectors now and then take two cells for one line."""
_ENOUGH = 2.8
"""Pixels a point (200 dpi) at which rulings are told from print; more only cost time."""
_NEARLY = 0.9
"""Factor above which making the picture smaller is not worth it."""
_LEVEL = 1.5
"""Points by which pieces of one line may lie above each other."""
_WAVE = 11
"""Pixels across a ruling in which its ink lies, where the paper was not quite flat."""

Grey = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A page's rulings as they are drawn, before its text is known.

    ``grey`` is the picture that they were found in, at ``scale`` points a pixel, ``factor`` times the page's size;
    ``settled`` are the lines of text that their cells tell, in that picture's pixels.
    """

    grey: Grey
    scale: float
    factor: float
    ruled: Ruled
    settled: InCells | None


def drawn_rulings(grey: Grey, scale: float, sealed: Grey) -> Drawn:
    """What is drawn on a deskewed page; ``scale`` is points a pixel, ``sealed`` not 0 where there is a seal's ink."""
    factor = _ENOUGH * scale
    if factor > _NEARLY:
        factor, small = 1.0, grey
    else:
        size = round(grey.shape[1] * factor), round(grey.shape[0] * factor)
        small = np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA), np.uint8)
        sealed = _smaller(sealed, size)
    ruled = find_rulings(small, scale / factor)
    settled = lines_in_cells(small, ruled, find_grids(ruled.rulings), sealed, scale / factor)
    return Drawn(small, scale / factor, factor, ruled, settled)


def _smaller(sealed: Grey, size: tuple[int, int]) -> Grey:
    """The mask at that width and height; most pages have no seal."""
    if not cv2.countNonZero(sealed):
        return np.zeros(size[::-1], np.uint8)
    return np.asarray(cv2.resize(sealed, size, interpolation=cv2.INTER_AREA), np.uint8)


def page_rulings(grey: Grey, drawn: Drawn, lines: Sequence[Box] = ()) -> Ruled:
    """The rulings of a page, of which ``drawn`` are known; ``lines`` are those of its text, in pixels of ``grey``."""
    factor = drawn.factor
    found = _rulings(drawn, [(a * factor, b * factor, c * factor, d * factor) for a, b, c, d in lines])
    if factor == 1.0:
        return found
    mask = cv2.resize(found.mask, grey.shape[::-1], interpolation=cv2.INTER_NEAREST)
    return Ruled(found.rulings, np.asarray(mask, np.uint8))


def _rulings(page: Drawn, lines: Sequence[Box]) -> Ruled:
    """Those drawn, or those mended where wear may have taken some.

    The mended ones count where they make more cells and do not cut through more words; if they do, those across alone.
    """
    grey, scale = page.grey, page.scale
    drawn = _mended(page.ruled, grey, lines, scale)
    if page.settled is not None and page.settled.whole:
        return drawn
    worn = find_worn_rulings(grey, scale, page.ruled.rulings)
    all_mended = _mended(worn, grey, lines, scale)
    ways = [all_mended, _mended(_across_of(worn, page.ruled), grey, lines, scale)]
    most = _cuts(drawn, lines, scale) + _CUTS
    best = max([drawn, *(way for way in ways if _cuts(way, lines, scale) <= most)], key=_cells)
    if best is not drawn:
        return best
    more = _drawn(drawn.mask.shape, list(_going_on(drawn.rulings, all_mended.rulings)), scale, _WAVE)
    return Ruled(drawn.rulings, np.bitwise_or(drawn.mask, np.bitwise_and(all_mended.mask, more)))


def _across_of(worn: Ruled, drawn: Ruled) -> Ruled:
    """The horizontals of the one with the verticals of the other."""
    rulings = [each for each in worn.rulings if each.horizontal] + [e for e in drawn.rulings if not e.horizontal]
    return Ruled(tuple(rulings), np.bitwise_or(worn.mask, drawn.mask))


def _going_on(drawn: Sequence[Ruling], mended: Sequence[Ruling]) -> Iterator[Ruling]:
    """The mended horizontals at the level of a drawn one: pieces of it beyond a hole, which must not be read as 一."""
    levels = sorted(each.y0 for each in drawn if each.horizontal)
    for each in mended:
        at = bisect_left(levels, each.y0 - _LEVEL)
        if each.horizontal and at < len(levels) and levels[at] <= each.y0 + _LEVEL:
            yield each


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
    return sum(len(grid.cells) for grid in find_grids(ruled.rulings))
