"""The text of a prepared page: lines found, cut at rulings, read; figures and codes again, and words in doubt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.layout.rulings import Ruling
from extractors.scan.at_borders import beside_border
from extractors.scan.gaps import gap_near
from extractors.scan.lines import CLEAR, Box, between_verticals, cut_at_verticals, overlooked
from extractors.scan.opinions import Looks, Verdict, judge
from extractors.scan.overlaps import apart
from extractors.scan.pale import darkness, is_doubtful, is_ghost, usual_darkness
from extractors.scan.rivals import settled
from extractors.scan.runs import LineRead, are_dotted, runs_of
from extractors.scan.specks import print_between
from extractors.scan.tokens import Token, tokens_of
from extractors.scan.underlined import without_underlines
from pipeline.document import Piece
from pipeline.ports import OcrLine

Grey = NDArray[np.uint8]
_DARK, _PALEST, _MARGIN = 190, 225, 0.15
"""Grey levels below which there is print, and, grain evened out, more than paper; heights of a line: paper left at its
ends.
"""
_PAPER = 250
"""Grey level of paper on a prepared page."""
_OVERLOOKED, _FIGURE = 0.5, 0.15
"""Least score of what the detector did not see, of figures (they are looked at twice): below it is dirt."""


@dataclass(frozen=True, slots=True)
class LineImage:
    """A line's box on the page (pixels), its pixels, and whether it is plain to see: to the detector, and as print."""

    box: Box
    pixels: Grey
    seen: bool = True


@dataclass(frozen=True, slots=True)
class Prints:
    """What of the page is text: ``grey`` for reading, ``ink`` without rulings and tick boxes; points a pixel."""

    grey: Grey
    ink: Grey
    rulings: Sequence[Ruling]
    scale: float


def read_words(prints: Prints, found: Sequence[Box], number: int, looks: Looks) -> list[Piece]:
    """Every line of text as pieces, boxes in points; ``found`` are the detector's lines, ``number`` is the page's."""
    engine = looks.engine
    parted = apart(found, prints.ink)
    boxes = [(box, True) for box in parted] + [(box, False) for box in overlooked(prints.ink, parted, prints.scale)]
    parts = [(part, seen) for box, seen in boxes for part in cut_at_verticals(box, prints.rulings, prints.scale)]
    images = _in_print([line for part, seen in parts if (line := _line_image(prints, part, seen)) is not None])
    first = engine.read_lines([line.pixels for line in images])
    counted = [(line, read) for line, read in zip(images, first, strict=True) if _counts(line, read)]
    shown = without_underlines([(line.pixels, read) for line, read in counted], engine)
    images = [replace(line, pixels=pixels) for (line, _), (pixels, _) in zip(counted, shown, strict=True)]
    lines = list(zip(images, settled(shown, engine), strict=True))
    tokens = [tokens_of(read.text) for _, read in lines]
    verdicts = iter(
        judge([_crop(*line, token) for line, own in zip(lines, tokens, strict=True) for token in own], looks)
    )
    dotted = are_dotted(read.text for _, read in lines)
    pieces: list[Piece] = []
    for (line, read), own in zip(lines, tokens, strict=True):
        judged: list[tuple[Token, Verdict]] = [(token, next(verdicts)) for token in own]
        pieces.extend(runs_of(LineRead(read, line.box, number, engine.name, dotted), judged, prints.scale))
    return pieces


def _in_print(lines: Sequence[LineImage]) -> list[LineImage]:
    """The lines without ghosts; of the palest it does not count that the detector saw them."""
    dark = [darkness(line.pixels) for line in lines]
    usual = usual_darkness(dark)
    return [
        replace(line, seen=line.seen and not is_doubtful(each, usual))
        for line, each in zip(lines, dark, strict=True)
        if not is_ghost(each, usual)
    ]


def _counts(line: LineImage, read: OcrLine) -> bool:
    text = read.text.strip()
    least = _FIGURE if tokens_of(text) else _OVERLOOKED
    return bool(text) and (line.seen or read.weakest >= least)


def _line_image(prints: Prints, box: Box, seen: bool) -> LineImage | None:
    """The line's pixels with a little room on every side but for vertical rulings; None where there is no print.

    Detectors cut faint ends off: without the room the first or last figure is lost.
    """
    grey = prints.grey
    height = box[3] - box[1]
    room, above = (0.22 * height, 1.0) if seen else (0.5 * height, 0.2 * height)
    left, right = between_verticals(box, prints.rulings, prints.scale)
    x0, y0 = int(max(0, box[0] - room, left)), max(0, int(box[1] - above))
    x1 = int(min(grey.shape[1], box[2] + room + 1, right))
    y1 = min(grey.shape[0], int(box[3] + above) + 1)
    between = print_between(prints.ink[y0:y1, x0:x1], prints.scale)
    if between is None:
        return None
    x0, x1 = x0 + between[0], x0 + between[1]
    x0, pixels = _up_to_borders(grey[y0:y1], x0, x1, (left, right), prints.scale)
    if pixels.size == 0 or min(pixels.shape) < 5 or int(pixels.min()) >= _DARK:
        return None
    start, end = _printed(pixels)
    return LineImage((x0 + start, y0, x0 + end, y1), pixels[:, start:end], seen)


def _up_to_borders(rows: Grey, x0: int, x1: int, sides: tuple[float, float], scale: float) -> tuple[int, Grey]:
    """The columns ``x0`` to ``x1`` and the print between them and the borders on either side; where they begin.

    ``sides`` is where the borders' ink surely ends.
    """
    reach = round(CLEAR / scale)
    before = beside_border(rows[:, max(0, x0 - reach) : x0]) if x0 == int(sides[0]) else None
    after = beside_border(rows[:, x1 : x1 + reach + 2]) if x1 + 1 > sides[1] else None
    parts = [part for part in (before, rows[:, x0:x1], after) if part is not None]
    return x0 - (before.shape[1] if before is not None else 0), np.concatenate(parts, axis=1)


def _printed(pixels: Grey) -> tuple[int, int]:
    """From and to of the columns with print, a little paper on either side: paper costs as much to read as print."""
    columns = np.flatnonzero(cv2.blur(pixels, (3, 3)).min(axis=0) < _PALEST)
    if not len(columns):
        return 0, pixels.shape[1]
    room = round(_MARGIN * pixels.shape[0])
    return max(0, int(columns[0]) - room), min(pixels.shape[1], int(columns[-1]) + room + 1)


def _crop(line: LineImage, read: OcrLine, token: Token) -> tuple[str, float, Grey]:
    """The token, the score of its weakest character, and its pixels with a little of what stands beside it."""
    text = read.text[token.start : token.end]
    scores = read.scores[token.start : token.end] if read.scores else (read.weakest,)
    if not read.edges or (token.start, token.end) == (0, len(read.text)):
        return text, min(scores), line.pixels
    height, width = line.pixels.shape
    room = 0.42 * height
    x0 = max(0, int(read.edges[token.start] - room)) if token.start else 0
    x1 = min(width, int(read.edges[token.end] + room) + 1) if token.end < len(read.text) else width
    crop = line.pixels[:, x0:x1].copy()
    if token.start:
        crop[:, : gap_near(crop, read.edges[token.start] - x0)] = _PAPER
    if token.end < len(read.text):
        crop[:, crop.shape[1] - gap_near(crop[:, ::-1], x1 - read.edges[token.end]) :] = _PAPER
    return text, min(scores), crop
