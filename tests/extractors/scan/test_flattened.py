"""Photographs taken aslant: set upright, and every place told on the photograph itself."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from extractors.scan.flattened import flattened
from pipeline.document import BBox, Frame

_HIGH, _WIDE = 1400, 1000


def _page() -> np.ndarray:
    page = np.full((_HIGH, _WIDE, 3), 240, np.uint8)
    for y in range(150, 1251, 100):
        page[y : y + 3, 100:903] = 30
    for x in (100, 300, 650, 900):
        page[150:1253, x : x + 3] = 30
    return page


def _photograph(corners: list[tuple[float, float]], desk: int = 80) -> tuple[np.ndarray, np.ndarray]:
    """The page with its corners there (clockwise from the upper left) on a desk; what took it there."""
    whole = np.array([(0, 0), (_WIDE, 0), (_WIDE, _HIGH), (0, _HIGH)], np.float32)
    ahead = cv2.getPerspectiveTransform(whole, np.array(corners, np.float32))
    size = (1200, 1600)
    return cv2.warpPerspective(_page(), ahead, size, borderValue=(desk, desk, desk)), ahead


def test_a_page_seen_aslant_is_set_upright_and_its_places_are_told_on_the_photograph() -> None:
    photograph, ahead = _photograph([(110, 90), (1080, 130), (1150, 1480), (60, 1520)])
    flat = flattened(photograph)
    assert flat is not None
    high, wide = flat.image.shape[:2]
    ys, xs = np.meshgrid(np.arange(151, 1252, 100), (101, 301, 651, 901), indexing="ij")
    on_page = np.stack((xs.ravel(), ys.ravel(), np.ones(xs.size)))
    seen = np.diag((1 / 1200, 1 / 1600, 1.0)) @ ahead @ on_page
    here = np.linalg.inv(flat.back) @ seen
    columns, rows = (here[0] / here[2] * wide).reshape(xs.shape), (here[1] / here[2] * high).reshape(ys.shape)
    assert np.ptp(rows, axis=1).max() < 2  # every ruling is level
    assert np.ptp(columns, axis=0).max() < 2  # and every column's border upright
    assert (flat.image[rows.round().astype(int), columns.round().astype(int), 0] < 120).all()
    frame = flat.delivered(Frame.upright(wide, high))
    x, y = columns[3, 2], rows[3, 2]
    u, v = (seen[:2] / seen[2])[:, 3 * 4 + 2]
    assert frame.fractions(BBox(x, y, x, y)) == pytest.approx((u, v, u, v), abs=1e-4)


def test_a_photograph_cut_to_its_page_is_known_by_its_light() -> None:
    photograph, _ = _photograph([(-20, -10), (1190, -30), (1230, 1640), (-40, 1600)])
    assert flattened(photograph) is None
    lamp = np.linspace(0.7, 1.0, 1200)[None, :, None]
    flat = flattened((photograph * lamp).astype(np.uint8))
    assert flat is not None
    assert (flat.back @ (0.5, 0.5, 1))[2] > 0


def test_a_scan_is_left_as_it_is() -> None:
    assert flattened(_page()) is None


def test_a_page_seen_straight_from_above_is_left_as_it_is() -> None:
    photograph, _ = _photograph([(100, 100), (1100, 100), (1100, 1500), (100, 1500)])
    assert flattened(photograph) is None
