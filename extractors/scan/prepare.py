"""A page image made fit for reading: light evened out, seals faded, turned upright, deskewed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.scan.blue import blue_mask, blue_taken_off
from extractors.scan.marks import red_mask
from extractors.scan.reversed_print import has_dark_places, with_dark_print
from extractors.scan.unmixed import seals_taken_off
from pipeline.document import Frame
from pipeline.ports import Image

_MAX_SKEW = 6.0
"""Degrees: a page in a scanner's feeder leans no more."""
_INK, _FAINTEST, _ROWS = (25.0, 60.0), 0.6, 3
"""Grey levels by which ink is darker than white, on faint pages and on others; its share of how dark the darkest
hundredth of the page is; of how many rows and columns one is looked at for that.
"""
_RIM = 0.04
"""Share of the page at each edge that says nothing of its lean."""
_STRIP, _ASIDE = 8, 0.211
"""Pixels: strips of the page so wide are moved up or down to see how it would look turned, and all of them by so much
more: between rows grain is evened out, which must not speak for the angle (0) that would leave each row where it is.
"""
_PALE = 185
"""Grey level (paper is 250) of the palest print."""
_TONES, _FEWEST_TONES = (40, 215), 0.002
"""Greys between black and white, and the share of a page's pixels below which it has none: a fax, a copier's scan."""
_SOFT = 1.0
"""Pixels by which the steps of such a page are smoothed before it is read."""
_BLANK = 0.0006
"""Share of dark pixels below which a page is blank."""

Grey = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Prepared:
    """The page in its reading frame: ``grey`` for reading (paper white, seals faded), ``colour`` for seals.

    ``scale`` is points a pixel; ``frame`` maps points of the reading frame to fractions of the page as displayed;
    ``turned`` is the quarter turn (degrees, counter-clockwise) that was taken out, ``sealed`` whether there is any ink
    of seals.
    """

    grey: Grey
    colour: Image
    scale: float
    frame: Frame
    turned: int
    sealed: bool

    @property
    def width(self) -> float:
        """Width of the reading frame in points."""
        return float(self.grey.shape[1] * self.scale)

    @property
    def height(self) -> float:
        """Height of the reading frame in points."""
        return float(self.grey.shape[0] * self.scale)


def evened(image: Image) -> Grey:
    """The red channel with the paper's own brightness divided out: shadows go, red seals fade, ink stays."""
    red = image[..., 0] if image.ndim == 3 else image
    small = cv2.resize(red, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    paper = cv2.medianBlur(cv2.dilate(small, np.ones((9, 9), np.uint8)), 31)
    paper = cv2.resize(paper, (red.shape[1], red.shape[0]), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.divide(red, paper, scale=250.0), np.uint8)


def softened(image: Image) -> Image:
    """A page of pure black and white as a camera would see it: recognisers misread figures made of steps."""
    green = image[..., 1] if image.ndim == 3 else image
    grey = cv2.inRange(green, _TONES[0], _TONES[1])
    if cv2.countNonZero(grey) > _FEWEST_TONES * green.size:
        return image
    return np.asarray(cv2.GaussianBlur(image, (0, 0), _SOFT), np.uint8)


def is_blank(grey: Grey) -> bool:
    """Whether there is next to no ink, specks aside."""
    ink = cv2.morphologyEx((grey < _PALE).astype(np.uint8), cv2.MORPH_OPEN, np.ones((2, 2), np.uint8))
    return bool(ink.mean() < _BLANK)


def prepare(image: Image, width_pt: float, turn: int = 0, even: Grey | None = None) -> Prepared:
    """The page turned by ``turn`` degrees (0, 90, 180, 270 counter-clockwise) and deskewed.

    ``even`` is the image evened out, where that is known.
    """
    even = evened(image) if even is None else even
    turned, light = (np.ascontiguousarray(np.rot90(each, turn // 90)) for each in (image, even))
    scale = width_pt / image.shape[1]
    red, blue = red_mask(turned), blue_mask(turned, scale)
    sealed = bool(cv2.countNonZero(red) or cv2.countNonZero(blue))
    grey = blue_taken_off(turned, seals_taken_off(turned, light, red), blue)
    angle = skew(grey)
    height, width = grey.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    dark = has_dark_places(turned, scale)
    if abs(angle) > 0.03:
        grey = np.asarray(
            cv2.warpAffine(grey, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=255), np.uint8
        )
        # nothing else is looked at closely in colour
        closely = cv2.INTER_LINEAR if sealed or dark else cv2.INTER_NEAREST
        turned = np.asarray(
            cv2.warpAffine(turned, matrix, (width, height), flags=closely, borderValue=(255, 255, 255)), np.uint8
        )
    back = _back(matrix, turn, image.shape[1], image.shape[0])
    if dark:
        grey = with_dark_print(grey, turned, scale)
    return Prepared(grey, turned, scale, _frame(back, scale), turn, sealed)


Way = Callable[[float, float], tuple[float, float]]


def _back(matrix: Any, turn: int, width: int, height: int) -> Way:
    """From pixels of the reading frame to fractions of the displayed page."""
    inverse = cv2.invertAffineTransform(matrix)

    def go(x: float, y: float) -> tuple[float, float]:
        u, v = (float(part) for part in inverse @ np.array([x, y, 1.0]))
        if turn == 90:
            u, v = width - v, u
        elif turn == 180:
            u, v = width - u, height - v
        elif turn == 270:
            u, v = v, height - u
        return u / width, v / height

    return go


def _frame(back: Way, scale: float) -> Frame:
    """The same as a Frame in points: affine, so three points tell it whole."""
    origin, right, down = back(0, 0), back(1 / scale, 0), back(0, 1 / scale)
    return Frame(
        right[0] - origin[0], down[0] - origin[0], origin[0], right[1] - origin[1], down[1] - origin[1], origin[1]
    )


def skew(grey: Grey) -> float:
    """Degrees by which the lines of text and ruling lean; the angle at which rows of ink are sharpest."""
    scale = min(1.0, 1100 / max(grey.shape))
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    ink = np.asarray(255 - small, np.uint8)
    ink[ink < np.clip(_FAINTEST * np.percentile(ink[::_ROWS, ::_ROWS], 99), *_INK)] = 0
    _without_edges(ink)
    half = np.asarray(cv2.resize(ink, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA), np.uint8)
    rough, close = _strips(half), _strips(ink)
    # rows of thin lines are sharp within a quarter of a degree only, and some of them fall upon each other elsewhere
    coarse = max(np.arange(-_MAX_SKEW, _MAX_SKEW + 0.1, 0.2), key=lambda angle: _sharpness(rough, float(angle)))
    fine = max(np.arange(coarse - 0.3, coarse + 0.31, 0.1), key=lambda angle: _sharpness(close, float(angle)))
    finest = max(np.arange(fine - 0.075, fine + 0.076, 0.025), key=lambda angle: _sharpness(close, float(angle)))
    return round(float(finest), 3)


def _without_edges(ink: Grey) -> None:
    """The rim of the picture blanked: the scanner's own edge is always straight, whatever lies on the glass."""
    high, wide = (round(_RIM * size) for size in ink.shape)
    ink[:high], ink[-high:], ink[:, :wide], ink[:, -wide:] = 0, 0, 0, 0


def _strips(ink: Grey) -> NDArray[np.float32]:
    """The ink of narrow upright strips, row by row (rows x strips): what turning by a few degrees moves as a whole."""
    size = max(1, ink.shape[1] // _STRIP), ink.shape[0]
    return np.asarray(cv2.resize(ink.astype(np.float32), size, interpolation=cv2.INTER_AREA), np.float32)


def _sharpness(strips: NDArray[np.float32], angle: float) -> float:
    """How much the rows of ink differ from those beside them where the picture is turned by so many degrees."""
    rows, count = strips.shape
    slope = np.tan(np.radians(angle)) * _STRIP
    moved = np.array([[1, 0, 0], [slope, 1, _ASIDE - slope * (count - 1) / 2]])
    turned = cv2.warpAffine(strips, moved, (count, rows), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP)
    return float(np.square(np.diff(cv2.reduce(turned, 1, cv2.REDUCE_SUM, dtype=cv2.CV_64F)[:, 0])).sum())
