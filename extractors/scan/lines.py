"""Where the lines of text are: what the engine's detector sees, and the ink that it overlooks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.layout.rulings import Ruling
from extractors.scan.components import Part, parts
from extractors.scan.stretches import stretches
from pipeline.ports import OcrEngine

_SEEN = 1600
"""Pixels of the longer side that a detector needs to find the lines of a printed page; more find no more of them."""
_AROUND = 8.0
"""Points of the page that are shown to the detector above and below what it is to look at."""
_WORTH, _STACKED = 0.6, 64
"""Share of the page up to which showing a part is worth it; heights of parts are multiples of so many pixels.

Each new size costs the detector some time.
"""
_PAPER = 250
"""Grey level of paper on a prepared page."""
_LOWEST, _HIGHEST = 5.0, 34.0
"""Points: the height of a lonely figure, and of the largest print."""

_TILE, _SOME_INK = 12.0, 0.06
"""Points: places in which ink that hangs together is looked at; share of one that is inked if there may be print."""
_TALL, _SQUARE = 1.6, (0.6, 1.45)
"""Times its width that a box of two characters under each other is high at least; what each is then."""
_DARK = 150
"""Grey level below which there is a stroke."""
CLEAR = 1.2
"""Points from a vertical ruling's middle: where its ink surely ends."""
_SAME_WIDTH, _SAME_HEIGHT = 0.9, 0.25
"""Shares of the wider and of the lower of two boxes from which they hold the same print: lines hardly touch."""

Grey = NDArray[np.uint8]
Box = tuple[float, float, float, float]


def find_lines(grey: Grey, engine: OcrEngine) -> list[Box]:
    """The detector's lines, in pixels of ``grey``; it looks at a smaller picture."""
    small, factor = _seen(grey)
    return [(x0 / factor, y0 / factor, x1 / factor, y1 / factor) for x0, y0, x1, y1 in engine.find_lines(small)]


def _seen(grey: Grey) -> tuple[Grey, float]:
    """The page as the detector sees it, and the factor by which it is smaller."""
    factor = min(1.0, _SEEN / max(grey.shape))
    if factor == 1.0:
        return grey, factor
    return np.asarray(cv2.resize(grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA), np.uint8), factor


def find_lines_at(
    grey: Grey, rest: NDArray[np.bool_], known: Sequence[Box], scale: float, engine: OcrEngine
) -> list[Box] | None:
    """The detector's lines where ``rest`` (the page at any size) has ink; None where that is nearly everywhere.

    What has ink is shown to the detector in strips across the page, one under the other, without the places ``known``
    (pixels of ``rest``, as ``scale`` is points a pixel of it).
    """
    bands = _bands(rest.sum(axis=1) > 1, round(_AROUND / scale))
    if sum(bottom - top for top, bottom in bands) > _WORTH * len(rest):
        return None
    if not bands:
        return []
    small, factor = _seen(grey)
    small = small.copy()
    times = len(small) / len(rest)
    for place in known:
        x0, y0, x1, y1 = (round(edge * times) for edge in place)
        small[y0:y1, x0:x1] = _PAPER
    cuts = [(round(top * times), round(bottom * times)) for top, bottom in bands]
    stacked = np.vstack([small[top:bottom] for top, bottom in cuts])
    white = np.full((-len(stacked) % _STACKED, stacked.shape[1]), _PAPER, np.uint8)
    found = engine.find_lines(np.vstack([stacked, white]))
    starts = accumulate((bottom - top for top, bottom in cuts), initial=0)
    return [
        (x0 / factor, max(top, y0 + top - start) / factor, x1 / factor, min(bottom, y1 + top - start) / factor)
        for (top, bottom), start in zip(cuts, starts, strict=False)
        for x0, y0, x1, y1 in found
        if start <= (y0 + y1) / 2 < start + bottom - top
    ]


def without_halves(told: Sequence[Box], found: Sequence[Box]) -> list[Box]:
    """The lines that cells told and those found beside them; a line of which each has a half is one, else its text
    would be read twice."""
    lines = list(told)
    for other in found:
        half = next((n for n, line in enumerate(lines[: len(told)]) if _same_print(line, other)), None)
        if half is None:
            lines.append(other)
        else:
            x0, y0, x1, y1 = lines[half]
            lines[half] = (min(x0, other[0]), min(y0, other[1]), max(x1, other[2]), max(y1, other[3]))
    return lines


def without_stacks(lines: Sequence[Box], grey: Grey) -> list[Box]:
    """The lines, but two characters that stand under each other in a narrow cell (序 over 号) as two of them."""
    return [part for line in lines for part in _unstacked(line, grey)]


def _unstacked(box: Box, grey: Grey) -> list[Box]:
    x0, y0, x1, y1 = (round(at) for at in box)
    width, height = x1 - x0, y1 - y0
    if width < 4 or height < _TALL * width:
        return [box]
    white = np.asarray((grey[y0:y1, x0:x1] >= _DARK).all(axis=1))
    gaps = [(b - a, (a + b) / 2) for a, b in stretches(white) if a > 0.3 * height and b < 0.7 * height]
    if not gaps:
        return [box]
    cut = y0 + max(gaps)[1]
    halves = [(box[0], box[1], box[2], cut), (box[0], cut, box[2], box[3])]
    whole = all(_SQUARE[0] * width <= bottom - top <= _SQUARE[1] * width for _, top, _, bottom in halves)
    return halves if whole else [box]


def _same_print(one: Box, other: Box) -> bool:
    """Whether two boxes stand over the same stretch of a page and lie over each other more than lines do."""
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    wider = max(one[2] - one[0], other[2] - other[0])
    lower = min(one[3] - one[1], other[3] - other[1])
    both = max(one[3], other[3]) - min(one[1], other[1])
    return across > _SAME_WIDTH * wider and down > _SAME_HEIGHT * lower and both < 2 * lower


def _bands(inked: NDArray[np.bool_], around: int) -> list[tuple[int, int]]:
    """From and to of rows with ink, let out by ``around``; those that meet are one."""
    wide = np.convolve(inked, np.ones(2 * around + 1), mode="same") > 0
    return list(stretches(wide))


def overlooked(ink: Grey, boxes: Sequence[Box], scale: float) -> list[Box]:
    """Ink that no line covers: lonely figures in wide cells, mostly. ``ink`` is without rulings and tick boxes."""
    return overlooked_and_higher(ink, boxes, scale)[0]


def overlooked_and_higher(ink: Grey, boxes: Sequence[Box], scale: float) -> tuple[list[Box], list[Box]]:
    """That ink, and where it hangs on what is higher than a line (a seal on a grey copy, a picture) places of it."""
    rest = ink.copy()
    for x0, y0, x1, y1 in boxes:
        room = 0.15 * (y1 - y0)
        rest[max(0, int(y0 - room)) : int(y1 + room) + 1, max(0, int(x0 - 2 * room)) : int(x1 + 2 * room) + 1] = 0
    near = np.ones((max(2, round(2.2 / scale)), max(3, round(5.0 / scale))), np.uint8)
    lines, higher = list[Box](), list[Box]()
    for part in parts(np.asarray(cv2.morphologyEx(rest, cv2.MORPH_CLOSE, near), np.uint8)):
        height, width = part.height * scale, part.width * scale
        if height > _HIGHEST:
            higher.extend(_places_of(part, rest, round(_TILE / scale)))
        elif height >= _LOWEST and width >= 1.5 and _is_print(rest, part):
            lines.append((float(part.x), float(part.y), float(part.x + part.width), float(part.y + part.height)))
    return lines, higher


def _places_of(part: Part, rest: Grey, side: int) -> Iterator[Box]:
    """The squares of a part that hold as much ink as print does."""
    for y in range(part.y, part.y + part.height, side):
        for x in range(part.x, part.x + part.width, side):
            if np.count_nonzero(rest[y : y + side, x : x + side]) >= _SOME_INK * side * side:
                yield float(x), float(y), float(x + side), float(y + side)


def without_uprights(ink: Grey, scale: float) -> Grey:
    """``ink`` without what is left of vertical rulings beside their mask: a figure close by must not hang on it."""
    tall = np.ones((max(9, round(16 / scale)), 1), np.uint8)
    long = cv2.morphologyEx(cv2.dilate(ink, np.ones((5, 1), np.uint8)), cv2.MORPH_OPEN, tall)
    beside = cv2.dilate(long, np.ones((1, 3), np.uint8))
    return np.asarray(cv2.bitwise_and(ink, cv2.bitwise_not(beside)), np.uint8)


def _is_print(rest: Grey, part: Part) -> bool:
    """Neither a speck (all ink) nor grain (hardly any)."""
    own = part.own() & (rest[part.place] > 0)
    return 0.08 <= float(own.mean()) <= 0.9 and own.sum() >= 12


def cut_at_verticals(box: Box, rulings: Sequence[Ruling], scale: float) -> Iterator[Box]:
    """The box in parts where a vertical ruling runs through most of its height."""
    x0, y0, x1, y1 = box
    height = y1 - y0
    cuts = sorted(
        ruling.x0 / scale
        for ruling in rulings
        if not ruling.horizontal
        and x0 + 0.35 * height < ruling.x0 / scale < x1 - 0.35 * height
        and min(y1, ruling.y1 / scale) - max(y0, ruling.y0 / scale) > 0.6 * height
    )
    for left, right in pairwise([x0, *cuts, x1]):
        room = 0.26 * height
        part = (left + (room if left != x0 else 0.0), y0, right - (room if right != x1 else 0.0), y1)
        if part[2] - part[0] > 0.3 * height:
            yield part


def between_verticals(box: Box, rulings: Sequence[Ruling], scale: float) -> tuple[float, float]:
    """The nearest vertical rulings left and right of the box's middle, as x in pixels clear of their ink."""
    middle, clear = (box[0] + box[2]) / 2, CLEAR / scale
    height = box[3] - box[1]
    beside = [
        ruling.x0 / scale
        for ruling in rulings
        if not ruling.horizontal and min(box[3], ruling.y1 / scale) - max(box[1], ruling.y0 / scale) > 0.75 * height
    ]
    left = max((x + clear for x in beside if x < middle), default=0.0)
    return left, min((x - clear for x in beside if x > middle), default=float("inf"))
