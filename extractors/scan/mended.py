"""Borders of cells that wear has taken, looked for where the rest of the grid says that they would be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.layout.grid import Grid, find_grids
from extractors.layout.rulings import SNAP, Ruling
from extractors.scan.lines import Box

_ASIDE, _BESIDE = 3, 4
"""Pixels: how far a border may lie beside its grid line, and where the paper beside it is looked at."""
_ALONG = 9
"""Pixels along a border over which grain is evened out."""
_BESIDE_WORDS = 0.35
"""Share of a border that shows above and below the words that it seems to run through; a stroke of theirs does not."""
_MOSTLY = 0.5
"""Share of a vertical that words take up from which only its ends are left beside them."""
_NOTHING = 0.1
"""Below it nothing shows: two tables that stand under each other were joined."""
_CLOSE = (2.5, 7.0)
"""Points: further apart than the two lines of a double border, closer than any column."""
_INSIDE = 0.35
"""Heights of a line by which its loose box may reach over a border beside it."""
_LOWEST_ROW = 14.0
"""Points: what is lower is rather the white between two tables, into which their rulings reach a little."""
_MET, _NEAR, _PALE, _STICKS_OUT = 7, 30, 190, 2
"""Pixels from the end of a border that the one it meets blurs; on either side of it that are looked at for words; grey
level above which there is none; pixels by which a stroke stands out above and below those of the words beside it."""
_DARKER, _CLEARLY_DARKER = 9.0, 14.0
"""Grey levels by which a border is darker than the paper on both its sides; where only little of it is left to see."""
_SEEN, _HALF, _TRACE = 0.5, 0.3, 0.15
"""Share of a border that shows, from which it is one; less where it goes on at its inner end, or at both ends."""

Grey = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class _Side:
    """One side of a place in the grid (points): at ``at`` across, from ``start`` to ``end`` along."""

    horizontal: bool
    at: float
    start: float
    end: float

    def ruling(self) -> Ruling:
        if self.horizontal:
            return Ruling(self.start, self.at, self.end, self.at)
        return Ruling(self.at, self.start, self.at, self.end)


def without_strokes(rulings: Sequence[Ruling], grey: Grey, lines: Sequence[Box], scale: float) -> list[Ruling]:
    """Without what are strokes of characters: horizontals through words, verticals where they only show in words.

    ``lines`` are the boxes of the text's lines, ``grey`` the page, both in pixels; rulings in points.
    """
    kept = [each for each in rulings if not (_is_struck_through(each, lines, scale) or _is_beside(each, rulings))]
    sides = [side for grid in find_grids(kept) for side in _drawn_down(grid)]
    undrawn = [side for side in sides if not _is_drawn(side, grey, _words_at(side, lines, scale), scale)]
    return [part for each in kept for part in _cut(each, undrawn)]


def _is_beside(ruling: Ruling, rulings: Sequence[Ruling]) -> bool:
    """Whether a vertical stands close beside a much longer one: sides of tick boxes that stand under each other do."""
    return not ruling.horizontal and any(
        _CLOSE[0] < abs(each.x0 - ruling.x0) < _CLOSE[1]
        and each.y1 - each.y0 > 1.5 * (ruling.y1 - ruling.y0)
        and min(each.y1, ruling.y1) - max(each.y0, ruling.y0) > 0.8 * (ruling.y1 - ruling.y0)
        for each in rulings
        if not each.horizontal
    )


def _is_struck_through(ruling: Ruling, lines: Sequence[Box], scale: float) -> bool:
    """Whether a horizontal runs through words for most of its length."""
    if not ruling.horizontal:
        return False
    y, left, right = ruling.y0 / scale, ruling.x0 / scale, ruling.x1 / scale
    within = [
        max(0.0, min(right, x1) - max(left, x0))
        for x0, y0, x1, y1 in lines
        if y0 + 0.22 * (y1 - y0) < y < y1 - 0.22 * (y1 - y0)
    ]
    return sum(within) > 0.5 * (right - left)


def _drawn_down(grid: Grid) -> Iterator[_Side]:
    """The sides of all places that are drawn downwards, the outer ones too."""
    for col in range(grid.cols + 1):
        for row in range(grid.rows):
            if col in (0, grid.cols) or grid.cell_of(row, col - 1) is not grid.cell_of(row, col):
                yield _Side(False, grid.xs[col], grid.ys[row], grid.ys[row + 1])


def _is_drawn(side: _Side, grey: Grey, words: Sequence[tuple[float, float]], scale: float) -> bool:
    """Whether something shows where a vertical is said to be: beside the words in its way, if there are any."""
    low = sum(last - first for first, last in words) > _MOSTLY * (side.end - side.start) / scale
    if low and (darker := _darker_on_paper(side, grey, words, scale)) is not None:
        return darker > _CLEARLY_DARKER
    shown = _shown(side, grey, scale, words)
    least = _BESIDE_WORDS if words else _NOTHING if side.end - side.start >= _LOWEST_ROW else _SEEN
    return shown is None or shown >= least


def _cut(ruling: Ruling, undrawn: Sequence[_Side]) -> list[Ruling]:
    """A vertical without the sides that are no borders."""
    parts = [ruling]
    for side in undrawn if not ruling.horizontal else ():
        if abs(side.at - ruling.x0) <= SNAP:
            parts = [part for each in parts for part in _parts(each, side)]
    return parts


def _parts(ruling: Ruling, side: _Side) -> list[Ruling]:
    above = ruling._replace(y1=min(ruling.y1, side.start))
    below = ruling._replace(y0=max(ruling.y0, side.end))
    return [each for each in (above, below) if each.y1 - each.y0 > SNAP]


def lost_borders(rulings: Sequence[Ruling], grey: Grey, lines: Sequence[Box], scale: float) -> list[Ruling]:
    """Borders between neighbouring places of the page's grids that the pixels show, though the rulings lack them."""
    first = _lost(rulings, grey, lines, scale)
    return [*first, *_lost([*rulings, *first], grey, lines, scale)] if first else []


def _lost(rulings: Sequence[Ruling], grey: Grey, lines: Sequence[Box], scale: float) -> list[Ruling]:
    found: list[Ruling] = []
    for grid in find_grids(rulings):
        for row in _missing(grid):
            shown = [(_shown(side, grey, scale) or 0.0) if side else 1.0 for side in row]
            for n, side in enumerate(row):
                beside = [row[at] is None for at in (n - 1, n + 1) if 0 <= at < len(row)]
                least = (_TRACE if len(beside) == 2 else _HALF) if beside and all(beside) else _SEEN
                if side and shown[n] >= least and not _words_at(side, lines, scale):
                    found.append(side.ruling())
    return found


def _missing(grid: Grid) -> Iterator[list[_Side | None]]:
    """Each inner grid line as its sides from end to end; None where the border is drawn."""
    for col in range(1, grid.cols):
        yield [
            None if _parted(grid, (row, col - 1), (row, col)) else _Side(False, grid.xs[col], *grid.ys[row : row + 2])
            for row in range(grid.rows)
        ]
    for row in range(1, grid.rows):
        yield [
            None if _parted(grid, (row - 1, col), (row, col)) else _Side(True, grid.ys[row], *grid.xs[col : col + 2])
            for col in range(grid.cols)
        ]


def _parted(grid: Grid, one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether two places belong to different cells."""
    return grid.cell_of(*one) is not grid.cell_of(*other)


def _shown(side: _Side, grey: Grey, scale: float, words: Sequence[tuple[float, float]] = ()) -> float | None:
    """Share of the side's length that is darker than the paper beside it, at the place where most is.

    What lies between the ends (pixels along the side) of ``words`` does not count. None where too little is left.
    """
    picture = grey if side.horizontal else grey.T
    at, start, end = round(side.at / scale), round(side.start / scale) + 3, round(side.end / scale) - 2
    reach = _ASIDE + _BESIDE
    if end - start < _ALONG or at < reach or at + reach >= picture.shape[0]:
        return None
    around = np.ascontiguousarray(picture[at - reach : at + reach + 1, start:end])
    strip = cv2.blur(around, (_ALONG, 1)).astype(np.float32)
    darker = np.minimum(strip[: -2 * _BESIDE], strip[2 * _BESIDE :]) - strip[_BESIDE:-_BESIDE] > _DARKER
    counted = np.ones(end - start, bool)
    for first, last in words:
        counted[max(0, round(first) - start - _ALONG // 2) : max(0, round(last) - start + _ALONG // 2)] = False
    return float(darker[:, counted].mean(axis=1).max()) if counted.sum() >= _ALONG / 2 else None


def _darker_on_paper(side: _Side, grey: Grey, words: Sequence[tuple[float, float]], scale: float) -> float | None:
    """By how many grey levels a vertical is darker than the paper beside it where neither words nor other borders are.

    None where there is no such place. The boxes of lines are loose: in a low row they leave nothing but the ends, too
    little for a share of them to tell grain from a border.
    """
    at, start, end = round(side.at / scale), round(side.start / scale) + _MET, round(side.end / scale) - _MET
    reach = _ASIDE + _BESIDE
    if end <= start or at < _NEAR or at + _NEAR >= grey.shape[1]:
        return None
    window = grey[start:end, at - _NEAR : at + _NEAR + 1]
    beside = np.concatenate([window[:, : _NEAR - reach], window[:, _NEAR + reach + 1 :]], axis=1)
    inked = np.flatnonzero(beside.min(axis=1) <= _PALE)
    paper = np.ones(len(window), bool)
    spans = (
        [(inked[0] - _STICKS_OUT, inked[-1] + _STICKS_OUT + 1)]
        if len(inked)
        else [(round(first) - start, round(last) - start) for first, last in words]
    )
    for first, last in spans:
        paper[max(0, first) : max(0, last)] = False
    if paper.sum() < _ALONG / 2:
        return None
    strip = window[:, _NEAR - reach : _NEAR + reach + 1].astype(np.float32)
    around = np.minimum(strip[:, : -2 * _BESIDE], strip[:, 2 * _BESIDE :])
    return float((around - strip[:, _BESIDE:-_BESIDE])[paper].mean(axis=0).max())


def _words_at(side: _Side, lines: Sequence[Box], scale: float) -> list[tuple[float, float]]:
    """Where along the side words stand in its way (pixels): the middle of their lines, whose boxes are loose."""
    at, start, end = side.at / scale, side.start / scale, side.end / scale
    found: list[tuple[float, float]] = []
    for x0, y0, x1, y1 in lines:
        height = y1 - y0
        if side.horizontal:
            inside = y0 + 0.22 * height < at < y1 - 0.22 * height
            along = (x0, x1)
        else:
            inside = x0 + _INSIDE * height < at < x1 - _INSIDE * height
            along = (y0 + 0.1 * height, y1 - 0.1 * height)
        if inside and min(end, along[1]) - max(start, along[0]) > 0.5 * height:
            found.append(along)
    return found
