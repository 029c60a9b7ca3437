"""Tick boxes by looking at the pixels: small hollow squares before words, empty or with a tick inside."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.scan.beside_boxes import beside, is_ringed
from extractors.scan.box_lines import Place
from extractors.scan.components import components
from extractors.scan.crossed import crossed_frames, frames_among
from extractors.scan.worn_boxes import faint_frames, filled_squares, frames_in_line, over

_SMALLEST, _LARGEST = 4.2, 17.0
"""Points: a tick box's side."""
_SQUARE = 0.72
_FRAME = 0.8
"""Share of each of the four sides that must be inked."""
_TORN, _TORN_SURE = 0.5, 0.9
"""The same for one side where wear, or a ruling close by, took part of it, and how sure such a box is."""
_STRUCK, _ASLANT = 0.06, 0.34
"""Share of a box's inside that is inked, and of its edges that run aslant, from which it is ticked."""
_BY_HAND, _BEFORE = 0.55, 0.2
"""The same share where strokes run out of the box, and the share of ink before the box that such strokes may leave."""
_RIM, _LONG, _SPECK = 0.2, 0.3, 0.02
"""Sides of a box that its frame takes at each edge, sides from which what is within is a stroke, and the share of it
that dirt inks."""
_OUT, _FROM = 0.2, 0.3
"""Sides of a box before it from which ink that runs into it is no cross's, and how much of it there is (pixels a
pixel of its side)."""
_PAPER = 250.0
"""Grey of paper on a prepared page."""
_PRINTED = 5.5
"""Points: the smallest side of a box whose size is looked for under strokes; smaller ones are parts of characters."""
_CROSSED_SURE, _BESIDE_SURE, _UNCLEAR = 0.93, 0.92, 0.6
"""How sure a box is that strokes run out of, one that a ring chooses, and one that ink only touches."""
_COARSE, _WORN_SURE = 0.4, 0.9
"""Points a pixel (180 dpi) from which faint frames break up, and how sure boxes are that wear parted or joined."""

Mask = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class TickBox:
    """A box at pixels x0, y0, x1, y1; ``sure`` (0..1) is how clearly it is a box and its state is what is said.

    ``doubtful``: strokes run out of it or its frame is all but gone: it may be a character, whatever stands beside it.
    """

    x0: int
    y0: int
    x1: int
    y1: int
    ticked: bool
    sure: float
    doubtful: bool = False

    @property
    def place(self) -> Place:
        """Its pixels x0, y0, x1, y1."""
        return self.x0, self.y0, self.x1, self.y1


def find_tick_boxes(grey: NDArray[np.uint8], ink: Mask, scale: float) -> list[TickBox]:
    """The tick boxes of a page whose ruling lines were taken out of ``ink``."""
    count, _, stats, _ = components(ink)
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
    parts = [(x, y, x + w, y + h) for x, y, w, h, _ in stats[1:].tolist() if min(w, h) >= small]
    frames = crossed_frames(ink, clear, parts)
    crossed = [box for place in frames if (box := _crossed(grey, ink, place)) is not None]
    found += [replace(b, sure=_UNCLEAR) if b.ticked and _may_be_anothers(ink, b.place, found) else b for b in crossed]
    among = [place for place in frames_among(ink, clear) if not any(over(place, box.place) for box in found)]
    expected = [box for place in among if (box := _among_others(grey, ink, place, found)) is not None]
    return _with_marks_beside(_with_worn([*found, *expected], grey, ink, scale), grey, ink, parts)


def _with_marks_beside(
    found: Sequence[TickBox], grey: NDArray[np.uint8], ink: Mask, parts: Sequence[Place]
) -> list[TickBox]:
    """The boxes, those ticked that a ring chooses, and less sure where a mark beside them may."""
    empty = [box.place for box in found if not box.ticked]
    if not empty:
        return list(found)
    dark = float(np.median([_darkness(grey[y0:y1, x0:x1]) for x0, y0, x1, y1 in empty]))
    strokes = np.where(grey < (_PAPER + dark) / 2, ink, 0).astype(np.uint8)
    said = beside(strokes, empty, [box.place for box in found if box.ticked], parts)
    return [_as_said(box, said.get(box.place)) if not box.ticked else box for box in found]


def _as_said(box: TickBox, said: str | None) -> TickBox:
    if said is None:
        return box
    if said == "doubtful":
        return replace(box, sure=min(box.sure, _UNCLEAR))
    return replace(box, ticked=True, sure=_BESIDE_SURE, doubtful=True)


def _with_worn(found: list[TickBox], grey: NDArray[np.uint8], ink: Mask, scale: float) -> list[TickBox]:
    """The boxes, with filled ones that touch a word and, on coarse pictures, frames that are all but gone."""
    worn = [
        TickBox(*place, ticked=True, sure=_WORN_SURE)
        for place in filled_squares(ink, scale, (_PRINTED, _LARGEST))
        if _stands_free(ink, place)
    ]
    if scale > _COARSE:
        clear = [box.place for box in found if not box.ticked]
        ticked = [box.place for box in found if box.ticked and not box.doubtful]
        faint = faint_frames(grey, clear)
        known = [at for at in (*clear, *ticked, *faint) if (at[2] - at[0]) * scale >= _PRINTED]
        faint += [at for at in frames_in_line(grey, known) if _stands_free(ink, at)]
        worn += [TickBox(*at, ticked=False, sure=_WORN_SURE, doubtful=True) for at in faint]
    for box in worn:
        if not any(over(box.place, each.place) for each in found):
            found.append(box)
    return found


def _crossed(grey: NDArray[np.uint8], ink: Mask, place: tuple[int, int, int, int]) -> TickBox | None:
    """A frame that strokes run out of: ticked where they run aslant in it, else none, or none that is clear."""
    x0, y0, x1, y1 = place
    margin = max(2, round(0.2 * min(x1 - x0, y1 - y0)))
    filled = float((ink[y0 + margin : y1 - margin, x0 + margin : x1 - margin] > 0).mean())
    if _is_crowded(ink, place):
        return None
    if filled >= _STRUCK and _slanted(grey[y0:y1, x0:x1], margin) > _BY_HAND:
        return TickBox(x0, y0, x1, y1, ticked=True, sure=_CROSSED_SURE, doubtful=True)
    return TickBox(x0, y0, x1, y1, ticked=False, sure=_UNCLEAR, doubtful=True) if filled < _STRUCK else None


def _is_crowded(ink: Mask, place: Place) -> bool:
    """Whether more ink stands before a frame than strokes leave that run out of it."""
    return _ink_before(ink, place) > _BEFORE


def _among_others(grey: NDArray[np.uint8], ink: Mask, place: Place, boxes: Sequence[TickBox]) -> TickBox | None:
    """A frame where one is expected: ticked where a stroke of some length is in it; a speck leaves it in doubt."""
    x0, y0, x1, y1 = place
    if _is_crowded(ink, place) and not is_ringed(ink, place):
        return None
    rim = max(2, round(_RIM * min(x1 - x0, y1 - y0)))
    strokes = (ink > 0)[y0:y1, x0:x1] & (grey[y0:y1, x0:x1] < (_PAPER + _darkness(grey[y0:y1, x0:x1])) / 2)
    inside = strokes[rim:-rim, rim:-rim].astype(np.uint8)
    _, _, stats, _ = components(inside)
    filled = float(inside.mean())
    if int(stats[1:, 2:4].max(initial=0)) >= _LONG * (x1 - x0):
        sure = _UNCLEAR if _may_be_anothers(ink, place, boxes) else _CROSSED_SURE
        return TickBox(*place, ticked=True, sure=sure, doubtful=True)
    if filled >= _STRUCK:
        return None
    return TickBox(*place, ticked=False, sure=_CROSSED_SURE if filled < _SPECK else _UNCLEAR, doubtful=True)


def _darkness(own: NDArray[np.uint8]) -> float:
    """How dark the frame is drawn (grey): grain within it is paler."""
    sides = (own[:3].min(axis=0), own[-3:].min(axis=0), own[:, :3].min(axis=1), own[:, -3:].min(axis=1))
    return float(np.median(np.concatenate(sides)))


def _may_be_anothers(ink: Mask, place: Place, boxes: Sequence[TickBox]) -> bool:
    """Whether strokes come into the box from the words of an option before it: a tick behind these."""
    x0, y0, x1, y1 = place
    side = x1 - x0
    if not any(box.x1 < x0 and box.y0 < (y0 + y1) / 2 < box.y1 for box in boxes):
        return False
    left, top = max(0, round(x0 - 0.7 * side)), max(0, round(y0 - 0.3 * side))
    own = ink[top : round(y1 + 0.3 * side), left:x1]
    _, labels = cv2.connectedComponents(own, connectivity=8)
    middle = labels[y0 - top : y1 - top, x0 - left :]
    before = labels[:, : max(1, round(x0 - _OUT * side) - left)]
    return float((np.isin(before, middle[middle > 0]) & (before > 0)).sum()) >= _FROM * side


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
    """White to its left: a box begins an option."""
    return _ink_before(ink, place) < 0.06


def _ink_before(ink: Mask, place: Place) -> float:
    """Share of a narrow strip to the left of a frame that is inked."""
    x0, y0, x1, y1 = place
    left = ink[y0:y1, max(0, x0 - max(3, round(0.4 * (x1 - x0)))) : max(0, x0 - 1)]
    return float((left > 0).mean()) if left.size else 0.0


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
