"""Connected ink: the same numbers as OpenCV's own, whatever the page."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from extractors.scan.components import components, parts


def _grain(height: int, width: int, share: float) -> NDArray[np.uint8]:
    return np.where(np.random.default_rng(7).random((height, width)) < share, 255, 0).astype(np.uint8)


@pytest.mark.parametrize("connectivity", [4, 8])
@pytest.mark.parametrize(
    ("mask", "wide"),
    [
        (_grain(300, 200, 0.02), False),
        (_grain(300, 200, 0.5), False),
        (_grain(900, 900, 0.15), True),  # more parts than two bytes can number
        (np.zeros((50, 40), np.uint8), False),
        (np.full((50, 40), 255, np.uint8), False),
        (_grain(40, 1, 0.5), False),
        (np.ascontiguousarray(_grain(300, 200, 0.1).T), False),
        (_grain(300, 200, 0.1)[20:90, 30:70], False),
    ],
)
def test_parts_are_numbered_counted_and_placed_as_by_opencv(
    mask: NDArray[np.uint8], wide: bool, connectivity: int
) -> None:
    count, labels, stats, centres = cv2.connectedComponentsWithStats(mask, connectivity=connectivity)
    number, own, sizes, middles = components(mask, connectivity)
    assert number == count
    assert (own == labels).all()
    assert (sizes == stats).all()
    assert np.array_equal(middles, centres, equal_nan=True)
    assert (own.dtype.itemsize == 4) == wide


def test_ink_that_begins_too_often_is_not_squeezed_into_two_bytes() -> None:
    """Few parts, but each row begins anew in every second column: labels on the way are many."""
    comb = np.zeros((400, 400), np.uint8)
    comb[:, ::2] = 255
    comb[1::2] = 0
    comb[-1] = 255
    count, labels, _, _ = components(comb)
    assert labels.max() == count - 1 == cv2.connectedComponentsWithStats(comb)[0] - 1


@pytest.mark.parametrize("mask", [_grain(300, 200, 0.004), _grain(60, 50, 0.4), np.zeros((50, 40), np.uint8)])
def test_parts_by_bands_are_those_of_the_whole(mask: NDArray[np.uint8]) -> None:
    count, labels, stats, centres = cv2.connectedComponentsWithStats(mask)
    whole = {
        (*stats[n].tolist(), round(float(centres[n][1]), 6), (labels[_place(stats[n])] == n).tobytes())
        for n in range(1, count)
    }
    found = list(parts(mask))
    own = {(p.x, p.y, p.width, p.height, p.area, round(p.middle, 6), p.own().tobytes()) for p in found}
    assert own == whole
    assert len(found) == count - 1
    assert all((mask[p.place][p.own()] == 255).all() for p in found)


def _place(stats: NDArray[np.int32]) -> tuple[slice, slice]:
    x, y, w, h = (int(each) for each in stats[:4])
    return slice(y, y + h), slice(x, x + w)
