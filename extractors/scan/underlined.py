"""Figures on an underline that were read as a character, since the underline is a stroke of it, or not at all.

So 7 becomes 工 and 1 becomes 上, and a lone 7 is passed over as if the place were blank.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.scan.stretches import stretches
from pipeline.chinese import is_chinese
from pipeline.ports import OcrEngine, OcrLine

_LONG, _LOW = 0.8, 0.55
"""Heights of a line: an underline is as long at the least (no stroke of a character is), and stands as low."""
_THIN = 0.12
"""Height of an underline, in heights of its line, at the most."""
_BESIDE = " _:：,，、;；"
"""What the place of an underline begins or ends with, and no figure."""
_FEW = 2
"""Characters on an underline, at the most, that may be a figure misread; longer ones are words."""
_FIGURE = 0.3
"""Heights of a line: a figure's ink on an underline, at the least."""
_LEAST = 0.6
"""Score that the figures must have."""
_PAPER, _SOME = 250, 2
"""Grey of paper; of so many pixels each way one is looked at to tell how dark print is."""

Grey = NDArray[np.uint8]
_Line = tuple[Grey, OcrLine]


def without_underlines(lines: Sequence[_Line], engine: OcrEngine) -> list[_Line]:
    """The lines (pixels, what was read); those with a lone character on an underline, or with ink there that gave
    none, read again without it.

    The second reading counts where it has figures there and the first one had none.
    """
    doubts = [(n, span) for n, (pixels, read) in enumerate(lines) if (span := _doubted(pixels, read)) is not None]
    if not doubts:
        return list(lines)
    erased = [_erased(lines[n][0]) for n, _ in doubts]
    found = list(lines)
    for (n, span), pixels, read in zip(doubts, erased, engine.read_lines(erased), strict=True):
        if _has_figures(read, span, len(pixels)):
            found[n] = (pixels, read)
    return found


def _palest_ink(pixels: Grey) -> float:
    """The grey below which there is ink, halfway from paper to this line's print."""
    return (_PAPER + float(np.percentile(pixels[::_SOME, ::_SOME], 5))) / 2


def _underlines(pixels: Grey) -> Iterator[tuple[slice, slice]]:
    """Rows and columns of the line's underlines."""
    height = len(pixels)
    top = round(_LOW * height)
    ink = (pixels[top:] < _palest_ink(pixels)).astype(np.uint8)
    level = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, max(9, round(_LONG * height))), np.uint8))
    for start, end in stretches(np.asarray(level.max(axis=0) > 0)):
        rows = top + np.flatnonzero(level[:, start:end].any(axis=1))
        if rows[-1] - rows[0] < max(3, _THIN * height):
            yield slice(max(0, int(rows[0]) - 1), int(rows[-1]) + 2), slice(max(0, start - 1), end + 1)


def _doubted(pixels: Grey, read: OcrLine) -> tuple[float, float] | None:
    """From and to of an underline on which a character or two stand, or only ink, and no figure; None without one."""
    if not read.edges or min(pixels.shape) < 10:
        return None
    for rows, columns in _underlines(pixels):
        text = "".join(char for char, _ in _on(read, (columns.start, columns.stop), len(pixels))).strip(_BESIDE)
        misread = len(text) <= _FEW and all(is_chinese(char) for char in text)
        if misread and (text or _holds_print(pixels, rows, columns)):
            return float(columns.start), float(columns.stop)
    return None


def _holds_print(pixels: Grey, rows: slice, columns: slice) -> bool:
    """Whether ink as high as a figure stands above the underline."""
    above = pixels[: rows.start, columns]
    inked = np.asarray((above < _palest_ink(pixels)).any(axis=1))
    tall = max((end - start for start, end in stretches(inked)), default=0)
    return tall >= _FIGURE * len(pixels)


def _on(read: OcrLine, span: tuple[float, float], height: int) -> Iterator[tuple[str, float]]:
    """The characters with their scores whose middles lie there; none is wider than the line is high.

    What was passed over behind a character is else taken for a part of it.
    """
    scores = read.scores or (read.weakest,) * len(read.text)
    for char, score, left, right in zip(read.text, scores, read.edges, read.edges[1:], strict=False):
        if span[0] <= (left + min(right, left + height)) / 2 <= span[1]:
            yield char, score


def _erased(pixels: Grey) -> Grey:
    clean = pixels.copy()
    for rows, columns in _underlines(pixels):
        clean[rows, columns] = _PAPER
    return clean


def _has_figures(read: OcrLine, span: tuple[float, float], height: int) -> bool:
    there = [(char, score) for char, score in _on(read, span, height) if char.strip(_BESIDE)]
    return bool(there) and all(char.isdigit() and char.isascii() and score >= _LEAST for char, score in there)
