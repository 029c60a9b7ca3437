"""Tick boxes told from characters that look like them (口 司 国 面): words read with the box and without it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from statistics import median

import numpy as np
from numpy.typing import NDArray

from extractors.layout.rulings import Ruling
from extractors.scan.lines import Box, between_verticals
from extractors.scan.tick_boxes import AGREED, LIKELY, TickBox
from pipeline.ports import OcrEngine, OcrLine

_SMALL, _TINY = 0.5, 0.35
"""Shares of a line's height: a tick box is about as large as a character, parts of one (the 口 in 司 or 品) are not.

Below the second one ink above or below says so alone: a worn 品 may be read otherwise, or not at all.
"""
_BESIDE = 1.7
"""Sides of the box to its left and right that are read with it: a character makes sense among others."""
_WHOLE = 0.9
"""Score from which a whole character of which the box would be a small part was read for certain."""
_CLEAR, _PLAIN = 0.9, 0.95
"""Scores from which the model is right about a box though a character that looks like one is read there (a dash in it
makes it 曰), and from which it is whatever is read.
"""
_LEANING, _SIDE = 0.85, 0.1
"""Score, at the most, of what a ruling is a side of, and by how much of it the ruling's edge lies within."""
_NEVER = 1.1
_CHARACTER, _BOX_LIKE, _INKED, _ONLY = 0.95, 0.99, 0.5, 0.7
"""Scores from which a character was read for certain where the box is: any, one that looks like a likely box; and the
same where the model sees hardly a box and no clear frame confirms it.
"""
_LIKE_BOXES = frozenset("口囗区曰日回四田目因困国图圆凶风围园國圖圍")
_BOXES = frozenset("□☐■▇☑☒✓✔√×")
_FAINT, _RULED = 200, 0.85
"""Grey of a blurred ruling, and the share of a row of pixels from which it is a ruling's."""
_PAPER, _DARKEST = 250, 5
"""Grey of paper, and the percentile of a crop's greys that is its strokes': ink is what is darker than halfway."""
_NEAR = 0.8
"""Sides of the box by which a character's middle may lie beside the box's: engines only guess where it stands."""

Grey = NDArray[np.uint8]


@dataclass(frozen=True, slots=True, eq=False)
class _Case:
    """A box in doubt: its side in heights of its line, the pixels with what stands beside it, with the box and without,
    its middle in them, and whether it is small amid strokes.
    """

    box: TickBox
    size: float
    shown: Grey
    erased: Grey
    middle: float
    inside: bool


def without_characters(
    boxes: Sequence[TickBox],
    grey: Grey,
    lines: Sequence[Box],
    rulings: Sequence[Ruling],
    scale: float,
    engine: OcrEngine,
) -> list[TickBox]:
    """Those of the boxes that are none of the page's characters.

    ``lines`` are those of its text, in pixels, ``rulings`` the page's, ``scale`` points a pixel. What stands beyond a
    vertical ruling is not shown with a box, and a ruling is no side of one: with it a C or an O close by looks so.
    """
    judged = [(box, between_verticals((box.x0, box.y0, box.x1, box.y1), rulings, scale)) for box in boxes]
    doubtful = [(own, box, sides) for box, sides in judged if (own := _by_itself(box, sides)).score < _PLAIN]
    cases = [(id(box), _case(own, sides, grey, lines)) for own, box, sides in doubtful]
    characters = {box for box, case in cases if case.inside and case.size < _TINY}
    rest = [(box, case) for box, case in cases if box not in characters]
    shown = engine.read_lines([case.shown for _, case in rest]) if rest else ()
    likely = [(*each, read) for each, read in zip(rest, shown, strict=True) if _is_one(each[1], read, None)]
    erased = engine.read_lines([case.erased for _, case, _ in likely]) if likely else ()
    characters |= {box for (box, case, read), two in zip(likely, erased, strict=True) if _is_one(case, read, two.text)}
    return [box for box in boxes if id(box) not in characters]


def _case(box: TickBox, sides: tuple[float, float], grey: Grey, lines: Sequence[Box]) -> _Case:
    shown, erased, middle = _crop(box, grey, lines, sides)
    size = _size(box, lines)
    return _Case(
        box, size, shown, erased, middle, size < _SMALL and _has_ink_about(shown, erased, middle, box.x1 - box.x0)
    )


def _by_itself(box: TickBox, sides: tuple[float, float]) -> TickBox:
    """The box, less clearly one where a ruling is its left or right side; ``sides`` are the nearest ones'."""
    reach = _SIDE * (box.x1 - box.x0)
    leans = sides[0] > box.x0 + reach or sides[1] < box.x1 - reach
    return replace(box, score=min(box.score, _LEANING)) if leans else box


def _is_one(case: _Case, read: OcrLine, erased: str | None) -> bool:
    """Whether a box is a character or a part of one, by what is read with it and without it.

    Where ``erased`` is None: whether it may be, whatever will be read without it.
    """
    if case.inside and _stands_in_one(read, erased, case.middle):
        return True
    box, reach = case.box, 2 if case.size < _SMALL else 1
    hardly = box.ticked and box.score < LIKELY  # an empty box is read as 口, for certain
    like_boxes = _NEVER if box.score >= _CLEAR else _CHARACTER if hardly else _BOX_LIKE
    plain = box.score >= LIKELY or box.sure >= AGREED
    least = (_CHARACTER, like_boxes) if plain else (_INKED, _ONLY)
    return _is_character(read, erased, (case.middle, reach * (box.x1 - box.x0)), least)


def _size(box: TickBox, lines: Sequence[Box]) -> float:
    """The box's side as a share of the height of its line; 1 where no lines are known."""
    height = _line_height(box, lines)
    return (box.y1 - box.y0 + box.x1 - box.x0) / 2 / height if height else 1.0


def _line_height(box: TickBox, lines: Sequence[Box]) -> float:
    """Of the line that the box stands in, or of the page's usual line where that is lower; 0 without any."""
    x, y = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
    own = [y1 - y0 for x0, y0, x1, y1 in lines if x0 - 2 <= x <= x1 + 2 and y0 <= y <= y1]
    return min([*own, median(y1 - y0 for _, y0, _, y1 in lines)], default=0.0) if lines else 0.0


def _crop(box: TickBox, grey: Grey, lines: Sequence[Box], sides: tuple[float, float]) -> tuple[Grey, Grey, float]:
    """The box with what stands beside it between ``sides``, the same without the box, and where its middle is."""
    side = box.x1 - box.x0
    room = min(8, max(2, round(0.5 * (_line_height(box, lines) - (box.y1 - box.y0)))))
    x0, y0 = max(0, round(box.x0 - _BESIDE * side), round(sides[0])), max(0, box.y0 - room)
    x1, y1 = round(min(box.x1 + _BESIDE * side, sides[1])), box.y1 + room
    own = np.ascontiguousarray(grey[y0:y1, x0:x1])
    erased = own.copy()
    erased[max(0, box.y0 - y0 - 2) : box.y1 - y0 + 2, max(0, box.x0 - x0 - 2) : box.x1 - x0 + 2] = 250
    return own, erased, (box.x0 + box.x1) / 2 - x0


def _is_character(read: OcrLine, erased: str | None, place: tuple[float, float], least: tuple[float, float]) -> bool:
    """Whether a character was read for certain where the box is (its middle and side), and is gone without it.

    ``least`` are the scores for that, of any and of those that look like boxes.
    """
    scores = read.scores or (read.weakest,) * len(read.text)
    certain = {
        n for n, char in enumerate(read.text) if _is_certain(char, scores[n], least) and _is_near(read, n, *place)
    }
    if erased is None or not certain:
        return bool(certain)
    gone = SequenceMatcher(None, read.text, erased, autojunk=False).get_opcodes()
    lost = {
        n for kind, start, end, _, _ in gone if kind in ("delete", "replace") for n in _alike(read.text, start, end)
    }
    return bool(certain & lost)


def _alike(text: str, start: int, end: int) -> range:
    """Those places, and the ones beside them that hold the same character: any of them may be the one that is gone."""
    while start > 0 and text[start - 1] == text[start]:
        start -= 1
    while end < len(text) and text[end] == text[end - 1]:
        end += 1
    return range(start, end)


def _has_ink_about(own: Grey, erased: Grey, middle: float, side: int) -> bool:
    """Whether strokes run above, below or around the box, as of a character that it is a part of; rulings are none."""
    rulings = (erased < _FAINT).mean(axis=1) >= _RULED
    strokes = erased[~rulings] < (_PAPER + float(np.percentile(own, _DARKEST))) / 2
    return int(strokes[:, max(0, round(middle - side / 2)) : round(middle + side / 2)].sum()) >= side


def _stands_in_one(read: OcrLine, erased: str | None, middle: float) -> bool:
    """Whether the box is in the midst of a character that is read for certain with it and without it."""
    if not read.edges or not read.scores:
        return False
    spans = zip(read.text, read.scores, read.edges, read.edges[1:], strict=False)
    return any(
        char.isalnum() and (erased is None or char in erased) and score >= _WHOLE and left < middle < right
        for char, score, left, right in spans
    )


def _is_near(read: OcrLine, number: int, middle: float, side: float) -> bool:
    return not read.edges or abs((read.edges[number] + read.edges[number + 1]) / 2 - middle) <= _NEAR * side


def _is_certain(char: str, score: float, least: tuple[float, float]) -> bool:
    if not char.isalnum() or char in _BOXES:
        return False
    return score >= least[char in _LIKE_BOXES]
