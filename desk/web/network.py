"""The network of applicants as a drawing: a cluster on a circle, a line for each kind of tie, wider for more of it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from math import cos, hypot, pi, sin

from desk.office.across import Drawn
from pipeline.checks.across.network import TIES, Tie

_WIDE, _APART = 640, 6.0
"""Width of a drawing, and how far lines between the same two dots are from each other."""


@dataclass(frozen=True, slots=True)
class Node:
    """An applicant's dot and name; ``anchor`` says on which side of the dot the name stands."""

    name: str
    x: float
    y: float
    label_x: float
    label_y: float
    anchor: str


@dataclass(frozen=True, slots=True)
class Edge:
    """A line between two dots for one kind of tie; ``said`` are all ties of the two in words."""

    x1: float
    y1: float
    x2: float
    y2: float
    kind: str
    width: float
    said: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """A cluster drawn: its size, lines, dots."""

    width: int
    height: int
    edges: tuple[Edge, ...]
    nodes: tuple[Node, ...]


def drawn(part: Drawn) -> Drawing:
    """The places of a cluster's dots and lines, in the units of its drawing."""
    count = len(part.members)
    radius = max(60.0, min(230.0, 16.0 * count))
    height = int(2 * radius + 70)
    places = {
        name: (_WIDE / 2 + radius * sin(2 * pi * n / count), height / 2 - radius * cos(2 * pi * n / count))
        for n, name in enumerate(part.members)
    }
    return Drawing(
        _WIDE, height, tuple(_edges(part, places)), tuple(_node(name, *at, height / 2) for name, at in places.items())
    )


def _node(name: str, x: float, y: float, half: float) -> Node:
    if abs(x - _WIDE / 2) < 2:  # at the top or the bottom: the name stands outside of the circle
        return Node(name, x, y, x, y + (-14 if y < half else 24), "middle")
    right = x > _WIDE / 2
    return Node(name, x, y, x + (12 if right else -12), y + 5, "start" if right else "end")


def _edges(part: Drawn, places: dict[str, tuple[float, float]]) -> list[Edge]:
    between: dict[tuple[str, str], list[Tie]] = defaultdict(list)
    for tie in part.ties:
        if tie.one in places and tie.two in places:
            between[tie.one, tie.two].append(tie)
    order = list(TIES)
    found = []
    for (one, two), ties in between.items():
        ties.sort(key=lambda tie: order.index(tie.kind))
        said = f"{one} — {two}：" + "、".join(f"{TIES[tie.kind]} {tie.count}" for tie in ties)
        for number, tie in enumerate(ties):
            line = _beside(*places[one], *places[two], _APART * (number - (len(ties) - 1) / 2))
            found.append(Edge(*line, tie.kind, min(4.5, 1.5 + 0.3 * tie.count), said))
    return found


def _beside(x1: float, y1: float, x2: float, y2: float, apart: float) -> tuple[float, float, float, float]:
    """The line moved sideways by so much."""
    long = hypot(x2 - x1, y2 - y1) or 1.0
    dx, dy = -apart * (y2 - y1) / long, apart * (x2 - x1) / long
    return x1 + dx, y1 + dy, x2 + dx, y2 + dy
