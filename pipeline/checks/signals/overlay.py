"""One page's small picture laid over another's: where they lie over each other, and whether they show the same."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.checks.across.picturing import Grey, photograph_on

_ROOM = 256
_SCALES = np.arange(0.84, 1.2, 0.01)
_FEWEST_DARK = 0.03
_OVERLAP = 0.55

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Overlay:
    """``likeness`` (-1..1) of the whole pages; ``photographs`` of what both show where there is no paper, None where
    they have no such part in common; ``mine`` and ``other`` are the parts (fractions of each page) in common.
    """

    likeness: float
    photographs: float | None
    mine: Box
    other: Box


def laid_over(one: Grey, two: Grey) -> Overlay | None:
    """The best way to lay the second page over the first; None where too little of them would lie over each other.

    Scales from five sixths to six fifths are tried at half size (correlation by Fourier transform), the best is made
    exact at full size.
    """
    matrix, likeness = _refined(one, two, _coarse(one, two))
    wide, high = one.shape[1], one.shape[0]
    there = cv2.warpAffine(np.ones_like(two), matrix, (wide, high), flags=cv2.INTER_NEAREST | cv2.WARP_INVERSE_MAP)
    if there.mean() < _OVERLAP:
        return None
    ys, xs = np.nonzero(there)
    mine = (xs.min() / wide, ys.min() / high, (xs.max() + 1) / wide, (ys.max() + 1) / high)
    corners = np.array([[xs.min(), ys.min(), 1], [xs.max() + 1, ys.max() + 1, 1]], np.float32) @ matrix.T
    size = np.array([two.shape[1], two.shape[0]])
    (x0, y0), (x1, y1) = np.clip(corners / size, 0, 1)
    other = (float(x0), float(y0), float(x1), float(y1))
    return Overlay(
        likeness,
        _photographs(one, two, matrix),
        (float(mine[0]), float(mine[1]), float(mine[2]), float(mine[3])),
        other,
    )


def _sharp(ink: Grey, spread: float) -> Grey:
    return np.asarray(ink - cv2.GaussianBlur(ink, (0, 0), spread), np.float32)


def _resized(ink: Grey, scale: float) -> Grey:
    return np.asarray(cv2.resize(ink, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.float32)


def _padded(part: Grey) -> Grey:
    padded = np.zeros((_ROOM, _ROOM), np.float32)
    kept = part[:_ROOM, :_ROOM]
    padded[: kept.shape[0], : kept.shape[1]] = kept
    return padded


def _coarse(one: Grey, two: Grey) -> NDArray[np.float32]:
    """The scale and shift at which both agree best: from places of the first to places of the second."""
    half = [_resized(each, 0.5) for each in (one, two)]
    still = _padded(_sharp(half[0], 4))
    waves = np.conj(np.fft.rfft2(still))
    best, found = -1.0, np.eye(2, 3, dtype=np.float32)
    for scale in _SCALES:
        moved = _padded(_sharp(_resized(half[1], float(scale)), 4))
        agreeing = np.fft.irfft2(waves * np.fft.rfft2(moved), (_ROOM, _ROOM))
        at = int(np.argmax(agreeing))
        score = float(agreeing.flat[at] / np.sqrt((still**2).sum() * (moved**2).sum() + 1e-6))
        if score > best:
            y, x = ((place + _ROOM // 2) % _ROOM - _ROOM // 2 for place in divmod(at, _ROOM))
            best = score
            found = np.array([[1 / scale, 0, 2 * x / scale], [0, 1 / scale, 2 * y / scale]], np.float32)
    return found


def _refined(one: Grey, two: Grey, start: NDArray[np.float32]) -> tuple[NDArray[np.float32], float]:
    steps = (cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_COUNT, 40, 1e-4)
    everywhere = np.full(two.shape, 255, np.uint8)
    try:
        likeness, matrix = cv2.findTransformECC(
            _sharp(one, 8), _sharp(two, 8), start.copy(), cv2.MOTION_AFFINE, steps, everywhere, 5
        )
    except cv2.error:  # it finds no way at all: they are not alike
        return start, -1.0
    return np.asarray(matrix, np.float32), float(likeness)


def _photographs(one: Grey, two: Grey, matrix: NDArray[np.float32]) -> float | None:
    """How alike the insides of both photographs are; their frames, which all pages of a kind share, are left out."""
    size = (one.shape[1], one.shape[0])
    moved = cv2.warpAffine(two, matrix, size, flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP)
    inside = cv2.warpAffine(photograph_on(two), matrix, size, flags=cv2.INTER_NEAREST | cv2.WARP_INVERSE_MAP)
    both = (photograph_on(one) & np.asarray(inside, np.uint8)).astype(np.float32)
    if both.mean() < _FEWEST_DARK:
        return None
    around = cv2.GaussianBlur(both, (0, 0), 8) + 1e-3
    mine, other = ((each - cv2.GaussianBlur(each * both, (0, 0), 8) / around)[both > 0] for each in (one, moved))
    return float(np.corrcoef(mine, other)[0, 1])
