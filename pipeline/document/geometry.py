"""Boxes and the frame they are measured in.

Every box inside a page is in *page points* (1/72 inch) of the page's **reading frame**: turned upright and deskewed,
origin at the top left, y downwards. :class:`Frame` carries such a box to the page as it was delivered. No other module
converts coordinates.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BBox:
    """An upright rectangle in page points of the reading frame, origin top left, ``x0 <= x1`` and ``y0 <= y1``."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def width(self) -> float:
        """Horizontal extent in points."""
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        """Vertical extent in points."""
        return self.y1 - self.y0

    @property
    def cx(self) -> float:
        """Horizontal centre."""
        return (self.x0 + self.x1) / 2

    @property
    def cy(self) -> float:
        """Vertical centre."""
        return (self.y0 + self.y1) / 2

    @property
    def area(self) -> float:
        """Area in square points; 0 for a degenerate box."""
        return max(0.0, self.width) * max(0.0, self.height)

    def union(self, other: BBox) -> BBox:
        """The smallest box that holds both."""
        return BBox(min(self.x0, other.x0), min(self.y0, other.y0), max(self.x1, other.x1), max(self.y1, other.y1))

    def intersection(self, other: BBox) -> BBox | None:
        """What both cover, or None where they do not touch."""
        x0, y0 = max(self.x0, other.x0), max(self.y0, other.y0)
        x1, y1 = min(self.x1, other.x1), min(self.y1, other.y1)
        return BBox(x0, y0, x1, y1) if x0 < x1 and y0 < y1 else None

    def holds(self, x: float, y: float, margin: float = 0.0) -> bool:
        """Whether the point lies inside, with ``margin`` points to spare outside."""
        return self.x0 - margin <= x <= self.x1 + margin and self.y0 - margin <= y <= self.y1 + margin

    def covered_by(self, other: BBox) -> float:
        """Share of this box (0..1) that ``other`` covers."""
        common = self.intersection(other)
        return common.area / self.area if common and self.area else 0.0

    def grown(self, margin: float) -> BBox:
        """The box with ``margin`` points more on each side (fewer where negative)."""
        return BBox(self.x0 - margin, self.y0 - margin, self.x1 + margin, self.y1 + margin)


def union_of(boxes: Iterable[BBox]) -> BBox | None:
    """The smallest box that holds all of ``boxes``; None where there are none."""
    result: BBox | None = None
    for box in boxes:
        result = box if result is None else result.union(box)
    return result


@dataclass(frozen=True, slots=True)
class Frame:
    """Where the reading frame lies on the page as a viewer shows the delivered file (after /Rotate).

    ``u = a*x + b*y + c`` and ``v = d*x + e*y + f``, both divided by ``g*x + h*y + 1``, take a point (points) to
    fractions 0..1 of the delivered page. ``g`` and ``h`` are 0 but on photographs taken aslant.
    """

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float
    g: float = 0.0
    h: float = 0.0

    @classmethod
    def upright(cls, width: float, height: float) -> Frame:
        """The frame of a page that needed no turning: plain division by its size in points."""
        return cls(1 / width, 0.0, 0.0, 0.0, 1 / height, 0.0)

    def fractions(self, box: BBox) -> tuple[float, float, float, float]:
        """The delivered page's upright rectangle round ``box``, as fractions clipped to 0..1."""
        corners = ((box.x0, box.y0), (box.x1, box.y0), (box.x0, box.y1), (box.x1, box.y1))
        far = [self.g * x + self.h * y + 1.0 for x, y in corners]
        us = [(self.a * x + self.b * y + self.c) / w for (x, y), w in zip(corners, far, strict=True)]
        vs = [(self.d * x + self.e * y + self.f) / w for (x, y), w in zip(corners, far, strict=True)]
        clip = (min(max(value, 0.0), 1.0) for value in (min(us), min(vs), max(us), max(vs)))
        u0, v0, u1, v1 = (round(value, 5) for value in clip)
        return u0, v0, u1, v1
