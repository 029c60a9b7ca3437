"""Ruling lines of worn, faint and crowded pages; the pages are drawn here, so every cell is known."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from extractors.layout.grid import Grid, find_grids
from extractors.scan.gridlines import drawn_rulings, page_rulings
from extractors.scan.lines import Box
from extractors.scan.prepare import evened, is_blank
from extractors.scan.ruled import find_rulings
from flows.maker.scan import POOR, aged
from pipeline.font import font_path

_DPI = 150
_SCALE = 72 / _DPI
_XS, _YS = (60, 240, 420, 600), tuple(range(80, 381, 50))
Grey = NDArray[np.uint8]


def _sheet(colour: int = 0, width: int = 2, words: str = "") -> Grey:
    """A table of 6 rows and 3 columns; ``words`` fill every cell, two lines, close to the rulings."""
    page = Image.new("L", (640, 460), 255)
    draw = ImageDraw.Draw(page)
    for y in _YS:
        draw.line((_XS[0], y, _XS[-1], y), fill=colour, width=width)
    for x in _XS:
        draw.line((x, _YS[0], x, _YS[-1]), fill=colour, width=width)
    font = ImageFont.truetype(str(font_path()), 21)
    for y in _YS[:-1] if words else ():
        for x in _XS[:-1]:
            draw.text((x + 5, y + 1), words, font=font, fill=0)
            draw.text((x + 5, y + 23), words, font=font, fill=0)
    return np.asarray(page)


def _grid(grey: Grey, lines: Sequence[Box] = ()) -> Grid:
    rulings = page_rulings(grey, drawn_rulings(grey, _SCALE, np.zeros_like(grey)), lines).rulings
    (grid,) = find_grids(rulings)
    return grid


def _shape(grid: Grid) -> tuple[int, int, int]:
    return grid.rows, grid.cols, len(grid.cells)


def test_lines_with_holes_are_whole() -> None:
    page = _sheet().copy()
    for start in (100, 190, 300, 390, 500):
        page[:, start : start + 9] = 255
    for start in (100, 200, 300, 350):
        page[start : start + 9] = 255
    assert _shape(_grid(page)) == (6, 3, 18)


def _left(page: Grey) -> int:
    """Pixels of ink that no ruling accounts for: they would be read as characters."""
    ruled = page_rulings(page, drawn_rulings(page, _SCALE, np.zeros_like(page)))
    return int(((page < 128) & (ruled.mask == 0)).sum())


def test_what_a_hole_leaves_of_a_border_is_no_character() -> None:
    """A hole amid a row, the rest of the vertical below it as long as a stroke; one in the lower border."""
    page = _sheet().copy()
    page[212:219, 236:246] = 255
    assert _left(page) == 0
    page = _sheet().copy()
    page[376:386, 262:280] = 255
    assert _left(page) == 0


def test_faint_lines_in_grain_are_lines() -> None:
    rng = np.random.default_rng(4)
    page = 250 - (255 - _sheet(width=1).astype(np.float32)) * 0.14
    noisy = np.clip(page + rng.normal(0, 8, page.shape), 0, 255).astype(np.uint8)
    assert _shape(_grid(noisy)) == (6, 3, 18)


@pytest.mark.parametrize("words", ["数控车床", "SB340100-00028", "三工业平台"])
def test_strokes_of_characters_are_no_lines(words: str) -> None:
    page = cv2.GaussianBlur(_sheet(words=words), (0, 0), 0.7)
    lines = [(x + 5.0, y + top, x + 100.0, y + top + 20.0) for x in _XS[:-1] for y in _YS[:-1] for top in (3.0, 25.0)]
    assert _shape(_grid(np.asarray(page, np.uint8), lines)) == (6, 3, 18)


def test_a_poor_scan_keeps_its_grid() -> None:
    page = np.repeat(_sheet(words="数量")[..., None], 3, axis=2)
    scanned = aged(page, np.random.default_rng(3), POOR)
    assert _shape(_grid(evened(scanned)))[:2] == (6, 3)


def test_a_pale_page_with_little_on_it_is_not_blank() -> None:
    page = np.full((1750, 1240), 250, np.uint8)
    cv2.putText(page, "12 345 678 90", (200, 300), cv2.FONT_HERSHEY_SIMPLEX, 1.2, 168, 3)
    assert not is_blank(page)
    grain = np.random.default_rng(1).normal(248, 11, page.shape)
    assert is_blank(np.clip(grain, 0, 255).astype(np.uint8))


def test_borders_that_wear_took_are_found_where_the_grid_asks_for_them() -> None:
    page = _sheet().copy()
    page[_YS[2] + 8 : _YS[3] - 8, _XS[1] - 2 : _XS[1] + 4] = 255
    page[_YS[3] - 2 : _YS[3] + 4, _XS[1] + 8 : _XS[2] - 60] = 255
    assert _shape(_grid(page)) == (6, 3, 18)


def test_a_merged_row_stays_merged_whatever_character_stands_in_the_way() -> None:
    page = _sheet(width=2).copy()
    page[_YS[2] + 3 : _YS[3] - 2, _XS[0] + 8 : _XS[-1] - 8] = 255
    assert _shape(_grid(page)) == (6, 3, 16)
    page[_YS[2] + 12 : _YS[3] - 12, _XS[1] - 1 : _XS[1] + 2] = 0  # an upright stroke right where the border would be
    words = (_XS[0] + 20.0, _YS[2] + 9.0, _XS[1] + 90.0, _YS[3] - 9.0)
    assert _shape(_grid(page, [words])) == (6, 3, 16)


def test_a_row_of_strokes_that_touch_is_no_border() -> None:
    page = _sheet().copy()
    y = _YS[2] + 24
    page[y : y + 2, _XS[0] : _XS[1]] = 0
    words = (_XS[0] + 4.0, y - 14.0, _XS[1] - 4.0, y + 15.0)
    assert _shape(_grid(page, [words])) == (6, 3, 18)


def test_tables_under_each_other_are_not_joined() -> None:
    page = np.full((460, 640), 255, np.uint8)
    upper = _sheet()[_YS[0] - 4 : _YS[3] + 4]
    page[40 : 40 + len(upper)] = upper
    page[40 + len(upper) + 8 : 40 + 2 * len(upper) + 8] = upper
    rulings = page_rulings(page, drawn_rulings(page, _SCALE, np.zeros_like(page))).rulings
    grids = find_grids(rulings)
    assert [_shape(grid) for grid in grids] == [(3, 3, 9), (3, 3, 9)]


def _hanging(place: tuple[int, int], words: str) -> Grey:
    """The sheet with words that touch the lines beside them."""
    page = Image.fromarray(_sheet(width=3))
    ImageDraw.Draw(page).text(place, words, font=ImageFont.truetype(str(font_path()), 21), fill=0, spacing=1)
    return np.asarray(page)


def test_strokes_that_touch_a_line_make_it_no_thicker() -> None:
    page = _hanging((250, _YS[2] - 4), "国国国国国国国")
    ruled = find_rulings(page, _SCALE)
    assert any(abs(each.y0 / _SCALE - _YS[2]) < 1.5 for each in ruled.rulings if each.horizontal)
    assert not ruled.mask[_YS[2] + 8, 70:230].any()
