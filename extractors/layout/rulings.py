"""Ruling lines: what is drawn between cells, made straight and joined."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

SNAP = 3.0
"""Points within which two lines are one (double borders, hairline offsets)."""
GAP = 4.0
"""Points that may be missing between two pieces of one line."""


class Ruling(NamedTuple):
    """A horizontal or vertical line from (x0, y0) to (x1, y1), page points of the reading frame."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def horizontal(self) -> bool:
        """Whether it runs across the page."""
        return abs(self.x1 - self.x0) >= abs(self.y1 - self.y0)


class Line(NamedTuple):
    """A straight line at ``at`` (y of a horizontal, x of a vertical one) from ``start`` to ``end``."""

    at: float
    start: float
    end: float


def straighten(rulings: Iterable[Ruling], horizontal: bool) -> list[Line]:
    """The rulings of one direction as lines: near-equal positions made equal, overlapping pieces joined."""
    # a set: neighbouring cells that are drawn one by one share their borders
    lines = sorted({_as_line(ruling, horizontal) for ruling in rulings if ruling.horizontal == horizontal})
    joined: list[Line] = []
    for group in _by_position(lines):
        joined.extend(_join(group))
    return joined


def _as_line(ruling: Ruling, horizontal: bool) -> Line:
    x0, y0, x1, y1 = ruling
    if horizontal:
        return Line((y0 + y1) / 2, x0, x1) if x0 <= x1 else Line((y0 + y1) / 2, x1, x0)
    return Line((x0 + x1) / 2, y0, y1) if y0 <= y1 else Line((x0 + x1) / 2, y1, y0)


def _by_position(lines: Sequence[Line]) -> Iterable[list[Line]]:
    """Groups of lines whose positions follow each other closely (sorted input)."""
    group: list[Line] = []
    for line in lines:
        if group and line.at - group[-1].at > SNAP:
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _join(group: list[Line]) -> list[Line]:
    """One position for the group (that of its longest line), and pieces joined over small gaps."""
    at = max(group, key=lambda line: line.end - line.start).at
    joined: list[Line] = []
    for line in sorted(group, key=lambda each: each.start):
        if joined and line.start - joined[-1].end <= GAP:
            joined[-1] = Line(at, joined[-1].start, max(joined[-1].end, line.end))
        else:
            joined.append(Line(at, line.start, line.end))
    return joined
