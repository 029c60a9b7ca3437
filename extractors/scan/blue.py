"""Blue seals: they fade in blue light as red ones do in red light, and what they cover is no more certain."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.scan.marks import find_seals, red_mask
from extractors.scan.unmixed import seals_taken_off
from pipeline.document import BBox, Seal
from pipeline.ports import Image

_LESS = 2
"""Of so many pixels one is looked at to tell whether there is any blue seal."""
_CLEAR, _LARGE, _WIDER = 0.7, 66.0, 1.4
"""Confidence from which a patch of colour is a ring or a stamp; points across from which a patch about as wide as high
is a worn seal. Anything else is handwriting, which must stay.
"""
_WORN = 0.2
"""Share of a worn seal's width by which it may reach beyond what shows of it."""
_EDGE = 3.0
"""Points around a ring in which its ink lies."""
_AROUND = 7
"""Pixels by which a seal's colour reaches beyond what is found of it."""

Grey = NDArray[np.uint8]


def blue_mask(image: Image, scale: float) -> Grey:
    """255 where a pixel is of a blue seal, 0 on pages without one; ``scale`` is points a pixel.

    Handwriting and print in blue are no seals.
    """
    mask = np.zeros(image.shape[:2], np.uint8)
    swapped = image[..., ::-1]
    seals = find_seals(red_mask(swapped[::_LESS, ::_LESS]), scale * _LESS)
    for box in (room for seal in seals if (room := _room(seal)) is not None):
        x0, y0 = (max(0, int(edge / scale)) for edge in (box.x0, box.y0))
        x1, y1 = (int(edge / scale) for edge in (box.x1, box.y1))
        mask[y0:y1, x0:x1] = red_mask(swapped[y0:y1, x0:x1])
    return mask


def _room(seal: Seal) -> BBox | None:
    """Where the seal's ink may lie (points); None where it is no seal."""
    box = seal.box
    if seal.confidence >= _CLEAR:
        return box.grown(_EDGE)
    across, down = sorted((box.width, box.height))
    return box.grown(_WORN * down) if across >= _LARGE and down <= _WIDER * across else None


def blue_taken_off(image: Image, grey: Grey, blue: Grey) -> Grey:
    """``grey`` without the blue seals; print under them stays."""
    if not cv2.countNonZero(blue):
        return grey
    xs, ys, wide, high = cv2.boundingRect(blue)
    room = 3 * _AROUND
    place = slice(max(0, ys - room), ys + high + room), slice(max(0, xs - room), xs + wide + room)
    window = image[place][..., ::-1]
    light = window[..., 0]
    paper = np.maximum(cv2.medianBlur(cv2.dilate(light, np.ones((15, 15), np.uint8)), 31), 1)
    bright = np.asarray(cv2.divide(light, paper, scale=250.0), np.uint8)
    cleared = seals_taken_off(window, bright, blue[place])
    near = cv2.dilate(blue[place], np.ones((_AROUND, _AROUND), np.uint8)) > 0
    taken = grey.copy()
    taken[place] = np.where(near, np.maximum(cleared, grey[place]), grey[place])
    return taken
