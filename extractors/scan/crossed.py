"""Verticals that only seem to cross a row: a stroke of its text stands in line with the borders above and below it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from extractors.scan.chains import Run, crosses

_ROW = 7.0, 24.0
"""Points: how low and how high a row is whose text may fill so much of it; in higher ones a hole ends a vertical."""
_SOLID, _STROKE = 0.97, 0.92
"""Share of a vertical that is inked where it is drawn whole, in all its other rows; of a row, up to which it is only a
stroke that stands there."""
_BARE = 0.7
"""Points: white between the stroke and the line above or below. A border meets both."""
_ASIDE = 2
"""Pixels by which a vertical may wander from its middle."""

Mask = NDArray[np.uint8]


def without_crossed_rows(down: Sequence[Run], across: Sequence[Run], ink: Mask, scale: float) -> list[Run]:
    """The verticals, cut where a merged cell's text made two of them one; worn ones are left as they are.

    Args:
        down: verticals, their ``at`` an x (pixels).
        across: horizontals.
        ink: not 0 where there is ink.
        scale: points a pixel.
    """
    return [part for run in down for part in _cut(run, across, ink, scale)]


def _cut(run: Run, across: Sequence[Run], ink: Mask, scale: float) -> Iterator[Run]:
    rows = list(pairwise(sorted(round(line.at) for line in across if crosses(run, line, _ASIDE))))
    shown = [_inked(run, row, ink, scale) for row in rows]
    strokes = [_is_stroke(own, row, scale) for own, row in zip(shown, rows, strict=True)]
    drawn = [own for own, stroke in zip(shown, strokes, strict=True) if not stroke and len(own)]
    if not any(strokes) or not drawn or float(np.concatenate(drawn).mean()) < _SOLID:
        yield run
        return
    start = run.start
    for (top, bottom), stroke in zip(rows, strokes, strict=True):
        if stroke:
            yield from _part(run, start, top, scale)
            start = bottom
    yield from _part(run, start, run.end, scale)


def _part(run: Run, start: int, end: int, scale: float) -> Iterator[Run]:
    if (end - start) * scale >= _ROW[0]:
        yield replace(run, start=start, end=end, inked=end - start)


def _inked(run: Run, row: tuple[int, int], ink: Mask, scale: float) -> NDArray[np.bool_]:
    """Which rows of pixels between two horizontals are inked at the vertical, where it shows most: it may wander."""
    clear, x = max(2, round(0.7 / scale)), round(run.at)
    columns = ink[row[0] + clear : row[1] - clear, max(0, x - _ASIDE - 1) : x + _ASIDE + 2] > 0
    if columns.shape[1] < 3:
        return np.asarray(columns.any(axis=1))
    wide = columns[:, :-2] | columns[:, 1:-1] | columns[:, 2:]
    return np.asarray(wide[:, int(wide.sum(axis=0).argmax())])


def _is_stroke(shown: NDArray[np.bool_], row: tuple[int, int], scale: float) -> bool:
    bare = max(1, round(_BARE / scale))
    low = _ROW[0] <= (row[1] - row[0]) * scale <= _ROW[1] and len(shown) > bare
    return low and float(shown.mean()) < _STROKE and not (shown[:bare].any() and shown[-bare:].any())
