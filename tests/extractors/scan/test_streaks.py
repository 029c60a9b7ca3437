"""Streaks go, whatever they run through or along; what is printed stays."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from extractors.scan.streaks import without_streaks

_Page = NDArray[np.uint8]
_HIGH, _WIDE = 1170, 827


def _printed(seed: int = 3) -> _Page:
    """A page (100 dpi) with a table of six columns and print in its cells, with some grain."""
    rng = np.random.default_rng(seed)
    page = np.full((_HIGH, _WIDE), 235, np.uint8)
    for y in range(60, 1111, 30):
        cv2.line(page, (60, y), (760, y), 90, 2)
    for x in range(60, 761, 140):
        cv2.line(page, (x, 60), (x, 1110), 90, 2)
    for y in range(67, 1100, 30):
        for x in range(66, 740, 140):
            page[y : y + 14, x : x + 90] = np.where(rng.random((14, 90)) < 0.4, 60, 235)
    grain = rng.normal(0, 4, page.shape)
    return np.repeat(np.clip(page + grain, 0, 255).astype(np.uint8)[..., None], 3, axis=2)


def _with_streak(page: _Page, at: int, darker: int, thick: int = 2) -> _Page:
    streaked = page.astype(np.int16)
    streaked[:, at : at + thick] -= darker
    return np.clip(streaked, 0, 255).astype(np.uint8)


def _difference(one: _Page, other: _Page, columns: slice) -> float:
    return float(np.abs(one[:, columns].astype(int) - other[:, columns].astype(int)).mean())


@pytest.mark.parametrize("at", [30, 100, 300, 338, 342, 480, 800])
@pytest.mark.parametrize("darker", [30, 70])
def test_a_streak_is_taken_off(at: int, darker: int) -> None:
    page = _printed()
    streaked = _with_streak(page, at, darker)
    clean = without_streaks(streaked)
    own = slice(at, at + 2)
    assert _difference(streaked, page, own) > 0.5 * darker
    assert _difference(clean, page, own) < 0.25 * darker
    assert (clean[:, : at - 8] == page[:, : at - 8]).all()


def test_one_across_as_well() -> None:
    page = _printed()
    streaked = np.ascontiguousarray(_with_streak(np.ascontiguousarray(page.swapaxes(0, 1)), 500, 70).swapaxes(0, 1))
    assert np.abs(without_streaks(streaked)[500:502].astype(int) - page[500:502]).mean() < 15


def test_a_black_one_is_filled_with_what_is_beside_it() -> None:
    page = _printed()
    clean = without_streaks(_with_streak(page, 400, 255, 3))
    margins = np.r_[0:55, 1120:_HIGH]
    assert clean[margins, 400:403].min() > 200


def test_a_border_that_a_streak_runs_along_stays() -> None:
    page = _printed()
    clean = without_streaks(_with_streak(page, 341, 70))
    assert clean[60:1110, 339:342].min(axis=1).max() < 130


def test_a_table_is_left_as_it_is() -> None:
    page = _printed()
    assert without_streaks(page) is page


def test_a_grid_that_fills_the_picture_is_left_as_it_is() -> None:
    page = _printed()[60:1110, 60:760]
    assert without_streaks(page) is page


def test_what_lay_round_the_paper_is_no_margin() -> None:
    page = _printed()
    page[:12] = page[-12:] = 25
    streaked = _with_streak(page, 300, 70)
    clean = without_streaks(streaked)
    assert _difference(clean[12:-12], page[12:-12], slice(300, 302)) < 15
