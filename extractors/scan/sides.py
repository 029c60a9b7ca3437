"""What the pixels show along a side of a place in a grid: a border, nothing, or the words that stand in its way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.layout.rulings import Ruling
from extractors.scan.lines import Box

SEEN = 0.5
"""Share of a side that shows, from which it is a border."""
THROUGHOUT = 0.85
"""The same where words leave no paper beside it, of what is inked: strokes of theirs are shorter."""
GOES_ON = 0.7
"""The same where a vertical that goes through the rest of a list would go on."""
_ASIDE, _BESIDE = 3, 4
"""Pixels: how far a border may lie beside its grid line, and where the paper beside it is looked at."""
_ALONG = 9
"""Pixels along a border over which grain is evened out."""
_PAPER, _AS_DARK = 250.0, 0.35
"""Grey level of paper on a prepared page; share of a line's darkness from which a place of it is inked."""
_DARKER = 9.0
"""Grey levels by which a border is darker than the paper on both its sides."""
_CLEAR, _ENDS = 2, 3
"""Pixels from the end of a vertical that belong to the horizontal there, and the next ones, which must have ink."""
INSIDE, _WITHIN = 0.35, 0.22
"""Heights of a line by which its loose box may reach over a border: one beside it, one above or below it."""
_MET, _NEAR, _PALE, _STICKS_OUT = 7, 30, 190, 2
"""Pixels from the end of a border that the one it meets blurs; on either side of it that are looked at for words; grey
level above which there is none; pixels by which a stroke stands out above and below those of the words beside it."""

Grey = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a place in the grid (points): at ``at`` across, from ``start`` to ``end`` along."""

    horizontal: bool
    at: float
    start: float
    end: float

    def ruling(self) -> Ruling:
        """The side as a ruling, were it drawn."""
        if self.horizontal:
            return Ruling(self.start, self.at, self.end, self.at)
        return Ruling(self.at, self.start, self.at, self.end)


def shown(side: Side, grey: Grey, scale: float, words: Sequence[tuple[float, float]] = ()) -> float | None:
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


def darker_on_paper(side: Side, grey: Grey, words: Sequence[tuple[float, float]], scale: float) -> float | None:
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


def inked(side: Side, grey: Grey, scale: float) -> float:
    """Share of a side's length at which there is ink about as dark as most of it, at the place where most is.

    Only where it begins and ends at the lines that it goes between: a stroke of a character that stands in its way
    leaves white there.
    """
    at, start, end = round(side.at / scale), round(side.start / scale) + 1, round(side.end / scale)
    strip = (grey.T if side.horizontal else grey)[start:end, max(0, at - _ASIDE) : at + _ASIDE + 1]
    if not strip.size:
        return 0.0
    dark = _PAPER - cv2.blur(np.ascontiguousarray(strip), (1, 3)).astype(np.float32)
    least = _AS_DARK * np.percentile(dark.max(axis=1), 75) + _DARKER
    there = dark > least
    meets = there[_CLEAR : _CLEAR + _ENDS].any(axis=0) & there[-_CLEAR - _ENDS : -_CLEAR].any(axis=0)
    return float((there.mean(axis=0) * meets).max())


def words_at(side: Side, lines: Sequence[Box], scale: float, inside_by: float = INSIDE) -> list[tuple[float, float]]:
    """Where along the side words stand in its way (pixels): the middle of their lines, whose boxes are loose.

    A vertical is in the way from ``inside_by`` heights of the line within its box.
    """
    at, start, end = side.at / scale, side.start / scale, side.end / scale
    found: list[tuple[float, float]] = []
    for x0, y0, x1, y1 in lines:
        height = y1 - y0
        if side.horizontal:
            inside = runs_through(at, y0, y1)
            along = (x0, x1)
        else:
            inside = x0 + inside_by * height < at < x1 - inside_by * height
            along = (y0 + 0.1 * height, y1 - 0.1 * height)
        if inside and min(end, along[1]) - max(start, along[0]) > 0.5 * height:
            found.append(along)
    return found


def runs_through(y: float, top: float, bottom: float) -> bool:
    """Whether a horizontal runs through the words of a line, whose box from ``top`` to ``bottom`` is loose."""
    loose = _WITHIN * (bottom - top)
    return top + loose < y < bottom - loose
