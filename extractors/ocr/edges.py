"""Where the characters of a line stand, from the time steps at which a recogniser saw them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


def character_edges(text: str, columns: Sequence[int], steps: float, width: int) -> tuple[float, ...]:
    """The left edge of each character and the right edge of the last, in pixels; nothing where it can't be told.

    Borders are half-way between the middles of neighbouring characters; spaces share the gap they stand in. A character
    that was seen in the padding behind the line ends with the line.

    Args:
        text: what was read.
        columns: the step of each character that is no space.
        steps: how many steps the width of the line is.
        width: of the line in pixels.
    """
    if len(columns) != sum(not char.isspace() for char in text) or not columns or not steps:
        return ()
    step = width / steps
    middles = [(column + 0.5) * step for column in columns]
    usual = float(np.median(np.diff(middles))) if len(middles) > 1 else min(float(width), 1.6 * step)
    return _with_spaces(text, middles, usual, float(width))


def _with_spaces(text: str, middles: Sequence[float], usual: float, width: float) -> tuple[float, ...]:
    edges: list[float] = []
    order = iter(middles)
    last = None
    for char in text:
        if char.isspace():
            edges.append(min(width, (last or 0.0) + usual / 2))
            continue
        middle = next(order)
        start = middle - usual / 2 if last is None else max((last + middle) / 2, middle - 0.7 * usual)
        edges.append(min(width, max(edges[-1] if edges else 0.0, start, 0.0)))
        last = middle
    return (*edges, min(width, max(edges[-1], (last or 0.0) + usual / 2)))
