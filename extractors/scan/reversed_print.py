"""Print in white on a dark ground, as heads of tables have it: shown as dark print on paper."""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.scan.components import parts
from extractors.scan.stretches import stretches
from pipeline.ports import Image

_SMALL = 0.7
"""Pixels a point of the picture in which dark grounds are looked for."""
_ENOUGH = 0.5
"""Share of such a pixel's width in which one pixel of the page is looked at: grounds are large."""
_AROUND = 15
"""Pixels of it over which the usual grey is taken: of lines of print that is the paper's."""
_DARK, _PAPER, _INK = 185, 250, 25
"""The palest ground that is dark, and the grey levels of paper and print as they are shown."""
_LOW, _HIGH, _WIDE = 12.0, 90.0, 24.0
"""Points: heights of a ground, and its least width."""
_LETTERS = (0.015, 0.5)
"""Share of a ground that its letters take up."""
_DARKER = 0.12
"""Share of a ground that may be darker than it is: its borders. Rows of crowded print are dark and light in turn."""
_HOLES = 0.15
"""Share of a ground's edge that may be light: cells with white between them."""
_CLEARLY, _BORDER = 45, 14
"""Grey levels by which letters are lighter than their ground, and by which borders in it may be darker."""
_GAP = 14.0
"""Points: the widest letter, over which a ground goes on."""
_FRINGE = 0.9
"""Points round a ground that are neither dark nor light."""
_EDGE = 0.8
"""Points: how thick a ground's upper and lower edge are shown."""

Grey = NDArray[np.uint8]
Rectangle = tuple[int, int, int, int]
"""Left, top, right, bottom in pixels; the last two are the first beyond."""


def with_dark_print(grey: Grey, colour: Image, scale: float) -> Grey:
    """The page ready for reading with such places turned into print on paper.

    Args:
        grey: the deskewed page made ready for reading.
        colour: the same page as delivered, deskewed. Only its red is looked at: seals are no grounds.
        scale: points a pixel.
    """
    red = _red(colour)
    found = list(_grounds(red, scale))
    if not found:
        return grey
    shown = grey.copy()
    for left, top, right, bottom in found:
        place = red[top:bottom, left:right]
        turned = _turned(place, scale)
        if turned is not None:
            fringe = round(_FRINGE / scale)
            shown[max(0, top - fringe) : bottom + fringe, max(0, left - fringe) : right + fringe] = _PAPER
            shown[top:bottom, left:right] = turned
    return shown


def has_dark_places(image: Image, scale: float) -> bool:
    """Whether anything on a page, as delivered, may be such a ground; ``scale`` is points a pixel."""
    core, _ = _cores(_red(image), scale)
    return bool(core.any())


def _red(image: Image) -> Grey:
    return np.asarray(image[..., 0] if image.ndim == 3 else image, np.uint8)


def _cores(red: Grey, scale: float) -> tuple[Grey, float]:
    """Not 0 where a small picture of the page is dark between its letters; pixels of it for one of the page."""
    factor = min(1.0, _SMALL * scale)
    step = max(1, int(_ENOUGH / factor))
    small = cv2.resize(red[::step, ::step], None, fx=factor * step, fy=factor * step, interpolation=cv2.INTER_AREA)
    dark = cv2.threshold(small, _DARK - 1, 1, cv2.THRESH_BINARY_INV)[1]
    around = (_AROUND, _AROUND)
    count = cv2.boxFilter(dark, cv2.CV_16U, around, normalize=False, borderType=cv2.BORDER_REPLICATE)
    return (count > _AROUND * _AROUND // 2).astype(np.uint8), factor  # most of them: the median is dark


def _grounds(red: Grey, scale: float) -> Iterator[Rectangle]:
    """Upright dark rectangles that are about as high as a head."""
    core, factor = _cores(red, scale)
    for part in parts(core):
        left, top, right, bottom = part.x, part.y, part.x + part.width, part.y + part.height
        inside = left > 1 and top > 1 and right < core.shape[1] - 1 and bottom < core.shape[0] - 1
        if inside and part.height < _HIGH * _SMALL:
            yield from _exactly(red, (left, top, right, bottom), factor, scale)


def _exactly(red: Grey, core: Rectangle, factor: float, scale: float) -> Iterator[Rectangle]:
    """The whole of the ground whose middle was found, to the pixel, if it has the size of a row."""
    left, top, right, bottom = (round(each / factor) for each in core)
    reach = round(_AROUND / factor)
    first = max(0, top - reach)
    most = min(_DARK, float(np.median(red[top:bottom, left:right])) + _CLEARLY)
    rows = np.median(red[first : bottom + reach, left:right], axis=1) < most
    middle = (top + bottom) // 2 - first
    across = next((each for each in stretches(rows) if each[0] <= middle < each[1]), None)
    if across is None:
        return
    top, bottom = first + across[0], first + across[1]
    start = max(0, left - reach)
    columns = (np.median(red[top:bottom, start : right + reach], axis=0) < most).astype(np.uint8)
    size = round(_GAP / scale)
    closed = cv2.morphologyEx(columns[None, :], cv2.MORPH_CLOSE, np.ones((1, size), np.uint8))[0]
    middle = (left + right) // 2 - start
    along = next((each for each in stretches(closed) if each[0] <= middle < each[1]), None)
    if along is not None and _LOW <= (bottom - top) * scale <= _HIGH and (along[1] - along[0]) * scale >= _WIDE:
        yield start + along[0], top, start + along[1], bottom


def _turned(place: Grey, scale: float) -> Grey | None:
    """The ground as paper, its letters and its borders as print; None where no letters stand on it."""
    ground = float(np.median(place))
    lighter = place > ground + _CLEARLY
    share, darker = float(lighter.mean()), float((place < ground - _CLEARLY).mean())
    if darker > _DARKER or not _LETTERS[0] <= share <= _LETTERS[1] or not _is_filled(lighter, scale):
        return None
    bright = float(np.percentile(place[lighter], 90))
    light = np.clip((place - ground) / (bright - ground), 0, 1)
    turned = np.asarray(_PAPER - light * (_PAPER - _INK), np.uint8)
    turned[_borders(place, ground)] = _INK
    edge = max(2, round(_EDGE / scale))
    turned[:edge], turned[-edge:] = _INK, _INK
    return turned


def _is_filled(lighter: NDArray[np.bool_], scale: float) -> bool:
    """Whether its upper and lower edge are dark all along: large bold characters are not."""
    edge = max(1, round(_EDGE / scale))
    rows = lighter[edge : 2 * edge], lighter[-2 * edge : -edge]
    return all(float(each.mean()) < _HOLES for each in rows)


def _borders(place: Grey, ground: float) -> NDArray[np.bool_]:
    """Lines between cells that are darker than the ground, from its upper edge to its lower one."""
    darker = (place < ground - _BORDER).astype(np.uint8)
    bridged = cv2.morphologyEx(darker, cv2.MORPH_CLOSE, np.ones((9, 3), np.uint8))
    height = max(3, round(0.8 * len(place)))
    return np.asarray(cv2.morphologyEx(bridged, cv2.MORPH_OPEN, np.ones((height, 1), np.uint8)) > 0, np.bool_)
