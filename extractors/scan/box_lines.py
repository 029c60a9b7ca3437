"""Where further tick boxes of a page may stand: on the lines and in the columns of those that are known."""

from __future__ import annotations

from collections.abc import Sequence

Place = tuple[int, int, int, int]
"""Pixels x0, y0, x1, y1."""

_LINE = 0.3
"""Sides of a box by which boxes of one line or column lie apart across it."""


def is_in_line(one: Place, other: Place) -> bool:
    """Whether two boxes stand on one line, or begin in one column."""
    room = _LINE * (one[2] - one[0])
    return abs(one[1] + one[3] - other[1] - other[3]) <= 2 * room or abs(one[0] - other[0]) <= room


def strips_of(shape: tuple[int, ...], known: Sequence[Place]) -> list[Place]:
    """The lines and columns of the known boxes across a page of that shape, each but once, with room round a box."""
    side = max((max(x1 - x0, y1 - y0) for x0, y0, x1, y1 in known), default=0)
    room = round(_LINE * side) + side // 2 + 6
    middles = sorted((y0 + y1) // 2 for _, y0, _, y1 in known)
    lefts = sorted(x0 + side // 2 for x0, _, _, _ in known)
    lines = [(0, max(0, start - room), shape[1], end + room) for start, end in _together(middles, 2 * room)]
    columns = [(max(0, start - room), 0, end + room, shape[0]) for start, end in _together(lefts, 2 * room)]
    return [*lines, *columns]


def _together(places: Sequence[int], near: int) -> list[tuple[int, int]]:
    """First and last of the places that lie as near each other as that."""
    parts: list[tuple[int, int]] = []
    for place in places:
        if parts and place - parts[-1][1] <= near:
            parts[-1] = parts[-1][0], place
        else:
            parts.append((place, place))
    return parts
