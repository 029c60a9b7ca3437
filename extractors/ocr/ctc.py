"""What a recogniser saw at each step across a line, as a line of text."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from extractors.ocr.edges import character_edges
from pipeline.ports import OcrLine


def line_of_steps(
    seen: NDArray[np.int64], scores: NDArray[np.float32], characters: Sequence[str], steps: float, size: tuple[int, int]
) -> OcrLine:
    """The line: runs of the same character are one, 0 is nothing.

    Args:
        seen: the number of the likeliest character of each step.
        scores: how likely it is.
        characters: by number.
        steps: how many steps the line's own width is; what follows is padding.
        size: the crop's height and width in pixels.
    """
    height, width = size
    starts = seen != 0
    starts[1:] &= seen[1:] != seen[:-1]
    at = np.flatnonzero(starts)
    text = "".join(characters[number] for number in seen[at])
    own = tuple(float(score) for score in scores[at])
    columns = [int(column) for column, char in zip(at, text, strict=True) if not char.isspace()]
    edges = character_edges(text, columns, steps, width)
    mean = sum(own) / len(own) if own else 0.0
    return OcrLine(text, (0.0, 0.0, float(width), float(height)), mean, edges, min(own, default=0.0), own)
