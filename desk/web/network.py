"""The network of applicants as a drawing: a cluster on a circle, its ties as lines, wider where more is shared."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from math import cos, pi, sin

from desk.office.across import Drawn
from pipeline.checks.across.network import TIES, Tie

_WIDE, _ROOM = 640, 150
"""Width of a drawing, and what names need on either side of the circle."""


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
    """A line between two dots; ``kind`` is that of its strongest tie, ``said`` all of them in words."""

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
    return Drawing(_WIDE, height, tuple(_edges(part, places)), tuple(_node(name, *at) for name, at in places.items()))


def _node(name: str, x: float, y: float) -> Node:
    middle = abs(x - _WIDE / 2) < 2
    if middle:
        above = -14 if y < _WIDE / 3 else 24
        return Node(name, x, y, x, y + above, "middle")
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
        width = min(7.0, 1.5 + 0.5 * sum(tie.count for tie in ties))
        found.append(Edge(*places[one], *places[two], ties[0].kind, width, said))
    return found
