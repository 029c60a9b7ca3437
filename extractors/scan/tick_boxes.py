"""Tick boxes by looking at the pixels: small hollow squares before words, empty or with a tick inside."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.scan.beside_boxes import beside
from extractors.scan.printed_frames import printed_frames
from extractors.scan.worn_boxes import Place, filled_squares, over

_SMALLEST, _LARGEST = 4.2, 17.0
"""Points: a tick box's side."""
_SQUARE = 0.72
_FRAME = 0.8
"""Share of each of the four sides that must be inked."""
_TORN, _TORN_SURE = 0.5, 0.9
"""The same for one side where wear, or a ruling close by, took part of it, and how sure such a box is."""
_STRUCK, _ASLANT = 0.06, 0.34
"""Share of a box's inside that is inked, and of its edges that run aslant, from which it is ticked."""
_SPECK, _LONG = 0.12, 0.33
"""Share of a box's inside up to which what is in it may be dirt, and sides of the box from which it is a stroke."""
_BY_HAND, _BEFORE, _CROWDED = 0.55, 0.1, 0.45
"""The same share of edges from which ink before a box is a stroke's, from how much ink on, and how much is print."""
_PRINTED = 5.5
"""Points: the smallest side of a box whose size is looked for under strokes; smaller ones are parts of characters."""
_CROSSED_SURE, _BESIDE_SURE, _UNCLEAR = 0.93, 0.92, 0.6
"""How sure a box is that strokes run out of, one that a mark beside it chooses, and one that a mark may choose."""
_WORN_SURE = 0.9
"""How sure boxes are that wear parted or joined."""

_PAPER = 250.0
"""Grey of paper on a prepared page."""

Mask = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class TickBox:
    """A box at pixels x0, y0, x1, y1; ``sure`` (0..1) is how clearly it is a box and its state is what is said.

    ``doubtful``: strokes run out of it or its frame is all but gone: it may be a character, whatever stands beside it.
    ``beside``: nothing is in it, a mark beside it chooses it.
    """

    x0: int
    y0: int
    x1: int
    y1: int
    ticked: bool
    sure: float
    doubtful: bool = False
    beside: bool = False

    @property
    def place(self) -> Place:
        """Its pixels x0, y0, x1, y1."""
        return self.x0, self.y0, self.x1, self.y1


def find_tick_boxes(grey: NDArray[np.uint8], ink: Mask, scale: float) -> list[TickBox]:
    """The tick boxes of a page whose ruling lines were taken out of ``ink``."""
    count, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    small, large = _SMALLEST / scale, _LARGEST / scale
    candidates = []
    for number in range(1, count):
        x, y, w, h, _ = (int(each) for each in stats[number])
        if small <= min(w, h) and max(w, h) <= large and min(w, h) >= _SQUARE * max(w, h):
            candidates.append((x, y, x + w, y + h))
    whole = _like_each_other([box for each in candidates if (box := _judge(grey, ink, each, _FRAME)) is not None])
    known = {(box.x0, box.y0) for box in whole}
    torn = (_judge(grey, ink, each, _TORN) for each in candidates if each[:2] not in known and _as_large(each, whole))
    found = [*whole, *(replace(box, sure=min(box.sure, _TORN_SURE)) for box in torn if box is not None)]
    clear = [b.place for b in found if b.sure >= _TORN_SURE and (b.x1 - b.x0) * scale >= _PRINTED]
    frames = printed_frames(grey, clear)
    found = [box for box in found if not box.ticked or not any(over(box.place, place) for place in frames)]
    found += [box for place in frames if (box := _under_strokes(grey, ink, place)) is not None]
    found += _filled(ink, scale, found)
    parts = [(x, y, x + w, y + h) for x, y, w, h, _ in stats[1:].tolist() if min(w, h) >= small]
    return _with_marks_beside(found, grey, ink, parts)


def _filled(ink: Mask, scale: float, found: Sequence[TickBox]) -> list[TickBox]:
    """Further boxes, filled ones that touch a word."""
    return [
        TickBox(*place, ticked=True, sure=_WORN_SURE)
        for place in filled_squares(ink, scale, (_PRINTED, _LARGEST))
        if _stands_free(ink, place) and not any(over(place, each.place) for each in found)
    ]


def _with_marks_beside(
    found: Sequence[TickBox], grey: NDArray[np.uint8], ink: Mask, parts: Sequence[Place]
) -> list[TickBox]:
    """The boxes, those ticked that a hand's mark beside them chooses, and less sure where one may."""
    empty = [box.place for box in found if not box.ticked]
    if not empty:
        return list(found)
    palest = (_PAPER + float(np.median([_rim(grey, place) for place in empty]))) / 2
    strokes = np.where(grey < palest, ink, 0).astype(np.uint8)
    said = beside(strokes, empty, [box.place for box in found if box.ticked], parts)
    return [_as_said(box, said.get(box.place)) if not box.ticked else box for box in found]


def _as_said(box: TickBox, said: str | None) -> TickBox:
    if said is None:
        return box
    if said == "doubtful":
        return replace(box, sure=min(box.sure, _UNCLEAR))
    return replace(box, ticked=True, sure=_BESIDE_SURE, beside=True)


def _under_strokes(grey: NDArray[np.uint8], ink: Mask, place: Place) -> TickBox | None:
    """A printed frame and what is in it; None where it is rather a character that has such a frame."""
    x0, y0, x1, y1 = place
    margin = max(2, round(0.2 * min(x1 - x0, y1 - y0)))
    own = grey[y0:y1, x0:x1]
    strokes = (own < (_PAPER + _rim(grey, place)) / 2) & (ink[y0:y1, x0:x1] > 0)  # grain is paler than a frame
    filled = float(strokes[margin:-margin, margin:-margin].mean())
    left = ink[y0:y1, max(0, x0 - max(3, round(0.35 * (x1 - x0)))) : max(0, x0 - 2)]
    before = float((left > 0).mean()) if left.size else 0.0
    if filled < _STRUCK:
        return TickBox(*place, ticked=False, sure=_WORN_SURE)
    slanted = _slanted(grey[y0:y1, x0:x1], margin)
    if filled < _SPECK and not _has_a_stroke(strokes):
        return TickBox(*place, ticked=False, sure=_UNCLEAR)
    if before > _CROWDED or (before > _BEFORE and slanted < _BY_HAND):
        return None
    return TickBox(*place, ticked=True, sure=_CROSSED_SURE, doubtful=True)


def _has_a_stroke(strokes: NDArray[np.bool_]) -> bool:
    """Whether connected ink within the frame is so long that it is no dirt."""
    side = len(strokes)
    rim = max(3, round(0.12 * side))
    inside = strokes[rim:-rim, rim:-rim].astype(np.uint8)
    _, _, stats, _ = cv2.connectedComponentsWithStats(inside, connectivity=8)
    return bool(stats[1:, 2:4].max(initial=0) >= _LONG * side)


def _rim(grey: NDArray[np.uint8], place: Place) -> float:
    """How dark a frame is drawn (grey)."""
    x0, y0, x1, y1 = place
    own = grey[y0:y1, x0:x1]
    sides = (own[:3].min(axis=0), own[-3:].min(axis=0), own[:, :3].min(axis=1), own[:, -3:].min(axis=1))
    return float(np.median(np.concatenate(sides)))


def _as_large(place: tuple[int, int, int, int], whole: Sequence[TickBox]) -> bool:
    """Whether two boxes of the page with whole frames are of that size, one of them on its line or in its column."""
    width, height = place[2] - place[0], place[3] - place[1]
    alike = [b for b in whole if abs(b.x1 - b.x0 - width) <= 2 and abs(b.y1 - b.y0 - height) <= 2]
    beside = any(abs(b.y0 - place[1]) <= 0.4 * height or abs(b.x0 - place[0]) <= 0.5 * width for b in alike)
    return len(alike) >= 2 and beside


def _judge(grey: NDArray[np.uint8], ink: Mask, place: tuple[int, int, int, int], drawn: float) -> TickBox | None:
    x0, y0, x1, y1 = place
    part = ink[y0:y1, x0:x1] > 0
    sides = sorted(_sides(part))
    if sides[0] < drawn or sides[1] < _FRAME or not _stands_free(ink, place):
        return None
    margin = max(2, round(0.2 * min(part.shape)))
    inside = part[margin:-margin, margin:-margin]
    if inside.size == 0:
        return None
    filled = float(inside.mean())
    if filled < _STRUCK:
        return TickBox(x0, y0, x1, y1, ticked=False, sure=0.97)
    slanted = _slanted(grey[y0:y1, x0:x1], margin)
    if filled > 0.75:
        return TickBox(x0, y0, x1, y1, ticked=True, sure=0.9)
    if slanted > _ASLANT:
        return TickBox(x0, y0, x1, y1, ticked=True, sure=0.97 if filled > 0.12 else 0.85)
    return TickBox(x0, y0, x1, y1, ticked=False, sure=0.6) if filled < 0.12 else None


def _sides(part: NDArray[np.bool_]) -> tuple[float, float, float, float]:
    """How much of each side is inked, a pixel or two deep."""
    deep = max(2, round(0.16 * min(part.shape)))
    return (
        float(part[:deep].any(axis=0).mean()),
        float(part[-deep:].any(axis=0).mean()),
        float(part[:, :deep].any(axis=1).mean()),
        float(part[:, -deep:].any(axis=1).mean()),
    )


def _stands_free(ink: Mask, place: tuple[int, int, int, int]) -> bool:
    """White to its left (a box begins an option), above and below."""
    x0, y0, x1, y1 = place
    side = x1 - x0
    left = ink[y0:y1, max(0, x0 - max(3, round(0.4 * side))) : max(0, x0 - 1)]
    return left.size == 0 or float((left > 0).mean()) < 0.06


def _slanted(grey: NDArray[np.uint8], margin: int) -> float:
    """Share of the inside's edges that run aslant: a tick or cross does, the strokes of 国 回 日 don't."""
    large = cv2.resize(grey, None, fx=3, fy=3, interpolation=cv2.INTER_CUBIC)
    across = cv2.Sobel(large, cv2.CV_32F, 1, 0)
    down = cv2.Sobel(large, cv2.CV_32F, 0, 1)
    m = 3 * margin
    across, down = np.abs(across[m:-m, m:-m]), np.abs(down[m:-m, m:-m])
    strength = np.hypot(across, down)
    if strength.size == 0 or strength.sum() < 1:
        return 0.0
    ratio = np.minimum(across, down) / (np.maximum(across, down) + 1e-3)
    return float(strength[ratio > 0.4].sum() / strength.sum())


def _like_each_other(boxes: list[TickBox]) -> list[TickBox]:
    """A form prints its boxes in few sizes: what differs from all others of the page is taken for a character."""
    if len(boxes) < 4:
        return boxes
    sides = np.array([(box.x1 - box.x0 + box.y1 - box.y0) / 2 for box in boxes])
    alike = [(np.abs(sides - side) <= 0.16 * side).sum() for side in sides]
    return [box for box, others in zip(boxes, alike, strict=True) if others >= max(2, 0.15 * len(boxes))]


def erase(grey: NDArray[np.uint8], boxes: list[TickBox]) -> NDArray[np.uint8]:
    """The page without its tick boxes, so that no engine reads them as characters."""
    clean = grey.copy()
    for box in boxes:
        clean[max(0, box.y0 - 2) : box.y1 + 2, max(0, box.x0 - 2) : box.x1 + 2] = 255
    return clean


def overlapping(boxes: list[TickBox], y0: float, y1: float) -> Iterator[TickBox]:
    """The boxes whose middle lies between two heights."""
    return (box for box in boxes if y0 <= (box.y0 + box.y1) / 2 <= y1)
