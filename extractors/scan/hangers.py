"""Where a ruling runs and how thick it is, however much text hangs on it.

Spreadsheets set text so near to their lines that in a picture of 150 or 200 dots an inch the two touch: all that is
connected is then several times as thick as the line, and its middle lies in the text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from extractors.scan.components import Part
from extractors.scan.stretches import stretches

_PIECE, _LEAST, _LARGEST = 12, 24, 40
"""Into how many pieces a run is cut, and of how many pixels they are: over each it hardly wanders, and holes that wear
left spoil few of them.
"""
_STRAIGHT, _ALONG = 0.95, 0.95
"""Share of its length along which one row of a piece is inked where the line is, and share of that row's ink that the
line's other rows have: text has less."""
_MOST, _FEWEST, _ENDS = 0.8, (3, 5), 2
"""Share of the pieces, from the first that shows the line to the last, that must show it; how many those are in short
runs and in long ones; and how many pieces of short ones may be text at their ends.
"""
_WORN, _MANY = 0.6, 9
"""The same of worn lines: strokes of characters don't lie at one level so often."""
_MIDDLING = 15
"""Per cent of the pieces whose first and last rows may lie outside of the line's: text may stand against it there."""
_WANDERS = 3
"""Pixels by which a line's middle in one piece may lie beside that in another."""


_Core = tuple[int, int, int]
"""First and last row of a line in one piece of a run, and which piece."""


class Line(NamedTuple):
    """A horizontal line: its middle, its thickness, and the rows of the page that it takes up (pixels)."""

    at: float
    thickness: int
    rows: slice


def all_of(part: Part) -> Line:
    """All of the connected ink as one line."""
    return Line(part.middle, part.height, part.place[0])


def lines_in(part: Part, ink: NDArray[np.uint8]) -> list[Line]:
    """The horizontal lines that run through connected ink, top to bottom; all of it as one where none shows.

    ``part`` is connected where small gaps are bridged, which strokes of characters under each other are, too; ``ink``
    is the page's without bridges. Text that hangs on two lines makes one part of both.
    """
    own = part.own() & (ink[part.place] > 0)
    step = min(_LARGEST, max(_LEAST, -(-part.width // _PIECE)))
    pieces = range(0, part.width, step)
    cores = sorted((*core, at // step) for at in pieces for core in _cores(own[:, at : at + step]))
    groups: list[list[_Core]] = []
    for core in cores:
        if groups and sum(core[:2]) - sum(groups[-1][-1][:2]) <= 2 * _WANDERS:
            groups[-1].append(core)
        else:
            groups.append([core])
    found = [_line(part, group) for group in groups if _goes_through(group, len(pieces))]
    return found or [all_of(part)]


def _goes_through(cores: Sequence[_Core], pieces: int) -> bool:
    """Whether the cores make a line: wear may have parted it from the text that hangs on beyond."""
    shown = sorted({piece for _, _, piece in cores})
    within = shown[-1] - shown[0] + 1
    share, (least, most) = len(shown) / within, _FEWEST
    enough = within >= min(pieces, most, max(least, pieces - _ENDS))
    return (enough and share >= _MOST) or (within >= _MANY and share >= _WORN)


def _line(part: Part, cores: Sequence[_Core]) -> Line:
    firsts, lasts, _ = np.array(cores).T
    top = part.y + round(float(np.percentile(firsts, _MIDDLING)))
    bottom = part.y + round(float(np.percentile(lasts, 100 - _MIDDLING))) + 1
    return Line(part.y + float(np.median(firsts + lasts)) / 2, bottom - top, slice(top, bottom))


def _cores(piece: NDArray[np.bool_]) -> Iterator[tuple[int, int]]:
    """First and last row of each line in a piece of the run."""
    counts = np.count_nonzero(piece, axis=1)
    for first, last in stretches(counts >= _ALONG * _STRAIGHT * piece.shape[1]):
        fullest = int(counts[first:last].max())
        if fullest >= _STRAIGHT * piece.shape[1]:
            rows = first + np.flatnonzero(counts[first:last] >= _ALONG * fullest)
            yield int(rows[0]), int(rows[-1])
