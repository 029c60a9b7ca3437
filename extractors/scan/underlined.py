"""Figures on an underline that were read as a character, since the underline is a stroke of it: 7 as 工, 1 as 上."""

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
_FEW = 2
"""Characters on an underline, at the most, that may be a figure misread; longer ones are words."""
_LEAST = 0.6
"""Score that the figures must have."""
_PAPER, _SOME = 250, 2
"""Grey of paper; of so many pixels each way one is looked at to tell how dark print is."""

Grey = NDArray[np.uint8]
_Line = tuple[Grey, OcrLine]


def without_underlines(lines: Sequence[_Line], engine: OcrEngine) -> list[_Line]:
    """The lines (pixels, what was read); those with a lone character on an underline read again without it.

    The second reading counts where it has figures there and the first one had none.
    """
    doubts = [(n, span) for n, (pixels, read) in enumerate(lines) if (span := _doubted(pixels, read)) is not None]
    if not doubts:
        return list(lines)
    erased = [_erased(lines[n][0]) for n, _ in doubts]
    found = list(lines)
    for (n, span), pixels, read in zip(doubts, erased, engine.read_lines(erased), strict=True):
        if _has_figures(read, span):
            found[n] = (pixels, read)
    return found


def _underlines(pixels: Grey) -> Iterator[tuple[slice, slice]]:
    """Rows and columns of the line's underlines."""
    height = len(pixels)
    top = round(_LOW * height)
    dark = (_PAPER + float(np.percentile(pixels[::_SOME, ::_SOME], 5))) / 2
    ink = (pixels[top:] < dark).astype(np.uint8)
    level = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, max(9, round(_LONG * height))), np.uint8))
    for start, end in stretches(np.asarray(level.max(axis=0) > 0)):
        rows = top + np.flatnonzero(level[:, start:end].any(axis=1))
        if rows[-1] - rows[0] < max(3, _THIN * height):
            yield slice(max(0, int(rows[0]) - 1), int(rows[-1]) + 2), slice(max(0, start - 1), end + 1)


def _doubted(pixels: Grey, read: OcrLine) -> tuple[float, float] | None:
    """From and to of an underline on which a character or two stand, and no figure; None where there is none."""
    if not read.edges or min(pixels.shape) < 10:
        return None
    for _, columns in _underlines(pixels):
        text = "".join(char for char, _ in _on(read, (columns.start, columns.stop))).strip(" _")
        if 0 < len(text) <= _FEW and all(is_chinese(char) for char in text):
            return float(columns.start), float(columns.stop)
    return None


def _on(read: OcrLine, span: tuple[float, float]) -> Iterator[tuple[str, float]]:
    """The characters with their scores whose middles lie there."""
    scores = read.scores or (read.weakest,) * len(read.text)
    for char, score, left, right in zip(read.text, scores, read.edges, read.edges[1:], strict=False):
        if span[0] <= (left + right) / 2 <= span[1]:
            yield char, score


def _erased(pixels: Grey) -> Grey:
    clean = pixels.copy()
    for rows, columns in _underlines(pixels):
        clean[rows, columns] = _PAPER
    return clean


def _has_figures(read: OcrLine, span: tuple[float, float]) -> bool:
    there = [(char, score) for char, score in _on(read, span) if char.strip(" _")]
    return bool(there) and all(char.isdigit() and char.isascii() and score >= _LEAST for char, score in there)
