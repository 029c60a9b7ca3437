"""What a hand drew beside an empty tick box: a ring round it or its words; a tick near it that leaves it in doubt."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.scan.box_lines import Place
from extractors.scan.components import components

Mask = NDArray[np.uint8]
Said = Literal["chosen", "doubtful"]

_RAYS = 36
_NEAREST, _FARTHEST = 0.56, 1.5
"""Sides of the box from its middle between which a ring round it runs."""
_ROUND, _IN_PARTS, _EVEN = 0.85, 0.62, 0.45
"""Share of the rays that meet a ring, the same where a ruling was taken out of it, and how much farther off the
farthest of these meets it than the nearest at the most (sides)."""
_RING_HIGH, _RING_LONG = (1.3, 3.2), 24.0
"""Sides of the box: how high a ring round words is, and how long at the most."""
_ON_ELLIPSE = (0.74, 1.12)
"""Where the ink of a ring lies, as a share of the way from the middle of the place that holds it to its ellipse."""
_RIM = 0.5
"""Share of a ring's ink that lies there at the least: strokes of words may touch it."""
_REACH = 1.3
"""Sides of the box between it and a ring round its words, at the most."""
_BEFORE, _TALL = 1.9, (0.65, 2.2)
"""Sides of the box: how far before it a tick is looked for, and how wide and high a tick is."""
_CLOSE = 0.5
"""Sides of the box behind a tick that are white: words go on."""
_SOLID = 0.65
"""Share of what is connected but for such gaps that is ink."""
_STEEP = 0.4
"""Share of its height by which a tick rises from one column of pixels to the next at the most."""
_FARTHER = 0.15
"""Share of its height by which a tick ends higher than it began: strokes across end as they began."""
_ONE_STROKE = 0.85
"""Share of its columns that a tick's stroke meets once: characters have several strokes."""
_THIN = 0.5
"""Share of the place that holds a tick that is ink, at the most."""


@dataclass(frozen=True, slots=True)
class _Part:
    """Connected ink in a crop of the page: its place there, and its pixels."""

    place: Place
    own: NDArray[np.bool_]


def beside(ink: Mask, empty: Sequence[Place], others: Sequence[Place], parts: Sequence[Place]) -> dict[Place, Said]:
    """Which of the empty boxes (pixels x0, y0, x1, y1) are chosen by what stands beside them, or may be.

    Args:
        ink: of the page (255), without rulings.
        empty: boxes with nothing in them.
        others: boxes that are ticked.
        parts: places of the page's connected ink.
    """
    said: dict[Place, Said] = {}
    if not empty:
        return said
    rest = _without_frames(ink, (*empty, *others))
    side = float(np.median([(x1 - x0 + y1 - y0) / 2 for x0, y0, x1, y1 in empty]))
    for place in empty:
        if _is_ringed(rest, place):
            said[place] = "chosen"
    for ring in _rings(rest, parts, max(side, _print_height(parts, side))):
        own = _box_of(ring, empty, side)
        if own is not None:
            said.setdefault(own, "chosen")
    ticks = [part for part in parts if _is_tick(rest, part, side)]
    for place in empty:
        if any(_is_near(tick, place, (*empty, *others)) for tick in ticks):
            said.setdefault(place, "doubtful")
    return said


def _print_height(parts: Sequence[Place], side: float) -> float:
    """How high most of the page's characters are, in pixels; small boxes are lower than print."""
    heights = [y1 - y0 for x0, y0, x1, y1 in parts if 0.5 * side <= y1 - y0 <= 2.5 * side and x1 - x0 <= 2.5 * side]
    return float(np.quantile(heights, 0.75)) if heights else side


def _without_frames(ink: Mask, boxes: Sequence[Place]) -> Mask:
    rest = ink.copy()
    for x0, y0, x1, y1 in boxes:
        cv2.rectangle(rest, (x0 + 1, y0 + 1), (x1 - 2, y1 - 2), 0, 5 if x1 - x0 < 36 else 7)
    return rest


def is_ringed(ink: Mask, place: Place) -> bool:
    """Whether strokes run round a frame that is in the ink itself."""
    room = round(2 * (place[2] - place[0]))
    left, top = max(0, place[0] - room), max(0, place[1] - room)
    own = (place[0] - left, place[1] - top, place[2] - left, place[3] - top)
    return _is_ringed(_without_frames(ink[top : place[3] + room, left : place[2] + room], (own,)), own)


def _is_ringed(ink: Mask, place: Place) -> bool:
    """Whether strokes run round the box: before, above and below it (its words stand behind it)."""
    x0, y0, x1, y1 = place
    side = (x1 - x0 + y1 - y0) / 2
    turns = np.linspace(0.25 * np.pi, 1.75 * np.pi, _RAYS)
    far = np.arange(_NEAREST * side, _FARTHEST * side)
    xs = np.round((x0 + x1) / 2 + np.outer(np.cos(turns), far)).astype(int)
    ys = np.round((y0 + y1) / 2 + np.outer(np.sin(turns), far)).astype(int)
    within = (xs >= 0) & (ys >= 0) & (xs < ink.shape[1]) & (ys < ink.shape[0])
    hit = np.where(within, ink[ys.clip(0, ink.shape[0] - 1), xs.clip(0, ink.shape[1] - 1)] > 0, False)
    met = hit.any(axis=1)
    if float(met.mean()) < _IN_PARTS:
        return False
    radii = hit.argmax(axis=1)[met] / side
    steps = float(np.quantile(np.abs(np.diff(radii)), 0.9))
    room = 2 * _EVEN if float(met.mean()) >= _ROUND else _EVEN
    return steps <= room / 4 and float(np.ptp(radii)) <= room


def _rings(ink: Mask, parts: Sequence[Place], side: float) -> Iterator[Place]:
    """Places of ellipses that are higher than a line of print."""
    for x0, y0, x1, y1 in parts:
        if not (_RING_HIGH[0] * side <= y1 - y0 and 1.3 * side <= x1 - x0 <= 2 * _RING_LONG * side):
            continue
        if y1 - y0 > 4 * _RING_HIGH[1] * side:
            continue
        for part in _parts(ink, (x0, y0, x1, y1), 3):
            a, b, c, d = part.place
            fits = _RING_HIGH[0] * side <= d - b <= _RING_HIGH[1] * side and 1.3 * side <= c - a <= _RING_LONG * side
            if fits and _is_ellipse(part):
                yield x0 + a, y0 + b, x0 + c, y0 + d


def _is_ellipse(part: _Part) -> bool:
    height, width = part.own.shape
    ys, xs = np.nonzero(part.own)
    across, down = (xs + 0.5 - width / 2) / (width / 2), (ys + 0.5 - height / 2) / (height / 2)
    far = np.hypot(across, down)
    on = (far >= _ON_ELLIPSE[0]) & (far <= _ON_ELLIPSE[1])
    turns = np.floor((np.arctan2(down, across)[on] + np.pi) / (2 * np.pi) * _RAYS).astype(int) % _RAYS
    return len(np.unique(turns)) >= _ROUND * _RAYS and float(on.mean()) >= _RIM


def _box_of(ring: Place, empty: Sequence[Place], side: float) -> Place | None:
    """The box whose words the ring goes round: the one that it begins at."""
    middle = (ring[1] + ring[3]) / 2
    near = [
        (abs(ring[0] - box[2]), box)
        for box in empty
        if box[1] - 0.4 * side <= middle <= box[3] + 0.4 * side
        and box[0] < ring[0] + 0.3 * side
        and abs(ring[0] - box[2]) <= _REACH * side
    ]
    return min(near)[1] if near else None


def _parts(ink: Mask, place: Place, gap: int) -> Iterator[_Part]:
    """What is connected in that place but for gaps of so many pixels."""
    x0, y0, x1, y1 = place
    own = np.ascontiguousarray(ink[y0:y1, x0:x1])
    if own.size == 0:
        return
    closed = cv2.morphologyEx(own, cv2.MORPH_CLOSE, np.ones((gap, gap), np.uint8))
    count, labels, stats, _ = components(closed)
    for number in range(1, count):
        x, y, w, h, _ = (int(each) for each in stats[number])
        part = labels[y : y + h, x : x + w] == number
        if float((own[y : y + h, x : x + w][part] > 0).mean()) >= _SOLID:  # else grain that was joined
            yield _Part((x, y, x + w, y + h), part)


def _is_near(tick: Place, box: Place, boxes: Sequence[Place]) -> bool:
    """Whether a tick stands right before the box, or behind it before the next one of its line."""
    x, y = (tick[0] + tick[2]) / 2, (tick[1] + tick[3]) / 2
    side = box[2] - box[0]
    if not box[1] - 0.4 * side <= y <= box[3] + 0.4 * side:
        return False
    if x < box[0]:
        return box[0] - x <= _BEFORE * side
    return not any(box[2] < other[0] < x and other[1] < y < other[3] for other in boxes)


def _is_tick(ink: Mask, place: Place, side: float) -> bool:
    """Down to the right, then up, farther than it came: thin, its lowest place between its ends."""
    x0, y0, x1, y1 = place
    height, width = y1 - y0, x1 - x0
    low, high = _TALL
    if not (low * side <= height <= high * side and low * side <= width <= high * side):
        return False
    own, behind = ink[y0:y1, x0:x1] > 0, ink[y0:y1, x1 + 1 : x1 + round(_CLOSE * side)] > 0
    if not own.any() or float(own.mean()) > _THIN or behind.any():
        return False
    runs = np.diff(own.astype(np.int8), axis=0, prepend=0, append=0).clip(0).sum(axis=0)
    if float((runs == 1).mean()) < _ONE_STROKE:
        return False
    down: NDArray[Any] = np.where(own, np.arange(height)[:, None], 0).max(axis=0)
    deepest = int(down.argmax())
    first, last = down[: max(1, width // 10)].mean(), down[-max(1, width // 10) :].mean()
    valley = 0.1 <= deepest / width <= 0.65
    rises = down[deepest] - last >= 0.45 * height and down[deepest] - first >= 0.1 * height
    right = down[deepest:]
    steps = np.diff(right)
    steady = len(right) > 2 and float((steps <= 0.5).mean()) >= 0.85 and float(-steps.min()) <= _STEEP * height
    return bool(valley and rises and steady and first - last >= _FARTHER * height)
