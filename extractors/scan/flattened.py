"""Photographs of pages: what a camera held aslant has drawn together is set upright again, as a scanner sees it."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.document import Frame
from pipeline.ports import Image

_RIM, _DARK, _SHOWS = 0.02, 0.75, 0.4
"""Share of the picture at each edge, of the paper's light below which it is no paper, and of the rim that is so."""
_GLANCE, _ROWS, _UNEVEN = (400, 400), 3, 0.12
"""Pixels of a first look, of how many rows one is looked at, and by how much the paper's light differs on photographs
that show nothing but the page.
"""
_SEEN = 1200
"""Pixels of the longer side in which straight edges are looked for."""
_SHORTEST, _STEEPEST = 0.04, 14.0
"""Share of the longer side from which an edge counts, and degrees by which it may lean."""
_NEAR = 0.4
"""Degrees by which an edge may miss the point in which its kind meet."""
_TRIES = 300
_AGREED = 0.35
"""Share of the edges' length that must meet in a point; a desk has edges of its own."""
_ASLANT, _LARGEST = 0.35, 1.5
"""Degrees that the page's sides differ by from which it is set upright, and how much larger the picture may become."""

Matrix = NDArray[np.float64]
Edges = NDArray[np.float64]
"""Straight edges as rows of x0, y0, x1, y1."""


@dataclass(frozen=True, slots=True)
class Flat:
    """The picture as seen from above; ``back`` takes homogeneous fractions of it to those of the delivered picture."""

    image: Image
    back: Matrix

    def delivered(self, frame: Frame) -> Frame:
        """The frame of this picture as one of the picture as delivered."""
        own = np.array([[frame.a, frame.b, frame.c], [frame.d, frame.e, frame.f], [frame.g, frame.h, 1.0]])
        whole = self.back @ own
        return Frame(*(float(each) for each in (whole / whole[2, 2]).ravel()[:8]))


def flattened(image: Image) -> Flat | None:
    """The page seen from above; None where it is so already, or where no edges say how it lies."""
    glance = cv2.resize(image[::_ROWS], _GLANCE, interpolation=cv2.INTER_AREA)
    small = np.asarray(cv2.cvtColor(glance, cv2.COLOR_RGB2GRAY), np.uint8)
    if not (_has_surroundings(small) or _is_lit_from_a_side(small)):
        return None
    factor = min(1.0, _SEEN / max(image.shape[:2]))
    less = cv2.resize(image, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    grey = np.asarray(cv2.cvtColor(less, cv2.COLOR_RGB2GRAY), np.uint8)
    edges = _straight_edges(grey)
    across, down = (_meeting_point(edges[_leans(edges, upright)], grey.shape) for upright in (False, True))
    if across is None or down is None:
        return None
    ahead = _upright(across, down, grey.shape)
    return None if ahead is None or _is_upright(ahead, grey.shape) else _warped(image, ahead, factor)


def _has_surroundings(small: NDArray[np.uint8]) -> bool:
    """Whether what the page lies on shows around it: scanners show none, or in a strip on one side."""
    high, wide = (max(1, round(_RIM * size)) for size in small.shape)
    rim = np.ones_like(small, bool)
    rim[high:-high, wide:-wide] = False
    return float((small[rim] < _DARK * np.percentile(small, 85)).mean()) >= _SHOWS


def _is_lit_from_a_side(small: NDArray[np.uint8]) -> bool:
    """Whether the paper is darker in one part of the page: lamps of scanners light all of it but for the binding."""
    light = cv2.dilate(small, np.ones((5, 5), np.uint8))  # without the print
    inner = light[:, round(0.2 * small.shape[1]) : round(0.8 * small.shape[1])]
    parts = (part for band in np.array_split(inner, 6) for part in np.array_split(band, 4, axis=1))
    paper = [float(np.percentile(part, 80)) for part in parts]
    return min(paper) < (1 - _UNEVEN) * max(paper)


def _straight_edges(grey: NDArray[np.uint8]) -> Edges:
    found = cv2.createLineSegmentDetector().detect(grey)[0]
    edges = np.zeros((0, 4)) if found is None else np.asarray(found, np.float64).reshape(-1, 4)
    long = np.hypot(edges[:, 2] - edges[:, 0], edges[:, 3] - edges[:, 1]) >= _SHORTEST * max(grey.shape)
    return np.asarray(edges[long])


def _leans(edges: Edges, upright: bool) -> NDArray[np.bool_]:
    """Which edges are nearly upright, or nearly level."""
    along, aside = edges[:, 2] - edges[:, 0], edges[:, 3] - edges[:, 1]
    lean = np.arctan2(np.abs(along), np.abs(aside)) if upright else np.arctan2(np.abs(aside), np.abs(along))
    return np.asarray(np.degrees(lean) < _STEEPEST)


def _meeting_point(edges: Edges, shape: tuple[int, ...]) -> Matrix | None:
    """The point (homogeneous, far away) in which most of the edges would meet; None where they agree on none."""
    if len(edges) < 2:
        return None
    size = max(shape)
    ends = np.concatenate((edges.reshape(-1, 2, 2) / size, np.ones((len(edges), 2, 1))), axis=2)
    lines = np.cross(ends[:, 0], ends[:, 1])
    lengths = np.hypot(*(edges[:, 2:] - edges[:, :2]).T)
    rng = np.random.default_rng(0)
    pairs = rng.choice(len(edges), (_TRIES, 2), p=lengths / lengths.sum())
    points = [np.cross(lines[one], lines[two]) for one, two in pairs if one != two]
    meeting = [_meets(point, ends) for point in points if np.linalg.norm(point) > 1e-12]
    best = max(meeting, key=lambda own: float(lengths[own].sum()), default=None)
    if best is None or lengths[best].sum() < _AGREED * lengths.sum():
        return None
    weighted = lines[best] / np.linalg.norm(lines[best, :2], axis=1, keepdims=True) * lengths[best, None]
    return np.asarray(np.linalg.svd(weighted)[2][-1] * (size, size, 1.0))


def _meets(point: Matrix, ends: Matrix) -> NDArray[np.bool_]:
    """Which edges point at the point."""
    middle = ends.mean(axis=1)
    towards = point[:2] - point[2] * middle[:, :2]
    along = ends[:, 1, :2] - ends[:, 0, :2]
    cross = np.abs(along[:, 0] * towards[:, 1] - along[:, 1] * towards[:, 0])
    return np.asarray(cross <= np.sin(np.radians(_NEAR)) * np.hypot(*along.T) * np.hypot(*towards.T))


def _upright(across: Matrix, down: Matrix, shape: tuple[int, ...]) -> Matrix | None:
    """What takes the picture's points to where level edges are level and upright ones upright; the middle stays."""
    middle = np.array([shape[1] / 2, shape[0] / 2, 1.0])
    horizon = np.cross(across, down)
    if abs(horizon @ middle) < 1e-9:
        return None
    far = np.eye(3)
    far[2] = horizon / (horizon @ middle)
    level, plumb = (far @ across)[:2], (far @ down)[:2]
    ways = np.stack(
        (level * np.sign(level[0]) / np.hypot(*level), plumb * np.sign(plumb[1]) / np.hypot(*plumb)), axis=1
    )
    if abs(np.linalg.det(ways)) < 0.5:
        return None
    near = np.eye(2) - np.outer(middle[:2], far[2, :2])
    lengths = np.linalg.norm(np.linalg.solve(near, ways), axis=0)
    straight = np.eye(3)
    straight[:2, :2] = lengths[:, None] * np.linalg.inv(ways)
    straight[:2, 2] = middle[:2] - straight[:2, :2] @ middle[:2]
    return np.asarray(straight @ far)


def _corners(ahead: Matrix, shape: tuple[int, ...]) -> Matrix | None:
    """Where the picture's corners come to lie, clockwise from the upper left one; None where one lies behind."""
    high, wide = shape[:2]
    seen = ahead @ np.array([[0, wide, wide, 0], [0, 0, high, high], [1, 1, 1, 1]], np.float64)
    return None if (seen[2] <= 0.2).any() else np.asarray((seen[:2] / seen[2]).T)


def _is_upright(ahead: Matrix, shape: tuple[int, ...]) -> bool:
    """Whether the picture stays a rectangle, whichever way it leans: a lean is taken out elsewhere."""
    corners = _corners(ahead, shape)
    if corners is None:
        return True
    sides = np.roll(corners, -1, axis=0) - corners
    angles = np.degrees(np.arctan2(sides[:, 1], sides[:, 0]))
    turns = (np.roll(angles, -1) - angles) % 360
    return bool(np.abs(turns - 90).max() < _ASLANT)


def _warped(image: Image, ahead: Matrix, factor: float) -> Flat | None:
    size = np.diag((factor, factor, 1.0))
    whole = np.linalg.inv(size) @ ahead @ size
    corners = _corners(whole, image.shape)
    high, wide = image.shape[:2]
    if corners is None or (np.ptp(corners, axis=0) > _LARGEST * np.array((wide, high))).any():
        return None
    moved = np.eye(3)
    moved[:2, 2] = -corners.min(axis=0)
    whole = moved @ whole
    new_wide, new_high = (int(each) for each in np.ceil(np.ptp(corners, axis=0)))
    flat = cv2.warpPerspective(
        image, whole, (new_wide, new_high), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    back = np.diag((1 / wide, 1 / high, 1.0)) @ np.linalg.inv(whole) @ np.diag((float(new_wide), float(new_high), 1.0))
    return Flat(np.asarray(flat, np.uint8), back)
