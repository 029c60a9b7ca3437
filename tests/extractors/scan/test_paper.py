"""The dark round the paper and punched holes go; what is printed stays."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from extractors.scan.paper import without_surroundings

_SCALE = 0.36
_Page = NDArray[np.uint8]


def _printed() -> _Page:
    """A page with a table up to its upper edge, large boxes and a dark head in it."""
    page = np.full((2339, 1654), 250, np.uint8)
    for y in range(0, 2000, 100):
        cv2.line(page, (200, y), (1450, y), 30, 3)
    for x in (200, 825, 1450):
        cv2.line(page, (x, 0), (x, 1900), 30, 3)
    page[103:197, 203:823] = 40
    page[330:370, 60:100] = 30  # ■ before words
    page[330:370, 110:150] = 30
    return page


def test_a_page_without_either_is_left_as_it_is() -> None:
    page = _printed()
    assert without_surroundings(page, _SCALE) is page


@pytest.mark.parametrize("turn", range(4))
def test_the_dark_round_the_paper_goes(turn: int) -> None:
    page = np.full((2339, 1654), 250, np.uint8)
    page[300:340, 400:900] = 30
    scanned = page.copy()
    cv2.fillPoly(scanned, [np.array([(0, 0), (1654, 0), (1654, 20), (0, 45)])], (25,))
    clean = without_surroundings(np.ascontiguousarray(np.rot90(scanned, turn)), _SCALE)
    assert (np.rot90(clean, -turn)[300:340, 400:900] == 30).all()
    assert clean[np.rot90(scanned, turn) != np.rot90(page, turn)].min() >= 250


@pytest.mark.parametrize("radius", [17, 24, 31])
@pytest.mark.parametrize("at", [(60, 842), (80, 1500), (1570, 842), (827, 75)])
def test_holes_go(at: tuple[int, int], radius: int) -> None:
    page = np.full((2339, 1654), 250, np.uint8)
    page[300:340, 400:900] = 30
    punched = page.copy()
    cv2.circle(punched, at, radius, (20,), -1)
    assert (without_surroundings(punched, _SCALE) >= page).all()
    assert (without_surroundings(punched, _SCALE)[300:340, 400:900] == 30).all()


def test_a_bullet_before_words_is_no_hole() -> None:
    page = np.full((2339, 1654), 250, np.uint8)
    cv2.circle(page, (80, 842), 20, (20,), -1)
    for x in range(115, 700, 7):
        page[825:860, x : x + 3] = 30
    assert without_surroundings(page, _SCALE) is page
