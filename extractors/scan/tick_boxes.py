"""Tick boxes by looking at the pixels: small squares before words, empty or ticked, in print or by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from extractors.scan.box_model import Seen, Spot, look
from extractors.scan.clear_boxes import ClearBox, Place, clear_boxes

AGREED, _ALONE, _UNCLEAR = 0.97, 0.95, 0.6
"""How sure a box is that model and frame agree on, at the most one that only the model sees, and one on which they
don't agree or that only its frame shows."""
_CERTAIN = 0.98
"""Score of a state from which the model is right even where its frame looks otherwise (a dash, a thin stroke)."""
_BESIDE_SURE = 0.85
"""How sure a box is that a mark beside it or a ring round its words chooses: rightly, mostly, but a person looks."""
_BOX, _FRAME = 0.55, 1.5
"""Score from which what only the model sees may be a box: it is read as a character first; and pixels of ink a pixel
of its side that it has at the least.

Of 1,299 boxes on held-out pages one scored below 0.6 and ten below 0.8; of what is none, 15 above 0.7, 3 above 0.8.
"""
_IN_LINE, _AS_LARGE = 0.5, 1.6
"""Sides of a box by which boxes of one line or column lie apart across it, and how much larger one is at the most."""
_LINE, _NEXT, _OVER, _WORDS = 0.9, 1.6, 0.3, 50.0
"""Sides of a box: how far above or below its middle a mark stands on its line, how far before it and behind its edge
one is perhaps its own, and how long its words are at the most."""
_EDGE = 0.06
"""Share of a side by which the model may see a box too small."""

LIKELY = 0.8
"""Score from which one that no character is read at is sure."""

Mask = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class TickBox:
    """A box at pixels x0, y0, x1, y1; ``sure`` (0..1) is how clearly it is a box and its state is what is said.

    ``score`` (0..1) is how much it looks like a box and like no character.
    """

    x0: int
    y0: int
    x1: int
    y1: int
    ticked: bool
    sure: float
    score: float = 1.0


def find_tick_boxes(grey: NDArray[np.uint8], ink: Mask, scale: float) -> list[TickBox]:
    """The tick boxes of a page whose ruling lines were taken out of ``ink``; ``scale`` is points a pixel.

    A model looks at the page, and apart from it each clear frame is judged by its lines. Where they don't agree on a
    box the model decides, and the box is sure only where the model is certain.
    """
    seen = look(grey, scale)
    clear = clear_boxes(grey, ink, scale)
    likely = [spot for spot in seen.boxes if spot.score >= LIKELY]
    pairs = [(spot, _frame_of(spot, clear)) for spot in seen.boxes]
    found = [_box(spot, frame) for spot, frame in pairs if frame or _may_be_one(spot, ink, likely)]
    framed = [frame for _, frame in pairs]
    alone = [_unseen(frame) for frame in clear if frame.ticked is not None and frame not in framed]
    return _with_marks_beside([*found, *alone], seen)


def _frame_of(spot: Spot, clear: Sequence[ClearBox]) -> ClearBox | None:
    """The clear frame that the model's box is."""
    for frame in clear:
        x0, y0, x1, y1 = frame.place
        near = max(abs(spot.x - (x0 + x1 - 1) / 2), abs(spot.y - (y0 + y1 - 1) / 2)) <= 0.3 * frame.side
        if near and 0.7 * frame.side <= spot.side <= 1.4 * frame.side:
            return frame
    return None


def _may_be_one(spot: Spot, ink: Mask, likely: Sequence[Spot]) -> bool:
    """Whether a box is there that no clear frame shows.

    One that the model hardly sees has ink, as any frame does, and stands on the line or in the column of a likely one.
    """
    if spot.score < _BOX or spot.score >= LIKELY:
        return spot.score >= LIKELY
    x0, y0, x1, y1 = _place(spot)
    inked = int(np.count_nonzero(ink[y0:y1, x0:x1])) >= _FRAME * spot.side
    return inked and any(_is_in_line(spot, other) for other in likely)


def _is_in_line(spot: Spot, other: Spot) -> bool:
    """Whether two stand on one line or in one column, and are not of very different sizes."""
    near = min(abs(spot.x - other.x), abs(spot.y - other.y)) <= _IN_LINE * other.side
    return near and 1 / _AS_LARGE <= spot.side / other.side <= _AS_LARGE


def _box(spot: Spot, frame: ClearBox | None) -> TickBox:
    ticked = spot.ticked >= 0.5
    state = max(spot.ticked, 1 - spot.ticked)
    if frame is None:
        sure = min(_ALONE if spot.score >= LIKELY else _UNCLEAR, state)
        return TickBox(*_place(spot), ticked, sure, spot.score)
    alone = _ALONE if frame.ticked is None or state >= _CERTAIN else _UNCLEAR
    sure = min(AGREED if frame.ticked == ticked else alone, state)
    return TickBox(*frame.place, ticked, sure, spot.score)


def _place(spot: Spot) -> Place:
    reach = (0.5 + _EDGE) * spot.side
    return (
        max(0, round(spot.x - reach)),
        max(0, round(spot.y - reach)),
        round(spot.x + reach) + 1,
        round(spot.y + reach) + 1,
    )


def _unseen(frame: ClearBox) -> TickBox:
    return TickBox(*frame.place, bool(frame.ticked), _UNCLEAR, _BOX)


def _with_marks_beside(found: Sequence[TickBox], seen: Seen) -> list[TickBox]:
    """The boxes, those ticked whose words are ringed or ticked, and less sure where a mark may be another's."""
    ringed = [spot for spot in seen.boxes if spot.ringed >= 0.5]
    boxes = [_chosen(box) if any(_is_in(spot.x, spot.y, box) for spot in ringed) else box for box in found]
    for x, y in seen.beside:
        line = sorted((b for b in boxes if abs((b.y0 + b.y1) / 2 - y) <= _LINE * (b.y1 - b.y0)), key=lambda b: b.x0)
        at = [b for b in line if b.x0 - _NEXT * (b.x1 - b.x0) <= x <= b.x1 + _OVER * (b.x1 - b.x0)]
        before = [b for b in line if b not in at and b.x1 < x <= b.x1 + _WORDS * (b.x1 - b.x0)][-1:]
        chosen = at + before
        for box in chosen:
            boxes[boxes.index(box)] = replace(box, sure=min(box.sure, _UNCLEAR)) if len(chosen) > 1 else _chosen(box)
    return boxes


def _is_in(x: float, y: float, box: TickBox) -> bool:
    return box.x0 <= x <= box.x1 and box.y0 <= y <= box.y1


def _chosen(box: TickBox) -> TickBox:
    return box if box.ticked else replace(box, ticked=True, sure=min(box.sure, _BESIDE_SURE))


def erase(grey: NDArray[np.uint8], boxes: list[TickBox]) -> NDArray[np.uint8]:
    """The page without its tick boxes, so that no engine reads them as characters."""
    clean = grey.copy()
    for box in boxes:
        clean[max(0, box.y0 - 2) : box.y1 + 2, max(0, box.x0 - 2) : box.x1 + 2] = 255
    return clean
