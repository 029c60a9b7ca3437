"""The text of a prepared page: lines found, cut at rulings, read, numbers read twice."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.layout.rulings import Ruling
from extractors.scan.sureness import sureness
from pipeline.document import BBox, Piece
from pipeline.ports import OcrEngine, OcrLine

_HAS_FIGURES = re.compile(r"[0-9A-Za-z]")

Grey = NDArray[np.uint8]
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class LineImage:
    """A line's box on the page (pixels) and its pixels."""

    box: Box
    pixels: Grey


def read_words(grey: Grey, rulings: Sequence[Ruling], scale: float, number: int, engine: OcrEngine) -> list[Piece]:
    """Every line of text as a piece, boxes in points; ``scale`` is points a pixel."""
    boxes = [part for box in engine.find_lines(grey) for part in _cut_at_verticals(box, rulings, scale)]
    images = [line for box in boxes if (line := _line_image(grey, box)) is not None]
    first = engine.read_lines([line.pixels for line in images])
    second = _second_opinions(images, first, engine)
    pieces = []
    for line, read, other in zip(images, first, second, strict=True):
        if read.text.strip():
            pieces.append(_piece(line, read, other, scale, number, engine.name))
    return pieces


def _cut_at_verticals(box: Box, rulings: Sequence[Ruling], scale: float) -> list[Box]:
    """The box in parts where a vertical ruling runs through most of its height."""
    x0, y0, x1, y1 = box
    height = y1 - y0
    cuts = sorted(
        ruling.x0 / scale
        for ruling in rulings
        if not ruling.horizontal
        and x0 + 0.35 * height < ruling.x0 / scale < x1 - 0.35 * height
        and min(y1, ruling.y1 / scale) - max(y0, ruling.y0 / scale) > 0.6 * height
    )
    edges = [x0, *cuts, x1]
    parts = []
    for left, right in pairwise(edges):
        room = 0.26 * height
        parts.append((left + (room if left != x0 else 0.0), y0, right - (room if right != x1 else 0.0), y1))
    return [part for part in parts if part[2] - part[0] > 0.3 * height]


def _line_image(grey: Grey, box: Box) -> LineImage | None:
    """The line's pixels with a little room on every side; None where there is no ink.

    Detectors cut faint ends off: without the room the first or last figure is lost.
    """
    room = 0.22 * (box[3] - box[1])
    x0, y0 = max(0, int(box[0] - room)), max(0, int(box[1]) - 1)
    x1, y1 = min(grey.shape[1], int(box[2] + room) + 1), min(grey.shape[0], int(box[3]) + 2)
    pixels = grey[y0:y1, x0:x1]
    if pixels.size == 0 or min(pixels.shape) < 5 or not (pixels < 190).any():
        return None
    return LineImage((x0, y0, x1, y1), pixels)


def _second_opinions(images: Sequence[LineImage], first: Sequence[OcrLine], engine: OcrEngine) -> list[OcrLine | None]:
    """Lines with figures or Latin letters read once more, from another preparation of their pixels."""
    wanted = [n for n, read in enumerate(first) if _HAS_FIGURES.search(read.text)]
    again = engine.read_lines([_prepared_otherwise(images[n].pixels) for n in wanted])
    found: list[OcrLine | None] = [None] * len(first)
    for n, read in zip(wanted, again, strict=True):
        found[n] = read
    return found


def _prepared_otherwise(pixels: Grey) -> Grey:
    """Larger, softer, with more white round it: what a second look sees must not hang on a few pixels."""
    height = pixels.shape[0]
    factor = 56 / max(8, height)
    large = cv2.resize(pixels, None, fx=factor, fy=factor, interpolation=cv2.INTER_CUBIC)
    soft = cv2.GaussianBlur(large, (3, 3), 0)
    border = max(3, height // 7)
    return np.asarray(
        cv2.copyMakeBorder(soft, border, border, 2 * border, 2 * border, cv2.BORDER_CONSTANT, value=250), np.uint8
    )


def _piece(line: LineImage, read: OcrLine, other: OcrLine | None, scale: float, number: int, reader: str) -> Piece:
    chosen, alternatives = read.text, tuple[str, ...]()
    if other is not None and _same(other.text) != _same(read.text) and other.text.strip():
        better = other.weakest > read.weakest + 0.25
        chosen, rest = (other.text, read.text) if better else (read.text, other.text)
        alternatives = (rest,)
    tidy = _as_codes_are(chosen)
    alternatives = alternatives if tidy == chosen else (*alternatives, chosen)
    x0, y0, x1, y1 = line.box
    box = BBox(x0 * scale, y0 * scale, x1 * scale, y1 * scale)
    edges = tuple((x0 + edge) * scale for edge in read.edges) if chosen == read.text else ()
    confidence = sureness(chosen, read, other, agreed=not alternatives)
    return Piece(tidy, number, box, edges, None, confidence, reader, alternatives=alternatives)


_LETTER_O = re.compile(r"(?<=[A-Z])0(?=[A-Z])")
_FIGURE_0 = re.compile(r"(?<=\d)[Oo](?=\d)")


def _as_codes_are(text: str) -> str:
    """O between capitals and 0 between figures: recognisers put the one for the other inside codes."""
    return _FIGURE_0.sub("0", _LETTER_O.sub("O", text))


def _same(text: str) -> str:
    return re.sub(r"[\s_]+", "", text)
