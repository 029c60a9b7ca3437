"""Ruling lines: what is drawn between cells, made straight and joined."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

SNAP = 3.0
"""Points within which two lines are one (double borders, hairline offsets)."""
GAP = 4.0
"""Points that may be missing between two pieces of one line."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """A horizontal or vertical line from (x0, y0) to (x1, y1), page points of the reading frame."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def horizontal(self) -> bool:
        """Whether it runs across the page."""
        return abs(self.x1 - self.x0) >= abs(self.y1 - self.y0)


@dataclass(frozen=True, slots=True)
class Line:
    """A straight line at ``at`` (y of a horizontal, x of a vertical one) from ``start`` to ``end``."""

    at: float
    start: float
    end: float


def straighten(rulings: Iterable[Ruling], horizontal: bool) -> list[Line]:
    """The rulings of one direction as lines: near-equal positions made equal, overlapping pieces joined."""
    lines = sorted(
        _as_line(ruling, horizontal) for ruling in rulings if ruling.horizontal == horizontal
    )  # fmt: skip
    joined: list[Line] = []
    for group in _by_position([Line(*each) for each in lines]):
        joined.extend(_join(group))
    return joined


def _as_line(ruling: Ruling, horizontal: bool) -> tuple[float, float, float]:
    if horizontal:
        return ((ruling.y0 + ruling.y1) / 2, min(ruling.x0, ruling.x1), max(ruling.x0, ruling.x1))
    return ((ruling.x0 + ruling.x1) / 2, min(ruling.y0, ruling.y1), max(ruling.y0, ruling.y1))


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
