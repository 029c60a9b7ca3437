"""Ruling lines on a scanned page as they are drawn, found by morphology; worn and faint ones are for ``worn.py``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.layout.rulings import Ruling
from extractors.scan.chains import Run, chained, crosses
from extractors.scan.components import Part, parts
from extractors.scan.crossed import without_crossed_rows
from extractors.scan.hangers import Line, all_of, lines_in
from extractors.scan.lone_strokes import without_lone_strokes
from extractors.scan.stretches import stretches

_ACROSS, _DOWN = 24.0, 14.0
"""Points: the shortest run of ink that is a ruling (longer than any stroke of a character)."""
_THICKEST = 3.4
_LONG, _BAR = 90.0, 7.0
"""Points across from which a ruling may be a bar or a double line, and how thick that is at the most: no line of text
is without a hole for so long.
"""
_MARGIN = 18.0
"""Points from the picture's edge: a bar there is what lay round the paper."""
_INKED = 0.8
"""Share of a ruling's length that must be inked."""
_CROWDED = 0.42
"""Share of its length along which a ruling may have ink close by on a side: strokes of text have more."""
_NO_STROKE = 60.0, 26.0
"""Points, across and down, from which ink without a hole is a ruling whatever is beside it: characters leave white
between them, lines of text more."""
_MET = 1.2
"""Points: how near a short whole vertical amid strokes comes to the lines that it runs between, if it is a ruling."""
_BEYOND, _STROKE = 2.5, 13.0
"""Points beyond a horizontal at which a stroke of a character may seem to continue a vertical that ends there."""
_HOLE = 6.0
"""Points: the longest hole in a vertical that is drawn whole but for some wear; no row is as low."""
_TALL, _ROW = 60.0, 22.0
"""Points: no character is as high; a row of a list is no higher."""
_STICKS_OUT = 6.0
"""Points beyond the outermost horizontals to which no border goes alone."""
_SIDE_BY_SIDE = 3
"""Verticals that end at one level, where a table ends though no horizontal is drawn."""
_HARDLY_BROKEN = 0.7
"""Share of a run that its longest part makes up, if that is no longer than strokes may be: strokes of lines of text
may stand under each other.
"""
_DARK, _PALEST = 205, 215
"""Grey levels below which there is ink, whatever lies around, and where its surroundings are paler."""

Mask = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Ruled:
    """The rulings in points, and a mask (255) of their pixels."""

    rulings: tuple[Ruling, ...]
    mask: Mask


def ink_of(grey: NDArray[np.uint8]) -> Mask:
    """255 where there is ink: darker than its surroundings, faint print too."""
    block = max(15, round(min(grey.shape) / 60) | 1)
    local = cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, block, 18)
    return np.asarray(cv2.bitwise_and(local, _darker(grey, _PALEST)), np.uint8)


def all_ink_of(grey: NDArray[np.uint8]) -> Mask:
    """:func:`ink_of`, and whatever is dark: amid broad strokes nothing is darker than its surroundings."""
    return np.asarray(cv2.bitwise_or(_darker(grey, _DARK), ink_of(grey)), np.uint8)


def _darker(grey: NDArray[np.uint8], level: int) -> Mask:
    return np.asarray(cv2.threshold(grey, level - 1, 255, cv2.THRESH_BINARY_INV)[1], np.uint8)


def find_rulings(grey: NDArray[np.uint8], scale: float) -> Ruled:
    """Rulings of a deskewed page; ``scale`` is points a pixel."""
    ink = all_ink_of(grey)
    across, _ = _runs(ink, scale, _ACROSS, _NO_STROKE[0])
    down, crowded = _runs(np.ascontiguousarray(ink.T), scale, _DOWN, _NO_STROKE[1])
    down.extend(held(crowded, across, _MET / scale))
    down = [_without_strokes(run, across, scale, down) for run in down]
    down = chained(down, scale, _HOLE)
    across, down = _anchored(across, down, scale)
    down = without_lone_strokes(without_crossed_rows(down, across, ink, scale), ink, scale)
    return as_ruled(across, down, _drawn(ink.shape, across) | _drawn(ink.T.shape, down).T, scale)


def as_ruled(across: Sequence[Run], down: Sequence[Run], mask: Mask, scale: float) -> Ruled:
    """The runs (pixels) as rulings (points); ``down`` are those of the page turned over, their ``at`` an x."""
    rulings = [Ruling(run.start * scale, run.at * scale, run.end * scale, run.at * scale) for run in across]
    rulings += [Ruling(run.at * scale, run.start * scale, run.at * scale, run.end * scale) for run in down]
    return Ruled(tuple(rulings), mask)


def _runs(ink: Mask, scale: float, shortest_pt: float, no_stroke_pt: float) -> tuple[list[Run], list[Run]]:
    """Horizontal runs: gaps of a few pixels bridged, then everything shorter than the shortest ruling removed.

    The second ones are whole, but no longer than strokes may be and amid other strokes.
    """
    length = max(9, round(shortest_pt / scale))
    thick: Mask = np.asarray(cv2.dilate(ink, np.ones((3, 1), np.uint8)), np.uint8)
    bridged = cv2.morphologyEx(thick, cv2.MORPH_CLOSE, np.ones((1, 5), np.uint8))
    opened = np.asarray(cv2.morphologyEx(bridged, cv2.MORPH_OPEN, np.ones((1, length), np.uint8)), np.uint8)
    found, crowded = list[Run](), list[Run]()
    for part in parts(opened):
        long = part.width * scale >= no_stroke_pt
        for line in lines_in(part, thick) if long else [all_of(part)]:
            if _is_thin(part, line, ink, scale):
                run, stretched = _drawn_along(part, line, ink)
                longest = max((end - start for start, end in stretched), default=0)
                unbroken = longest >= min(_HARDLY_BROKEN * part.width, no_stroke_pt / scale)
                if unbroken and run.inked >= _INKED * part.width and _stands_alone(ink, part.place, scale):
                    found.append(run)
                    continue
                pieces = [(start, end) for start, end in stretched if end - start >= length]
                for piece in (replace(run, start=start, end=end, inked=end - start) for start, end in pieces):
                    (found if piece.inked * scale >= no_stroke_pt else crowded).append(piece)
    return found, crowded


def _is_thin(part: Part, line: Line, ink: Mask, scale: float) -> bool:
    """Whether a line is no thicker than rulings are, and much longer."""
    inside = min(part.y, len(ink) - part.y - part.height) * scale >= _MARGIN
    thickest = _BAR if inside and part.width * scale >= _LONG else _THICKEST
    broad = min(part.area / part.width, line.thickness)
    return broad * scale <= thickest + 2.5 * scale and part.width > 3 * line.thickness


def _drawn_along(part: Part, line: Line, ink: Mask) -> tuple[Run, list[tuple[int, int]]]:
    """The line as a run, and from where to where it is inked without a break."""
    own = part.own()[line.rows.start - part.y : line.rows.stop - part.y]
    along = np.asarray(((ink[line.rows, part.place[1]] > 0) & own).any(axis=0))
    stretched = [(part.x + start, part.x + end) for start, end in stretches(along)]
    return Run(line.at, part.x, part.x + part.width, line.thickness, int(np.count_nonzero(along))), stretched


def _anchored(across: list[Run], down: list[Run], scale: float) -> tuple[list[Run], list[Run]]:
    """Without what hangs in the air: a vertical ends at horizontals, a short horizontal at verticals."""
    reach, long = 7.0 / scale, 150.0 / scale
    levels = [run.at for run in across if run.end - run.start > long]
    tall = [run for run in down if run.end - run.start > _TALL / scale]
    whole = [run for run in tall if _is_between(run, levels, _ROW / scale)]
    open_ends = _open_ends(tall, across, levels, reach)
    for _ in range(2):
        down = list(dict.fromkeys([*held(down, [*across, *open_ends], reach), *whole]))
        across = held(across, down, reach, long)
    down = [run for run in down if not _sticks_out(run, tall, levels, _STICKS_OUT / scale)]
    return across, [_without_strokes(run, across, scale) for run in down]


def _sticks_out(run: Run, tall: Sequence[Run], levels: Sequence[float], beyond: float) -> bool:
    """Whether a tall vertical goes on beyond all long horizontals where no other does: a streak, no border."""
    if run not in tall or len(levels) < 2:
        return False
    ends = [(run.end - max(levels), [run.end - other.end for other in tall if other is not run])]
    ends += [(min(levels) - run.start, [run.start - other.start for other in tall if other is not run])]
    return any(over > beyond and all(abs(apart) > beyond for apart in others) for over, others in ends)


def _open_ends(tall: Sequence[Run], across: Sequence[Run], levels: Sequence[float], reach: float) -> list[Run]:
    """Where a row is left open, above or below: tall verticals end side by side beyond all long horizontals.

    They come from a horizontal; a streak or the copier's edge stands alone.
    """
    if not levels:
        return []
    from_one = [run for run in tall if any(crosses(run, line, reach) for line in across)]
    found = []
    for ends in (
        [(run.start, run) for run in from_one if run.start < min(levels) - reach],
        [(run.end, run) for run in from_one if run.end > max(levels) + reach],
    ):
        for at, run in ends:
            level = [other for end, other in ends if abs(end - at) <= reach]
            if len(level) >= _SIDE_BY_SIDE:
                sides = [round(other.at) for other in level]
                found.append(replace(run, at=float(at), start=min(sides), end=max(sides)))
    return found


def _is_between(run: Run, levels: Sequence[float], reach: float) -> bool:
    """Whether a tall vertical goes no further than a row beyond the outermost long horizontals: streaks and folds do.

    Wear may have taken its ends, or the lines that it ended at.
    """
    return len(levels) > 1 and min(levels) - reach <= run.start and run.end <= max(levels) + reach


def _without_strokes(run: Run, across: Sequence[Run], scale: float, others: Sequence[Run] = ()) -> Run:
    """The vertical without strokes of characters that go on where it ends at a horizontal, if they end at none.

    What goes on to one of the ``others`` that ends amid a row, over a hole that wear left, is no stroke.
    """
    met, stroke, beyond = _MET / scale, _STROKE / scale, _BEYOND / scale
    lines = [line.at for line in across if line.start <= run.at <= line.end]

    def goes_on(end: int, ends: Iterable[tuple[Run, int]]) -> bool:
        near = (at for other, at in ends if abs(at - end) <= _HOLE / scale and abs(other.at - run.at) <= beyond)
        return any(all(abs(line - at) > beyond for line in lines) for at in near)

    start, end = run.start, run.end
    if not any(abs(at - end) <= met for at in lines):
        shorter = round(max((at for at in lines if beyond < end - at <= stroke), default=end))
        if shorter < end and not goes_on(end, ((other, other.start) for other in others if other.start >= end)):
            end = shorter
    if not any(abs(at - start) <= met for at in lines):
        shorter = round(min((at for at in lines if beyond < at - start <= stroke), default=start))
        if shorter > start and not goes_on(start, ((other, other.end) for other in others if other.end <= start)):
            start = shorter
    return run if (start, end) == (run.start, run.end) else replace(run, start=start, end=end)


def held(runs: Sequence[Run], others: Sequence[Run], reach: float, long: float = float("inf")) -> list[Run]:
    """The runs that end, to within ``reach``, at ``others`` of the other direction, or are longer than ``long``."""
    return [
        run
        for run in runs
        if run.end - run.start > long or all(_touches(end, run.at, others, reach) for end in (run.start, run.end))
    ]


def _touches(end: int, at: float, others: Sequence[Run], reach: float) -> bool:
    """Whether a run's end, at ``at`` on the other axis, lies on one of the runs of the other direction."""
    return any(abs(other.at - end) <= reach and other.start - reach <= at <= other.end + reach for other in others)


def _stands_alone(ink: Mask, place: tuple[slice, slice], scale: float) -> bool:
    """Mostly alone: text has other strokes right above or below."""
    rows, columns = place
    near, far = 2, max(4, round(2.4 / scale))
    above = ink[max(0, rows.start - far) : max(0, rows.start - near), columns] > 0
    below = ink[rows.stop + near : rows.stop + far, columns] > 0
    crowds = [float(side.any(axis=0).mean()) if side.size else 0.0 for side in (above, below)]
    wide = (columns.stop - columns.start) * scale > _LONG
    return min(crowds) < _CROWDED * 0.6 and max(crowds) < (1.0 if wide else _CROWDED * 1.6)


def _drawn(shape: tuple[int, ...], runs: Sequence[Run]) -> Mask:
    mask = np.zeros(shape[:2], np.uint8)
    for run in runs:
        half = run.thickness / 2 + 1
        mask[max(0, round(run.at - half)) : round(run.at + half) + 1, max(0, run.start - 1) : run.end + 2] = 255
    return mask
