"""Print under a seal told from the ink of the seal: what two inks take from the light adds up, so it can be parted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.scan.components import components
from pipeline.ports import Image

_PURE = 40
"""Per cent of a seal's pixels, the palest in red light, that hold no print."""
_FULL = 88
"""Per cent of a seal's pixels that take less from green light than its ink does where it lies thickest."""
_LEAST, _MOST = 0.05, 1.2
"""Range of the share of its green that a seal's ink may take from red light."""
_GREEN = 0.7
"""How much of what is too dark for the seal's ink in green light is taken for print."""
_REST = 0.22
"""Density that parting the inks leaves of the seal's own strokes, which nobody must read."""
_REACH = 5
"""Pixels around the red in which its blurred edge lies."""
_SMALL = 900
"""Pixels: what is smaller than this is no seal, and too little to learn an ink from."""

Grey = NDArray[np.uint8]
Density = NDArray[np.float32]


def seals_taken_off(image: Image, grey: Grey, red: Grey) -> Grey:
    """``grey`` (the evened red channel) with the ink of seals taken off it; print that lies under them stays.

    Densities (the logarithm of the light that is left) of inks on top of each other add up. Black print takes as much
    from green light as from red; seal ink takes most of the green and little of the red, always in one ratio. So the
    difference of the two densities says how much seal ink there is, and what it took from the red is given back. Where
    the ink covers the print rather than letting it through, print is what is darker in green than the ink ever is.
    """
    if not cv2.countNonZero(red):
        return grey
    taken = np.where((red > 0) & (grey > 165), 255, grey).astype(np.uint8)
    for place in _seals(red):
        window = image[place.box]
        bright = np.maximum(grey[place.box].astype(np.float32), 1.0)
        paper = np.maximum(window[..., 0].astype(np.float32), 1.0) * 250.0 / bright
        density = np.log(250.0 / bright)
        green = np.log(np.maximum(paper / np.maximum(window[..., 1:].max(axis=2).astype(np.float32), 4.0), 1e-3))
        own = (red[place.box] > 0) & place.inside
        print_ = _print(density, green, own)
        shown = np.clip(250.0 * np.exp(-print_), 0, 255).astype(np.uint8)
        taken[place.box] = np.where(place.inside, shown, taken[place.box])
    return taken


def _print(density: Density, green: Density, own: NDArray[np.bool_]) -> Density:
    """The density of black print in red light; ``own`` are the seal's red pixels."""
    ink = np.maximum(green - density, 0.0)
    sure = own & (ink > 0.25)
    if not sure.any():
        return density
    ratio = float(np.clip(np.percentile(density[sure] / ink[sure], _PURE), _LEAST, _MOST))
    full = float(np.percentile(green[sure], _FULL))
    through, hidden = density - ratio * ink, green - full
    found = np.asarray(through + _GREEN * np.maximum(hidden, 0.0), np.float32)
    return np.where(own & (found < _REST), 0.0, found).astype(np.float32)


@dataclass(frozen=True, slots=True)
class _Place:
    """A window of the page, and which of its pixels are the seal's or touch them."""

    box: tuple[slice, slice]
    inside: NDArray[np.bool_]


def _seals(red: Grey) -> Iterator[_Place]:
    if not cv2.countNonZero(red):
        return
    around = cv2.dilate(red, np.ones((_REACH, _REACH), np.uint8))
    joined = cv2.morphologyEx(around, cv2.MORPH_CLOSE, np.ones((15, 15), np.uint8))
    count, labels, stats, _ = components(joined)
    for number in range(1, count):
        x, y, w, h, area = (int(each) for each in stats[number])
        if area >= _SMALL:
            box = (slice(y, y + h), slice(x, x + w))
            yield _Place(box, (labels[box] == number) & (around[box] > 0))
