"""The text along the ring of a round seal: whose seal it is, where the imprint lets it be read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.scan.stretches import stretches
from pipeline.document import Seal
from pipeline.ports import Image, OcrEngine, OcrLine

_BAND, _OUTER = (0.58, 0.94), 0.8
"""Shares of the radius between which a seal's name stands, and from where on only it does.

Names run along the ring from left to right (State Council, 国发〔1999〕25号); a code of figures at the lower rim stands
further in.
"""
_MIDDLE = 0.77
"""The radius at which the unrolled text is as wide as on the seal."""
_RED, _BLACK, _PAPER = 28, 0.6, 80
"""By how much ink is redder than green and blue at the least; the share of its own red below which print is black; the
percentile of greens that is paper."""
_INKED, _SOLID = 28.0, 40.0
"""How dark ink is at the least, and full ink at the least."""
_FULL, _DARK = 75, 230.0
"""The percentile of a seal's darkness that is full ink, and how dark it is drawn then, of 250."""
_AROUND = 1.1
"""Radii around a seal's middle that are looked at."""
_GAP = 0.06
"""Share of the ring's turn without ink from which the text begins after it."""
_LEAST, _DOUBT, _APART = 0.8, 0.9, 0.5
"""Mean score from which a text counts as legible; the score of a character below which it is looked at again; how sure
a text is at the most on which two looks differ."""
_SMALLEST = 8.0
"""Pixels: the radius of a ring below which nothing can be read."""

Grey = NDArray[np.uint8]
Ink = NDArray[np.float32]


def read_rings(image: Image, seals: Sequence[Seal], scale: float, engine: OcrEngine) -> tuple[Seal, ...]:
    """The seals, the round ones with the text along their ring where it can be read.

    Args:
        image: the upright page in colours (RGB).
        seals: found on it, boxes in points.
        scale: points a pixel.
        engine: reads lines of text.

    Raises:
        EngineMissingError: the engine's models are not there.
    """
    rings = {n: seal for n, seal in enumerate(seals) if seal.shape == "round"}
    first = _read({n: _unrolled(image, seal, scale, _redness) for n, seal in rings.items()}, engine)
    doubtful = {n: rings[n] for n, read in first.items() if read.score < _LEAST or read.weakest < _DOUBT}
    again = _read({n: _unrolled(image, seal, scale, _darkness) for n, seal in doubtful.items()}, engine)
    looks = [[look[n] for look in (first, again) if n in look] for n in range(len(seals))]
    return tuple(_with_text(seal, own, engine.name) for seal, own in zip(seals, looks, strict=True))


def has_letters(image: Image, seal: Seal, scale: float) -> bool:
    """Whether there is ink where a round seal has its name; arguments as those of :func:`read_rings`."""
    return _unrolled(image, seal, scale, _redness) is not None


def _read(lines: dict[int, Grey | None], engine: OcrEngine) -> dict[int, OcrLine]:
    pictures = {n: line for n, line in lines.items() if line is not None}
    return dict(zip(pictures, engine.read_lines(list(pictures.values())), strict=True)) if pictures else {}


def _with_text(seal: Seal, looks: Sequence[OcrLine], reader: str) -> Seal:
    """The seal with what was read where it is legible: of two looks the longer, for worn characters go missing."""
    legible = [look for look in looks if look.score >= _LEAST and look.text.strip()]
    if not legible:
        return seal
    best = max(legible, key=lambda look: (len(look.text), look.weakest))
    agreed = len(looks) == 1 or all(look.text == best.text for look in looks)
    confidence = best.weakest if agreed else min(best.weakest, _APART)
    return replace(seal, text=best.text.strip(), text_confidence=confidence, text_reader=reader)


def _unrolled(image: Image, seal: Seal, scale: float, ink_of: Callable[[Grey, Grey, Grey], Ink]) -> Grey | None:
    """The ring as a line of text, dark on white, its characters upright; None where there is no ink of a text."""
    radius = seal.box.width / 2 / scale
    if radius < _SMALLEST:
        return None
    left, top = (max(0, int(middle / scale - radius * _AROUND)) for middle in (seal.box.cx, seal.box.cy))
    beside = int(2 * radius * _AROUND) + 1
    part = image[top : top + beside, left : left + beside]
    ink = ink_of(*(np.ascontiguousarray(part[..., colour]) for colour in range(3)))
    high, wide = round(radius), round(2 * np.pi * _MIDDLE * radius)
    flags = cv2.INTER_CUBIC | cv2.WARP_FILL_OUTLIERS | cv2.WARP_POLAR_LINEAR
    turned = cv2.warpPolar(ink, (high, wide), (seal.box.cx / scale - left, seal.box.cy / scale - top), radius, flags)
    line: Ink = np.rot90(turned)[round(high * (1 - _BAND[1])) : round(high * (1 - _BAND[0]))].astype(np.float32)
    # clockwise from the lower end, where seals have their gap; but not every one is stamped upright
    line = np.roll(line, -(wide // 4), axis=1)
    outer = line[: round(high * (_BAND[1] - _OUTER))]
    span = _span(np.asarray((outer > _INKED).any(axis=0)))
    if span is None:
        return None
    return _drawn(np.roll(line, -span[0], axis=1)[:, : span[1]])


def _redness(red: Grey, green: Grey, blue: Grey) -> Ink:
    """How much redder each pixel is than green and blue: print in black under the seal is not."""
    return np.asarray(cv2.subtract(red, cv2.max(green, blue)), np.float32)


def _darkness(red: Grey, green: Grey, blue: Grey) -> Ink:
    """How dark the red ink is in green: sharp where pictures are stored with coarse colours, which blur redness.

    Redness only says where there is red ink at all; print in black is as dark in red.
    """
    reddish = _redness(red, green, blue) > _RED
    if not reddish.any():
        return np.zeros(red.shape, np.float32)
    near = np.ones((3, 3), np.uint8)
    black = cv2.dilate((red < _BLACK * float(np.median(red[reddish]))).astype(np.uint8), near) > 0
    gate = cv2.dilate(reddish.astype(np.uint8), near) > 0
    paper = float(np.percentile(green, _PAPER))
    return np.where(gate & ~black, np.clip(paper - green.astype(np.float32), 0, None), 0).astype(np.float32)


def _drawn(ink: Ink) -> Grey:
    """The ink as dark print on white."""
    inked = ink[ink > _INKED]
    full = max(_SOLID, float(np.percentile(inked, _FULL))) if inked.size else _SOLID
    return np.ascontiguousarray(np.clip(250.0 - ink * (_DARK / full), 0, 255).astype(np.uint8))


def _span(inked: NDArray[np.bool_]) -> tuple[int, int] | None:
    """Where the text begins in a ring of columns and how many it has, the widest white left out; None without ink."""
    if not inked.any():
        return None
    size = len(inked)
    white = [(a, b) for a, b in stretches(np.tile(~inked, 2)) if b - a < size]
    begin, end = max(white, key=lambda each: each[1] - each[0], default=(0, 0))
    if end - begin < _GAP * size:
        return 0, size
    room = min((end - begin) // 3, round(0.02 * size))
    return (end - room) % size, size - (end - begin) + 2 * room
