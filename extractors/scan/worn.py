"""Ruling lines of worn and faint pages: pieces joined, strokes of characters told from them by evenness and reach."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.layout.rulings import Ruling
from extractors.scan.chains import Run, chained
from extractors.scan.components import components
from extractors.scan.lone_strokes import without_lone_strokes
from extractors.scan.ruled import Ruled, all_ink_of, as_ruled, held
from extractors.scan.stretches import stretches


@dataclass(frozen=True, slots=True)
class _Sizes:
    """Points: the shortest ruling, the shortest piece that wear has left of one, the longest hole in one, the shortest
    piece that may be one without another beside it.

    A hole is shorter than the row or column that a merged cell leaves out.
    """

    ruling: float
    piece: float
    hole: float
    alone: float


_STROKE = 13.0
"""Points: the longest upright stroke of a character of running text."""
_ACROSS, _DOWN = _Sizes(24.0, 14.0, 18.0, 0.0), _Sizes(9.5, 8.5, 11.0, _STROKE)
_BESIDE = 6.0
"""Points beside a longer piece of a line in which a stroke may be a piece of it too."""
_THICKEST = 3.4
_INKED = 0.72
"""Share of a ruling's length that must be inked."""
_EVEN, _GRAIN = 0.25, 6.0
"""Share of a ruling's usual darkness, and what grain adds in grey levels, below which it is white."""
_DRAWN = 2
"""Pixels that a drawn ruling is taken to be thick."""
_ASTRIDE, _ASTRAY = 2.0, 3
"""Points beside a drawn ruling in which a piece is one of it; pixels beside it at which it may go on."""
_ASIDE = np.array([[-1], [0], [1]])
"""Rows above, at and below the middle of a line where it may be darkest."""
_EVENLY = 0.85
"""Share of a piece that must be about as dark as the rest."""
_WOBBLE, _SMOOTH = 1.1, 61
"""Pixels by which the middle of a straight line strays (standard deviation) from where it is over as many pixels."""
_WHOLE = 0.88
"""Share of the way between two lines that a vertical must go, and be inked, to be one by itself."""
_BEYOND = 0.4
"""Share of a vertical's length by which characters may seem to continue it."""
_CROWDED = 0.42
"""Share of its length along which a ruling may have ink close by on a side: strokes of text have more."""
_FAINT = 9.0
"""Grey levels by which a faint ruling is darker than the paper on both its sides, over a stretch of 6 points."""
_FAINT_PIECE = 28.0
"""Points along which it must go on so: strokes of characters stand apart."""

Mask = NDArray[np.uint8]


def find_worn_rulings(grey: NDArray[np.uint8], scale: float, drawn: Sequence[Ruling] = ()) -> Ruled:
    """Rulings of a deskewed page; ``scale`` is points a pixel, ``drawn`` those that wear has not touched.

    Text may hang on the drawn ones all along; where they go on beyond a hole, they are still rulings.
    """
    ink = all_ink_of(grey)
    across = _runs(ink, grey, scale, _ACROSS, [_run_of(each, scale) for each in drawn if each.horizontal])
    down = _runs(np.ascontiguousarray(ink.T), np.ascontiguousarray(grey.T), scale, _DOWN)
    across, down = _anchored(across, down, scale)
    down = without_lone_strokes(down, ink, scale)
    return as_ruled(across, down, _drawn(ink.shape, across) | _drawn(ink.T.shape, down).T, scale)


def _run_of(ruling: Ruling, scale: float) -> Run:
    """A horizontal ruling as a run of pixels."""
    start, end = round(ruling.x0 / scale), round(ruling.x1 / scale)
    return Run(ruling.y0 / scale, start, end, _DRAWN, end - start)


def _runs(ink: Mask, grey: NDArray[np.uint8], scale: float, sizes: _Sizes, drawn: Sequence[Run] = ()) -> list[Run]:
    """Horizontal rulings: thin straight pieces, and the ``drawn`` ones, joined over what wear has taken out of them."""
    full = ink | _ridges(grey, scale)
    thick = cv2.dilate(full, np.ones((3, 1), np.uint8))
    bridged = cv2.morphologyEx(thick, cv2.MORPH_CLOSE, np.ones((1, 5), np.uint8))
    opened = cv2.morphologyEx(bridged, cv2.MORPH_OPEN, np.ones((1, max(9, round(sizes.piece / scale))), np.uint8))
    _, labels, stats, centres = components(opened)
    width, height, area = (stats[:, n].astype(np.float64) for n in (2, 3, 4))
    thickest = _THICKEST / scale + 2.5
    pieces: list[Run] = []
    known: list[float] = []
    longest_first = sorted(np.flatnonzero(width > 2.2 * height), key=lambda number: (-width[number], number))
    for number in longest_first:
        x, y, w, h = (int(each) for each in stats[number, :4])
        if not number or (w * scale < sizes.alone and not _is_beside(centres[number][1], known, scale)):
            continue
        place = slice(y, y + h), slice(x, x + w)
        thin = area[number] / w <= thickest
        found: list[Run] = []
        if thin and _is_drawn(full[place], grey[place], labels[place] == number):
            found = [Run(float(centres[number][1]), x, x + w, h, w)]
        elif w * scale >= _FAINT_PIECE:
            bands = _bands(full[place], grey[place], thickest)
            found = [Run(y + (top + bottom) / 2, x, x + w, bottom - top, w) for top, bottom in bands]
        pieces.extend(found)
        for run in found:
            insort(known, run.at)
    pieces = [*drawn, *(rest for each in pieces for rest in _beside_drawn(each, drawn, ink, scale))]
    known_ones = {(run.at, run.start, run.end) for run in drawn}
    rulings = (run for run in chained(pieces, scale, sizes.hole) if _long_enough(run, sizes.ruling / scale))
    return [run for run in rulings if known_ones.intersection(_pieces(run)) or _stands_alone(ink, run, scale)]


def _pieces(run: Run) -> tuple[tuple[float, int, int], ...]:
    return run.parts or ((run.at, run.start, run.end),)


def _beside_drawn(piece: Run, drawn: Sequence[Run], ink: Mask, scale: float) -> Iterator[Run]:
    """What of a piece goes on before, between and after the ``drawn`` ones at its level.

    It must go straight on: strokes of words may seem to continue a ruling.
    """
    level = sorted((each for each in drawn if abs(each.at - piece.at) * scale <= _ASTRIDE), key=lambda run: run.start)
    start = piece.start
    for run in (each for each in level if each.end > piece.start and each.start < piece.end):
        yield from _cut(piece, start, min(piece.end, run.start), run.at, ink)
        start = max(start, run.end)
    if level:
        yield from _cut(piece, start, piece.end, min(level, key=lambda run: abs(run.at - piece.at)).at, ink)
    else:
        yield piece


def _cut(piece: Run, start: int, end: int, at: float, ink: Mask) -> Iterator[Run]:
    """The piece from ``start`` to ``end``, if it is inked at about the level ``at`` almost throughout."""
    rows = ink[max(0, round(at) - _ASTRAY) : round(at) + _ASTRAY + 1, start:end] > 0
    if end > start and np.mean(rows[:-2] | rows[1:-1] | rows[2:], axis=1).max() >= _EVENLY:
        yield replace(piece, at=at, start=start, end=end, inked=end - start)


def _is_beside(at: float, known: Sequence[float], scale: float) -> bool:
    """Whether one of the ``known`` places, in order, is near enough for a stroke to be a piece of the line there."""
    next_ = bisect_left(known, at)
    return any(abs(each - at) * scale <= _BESIDE for each in known[max(0, next_ - 1) : next_ + 1])


def _is_drawn(full: Mask, grey: NDArray[np.uint8], part: NDArray[np.bool_]) -> bool:
    """Whether a stretch is inked almost throughout and about as dark all along: characters leave white between them."""
    columns = np.arange(part.shape[1])
    if np.count_nonzero(((full > 0) & part).any(axis=0)) < _INKED * len(columns):
        return False
    thickness = part.sum(axis=0)
    middle = np.arange(part.shape[0]) @ part / np.maximum(1, thickness)
    if not _is_straight(middle, thickness):
        return False
    rows = np.minimum(np.maximum(np.round(middle).astype(int) + _ASIDE, 0), part.shape[0] - 1)
    dark = 250.0 - cv2.blur(grey, (3, 1))[rows, columns].min(axis=0).astype(np.float32)
    return bool(np.count_nonzero(dark > _EVEN * _median(dark) + _GRAIN) >= _EVENLY * len(dark))


def _median(values: NDArray[np.float32]) -> float:
    """As NumPy's own, which takes longer to make sure of what it is given than to find it."""
    upper = len(values) // 2
    ordered = np.partition(values, (upper - (len(values) + 1) % 2, upper))
    return float(ordered[upper] + ordered[upper - (len(values) + 1) % 2]) / 2


def _bands(full: Mask, grey: NDArray[np.uint8], thickest: float) -> Iterator[tuple[int, int]]:
    """Rows (from, to) of rulings to which characters stick: inked from end to end, and evenly."""
    for top, bottom in stretches((full > 0).mean(axis=1) > _WHOLE):
        part = np.zeros(full.shape, bool)
        part[top:bottom] = True
        if bottom - top <= thickest and _is_drawn(full, grey, part):
            yield top, bottom


def _is_straight(middle: NDArray[np.float64], thickness: NDArray[np.int64]) -> bool:
    """Whether the middle keeps to a line and the thickness to itself, to within a pixel or so."""
    if np.ptp(middle) <= _WOBBLE / 2:  # it can't stray further than twice this from its own mean; most strokes end here
        return float(np.std(thickness)) <= 2 * _WOBBLE
    window = min(len(middle), _SMOOTH) | 1
    around = np.pad(middle, window // 2, mode="reflect", reflect_type="odd")
    smooth = np.convolve(around, np.full(window, 1 / window), mode="valid")
    return float(np.std(middle - smooth)) <= _WOBBLE and float(np.std(thickness)) <= 2 * _WOBBLE


def _long_enough(run: Run, shortest: float) -> bool:
    return run.end - run.start >= shortest and run.inked >= _INKED * (run.end - run.start)


def _ridges(grey: NDArray[np.uint8], scale: float) -> Mask:
    """255 where the page is darker than above and below for long stretches: lines too faint to count as ink."""
    along, aside = max(5, round(6 / scale) | 1), max(3, round(2.2 / scale))
    mean = cv2.blur(grey, (along, 1))
    around = cv2.min(np.roll(mean, aside, axis=0), np.roll(mean, -aside, axis=0))
    darker = cv2.threshold(cv2.subtract(around, mean), _FAINT, 255, cv2.THRESH_BINARY)[1]
    ridge = cv2.dilate(darker, np.ones((3, 3), np.uint8))
    long = cv2.morphologyEx(ridge, cv2.MORPH_OPEN, np.ones((1, round(_FAINT_PIECE / scale)), np.uint8))
    return cv2.erode(long, np.ones((3, 1), np.uint8)).astype(np.uint8)


def _anchored(across: list[Run], down: list[Run], scale: float) -> tuple[list[Run], list[Run]]:
    """Without what hangs in the air: a vertical ends at horizontals, a short horizontal at verticals.

    Strokes of characters come near the lines above and below them. So a vertical reaches from line to line, or it
    stands where another does that.
    """
    reach, long, beside = 7.0 / scale, 150.0 / scale, 2.5 / scale
    tall = [run for run in down if run.end - run.start > 30.0 / scale]
    across = held(across, tall, reach, long)
    for _ in range(2):
        down = [part for run in down if (part := _between(run, across, reach, scale)) is not None]
        whole = [run.at for run in down if _reaches(run, across, reach, _STROKE / scale)]
        down = [run for run in down if any(abs(run.at - at) <= beside for at in whole)]
        across = held(across, down, reach, long)
    return across, down


def _between(run: Run, across: Sequence[Run], reach: float, scale: float) -> Run | None:
    """The vertical from the first to the last line that it meets: strokes of characters may go on where it ends."""
    met = [line.at for line in across if line.start - reach <= run.at <= line.end + reach]
    met = [at for at in met if run.start - reach <= at <= run.end + reach]
    if len(met) < 2 or max(met) - min(met) < _DOWN.piece / scale:
        return None
    start, end = max(run.start, round(min(met)) - 2), min(run.end, round(max(met)) + 3)
    beyond = run.end - run.start - (end - start)
    if beyond > _BEYOND * (end - start):
        return None
    return replace(run, start=start, end=end, inked=min(run.inked, end - start)) if beyond else run


def _reaches(run: Run, across: Sequence[Run], reach: float, stroke: float) -> bool:
    """Whether a vertical goes all the way between the outermost lines that its ends come near.

    One joined from pieces that are no longer than the strokes of characters does not.
    """
    if run.parts and max(end - start for _, start, end in run.parts) < stroke:
        return False
    near = [line.at for line in across if line.start - reach <= run.at <= line.end + reach]
    top = min((at for at in near if abs(at - run.start) <= reach), default=run.start)
    bottom = max((at for at in near if abs(at - run.end) <= reach), default=run.end)
    length = run.end - run.start
    return length + 2 >= _WHOLE * (bottom - top) and run.inked >= _WHOLE * length


def _stands_alone(ink: Mask, run: Run, scale: float) -> bool:
    """Mostly alone: text has other strokes right above or below."""
    half = run.thickness / 2
    top, bottom = round(run.at - half), round(run.at + half) + 1
    near, far = 2, max(4, round(2.4 / scale))
    above = ink[max(0, top - far) : max(0, top - near), run.start : run.end] > 0
    below = ink[bottom + near : bottom + far, run.start : run.end] > 0
    crowds = [float(side.any(axis=0).mean()) if side.size else 0.0 for side in (above, below)]
    wide = (run.end - run.start) * scale > 90
    return min(crowds) < _CROWDED * (0.6 if wide else 0.35) and max(crowds) < (1.0 if wide else _CROWDED * 1.25)


def _drawn(shape: tuple[int, ...], runs: Sequence[Run]) -> Mask:
    mask = np.zeros(shape[:2], np.uint8)
    for run in runs:
        half = max(1.0, run.thickness / 2)  # a run is two pixels thicker than its ink
        for at, start, end in _pieces(run):
            mask[max(0, round(at - half)) : round(at + half) + 1, max(0, start - 1) : end + 2] = 255
    return mask
