"""Borders of low rows: told from the strokes of words that stand in their way."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image as Pillow
from PIL import ImageDraw, ImageFont

from extractors.layout.rulings import Ruling
from extractors.scan.strokes import without_strokes
from pipeline.font import font_path

_SCALE = 72 / 150
_LEFT, _MIDDLE, _RIGHT = 100, 193, 700
_ROWS = (100, 148, 196, 244)
"""Pixels at 150 dpi: two columns, three rows of a list, 23 points high."""
_CLASS = "行走中备"
"""中 has a stroke as long as it is high, in its middle."""


def _page(heading: bool, seed: int = 3) -> tuple[NDArray[np.uint8], tuple[float, float, float, float]]:
    """The list as scanned, with a heading over both columns in its second row or words in each; the words' box."""
    page = Pillow.new("L", (800, 340), 250)
    draw, font = ImageDraw.Draw(page), ImageFont.truetype(str(font_path()), 22)
    for n, y in enumerate(_ROWS):
        draw.line((_LEFT, y, _RIGHT, y), fill=90, width=2)
        for x in (_LEFT, _MIDDLE, _RIGHT):
            if n < 3 and not (heading and n == 1 and x == _MIDDLE):
                draw.line((x, y, x, _ROWS[n + 1]), fill=90, width=2)
    size = font.getlength(_CLASS[:2]) + font.getlength("中") / 2
    start = _MIDDLE - size if heading else _LEFT + 40
    words = _CLASS if heading else "行走 设备"
    draw.text((start, _ROWS[1] + 7), words, font=font, fill=70)
    end = start + font.getlength(words)
    grain = cv2.GaussianBlur(np.random.default_rng(seed).normal(0, 22, (340, 800)), (0, 0), 1.0)  # as a JPEG keeps it
    worn = cv2.GaussianBlur(np.asarray(page, np.float32), (0, 0), 0.8) + grain
    box = (start - 8, _ROWS[1] + 5, end + 8, _ROWS[1] + 41)
    return np.clip(worn, 0, 255).astype(np.uint8), box


def _rulings() -> list[Ruling]:
    """As they are found: the border between the columns goes on through the heading."""
    across = [(_LEFT, y, _RIGHT, y) for y in _ROWS]
    down = [(x, _ROWS[0], x, _ROWS[-1]) for x in (_LEFT, _MIDDLE, _RIGHT)]
    return [Ruling(*(edge * _SCALE for edge in each)) for each in (*across, *down)]


def _in_the_middle(rulings: list[Ruling]) -> list[Ruling]:
    at, y = _MIDDLE * _SCALE, (_ROWS[1] + _ROWS[2]) / 2 * _SCALE
    return [each for each in rulings if not each.horizontal and abs(each.x0 - at) < 1 and each.y0 < y < each.y1]


@pytest.mark.parametrize("seed", range(1, 13))
def test_a_stroke_of_a_heading_over_two_columns_is_no_border(seed: int) -> None:
    grey, box = _page(heading=True, seed=seed)
    kept = without_strokes(_rulings(), grey, [box], _SCALE)
    assert not _in_the_middle(kept)
    assert len(kept) == len(_rulings()) + 1


@pytest.mark.parametrize("seed", range(1, 13))
def test_a_border_that_a_line_of_words_lies_over_is_one(seed: int) -> None:
    grey, box = _page(heading=False, seed=seed)
    assert _in_the_middle(without_strokes(_rulings(), grey, [box], _SCALE))


_LIST_XS, _LIST_YS = (60, 200, 400, 600), tuple(range(60, 301, 20))
"""A list of twelve rows less than ten points high."""


def _list() -> NDArray[np.uint8]:
    page = np.full((360, 660), 250, np.uint8)
    for y in _LIST_YS:
        page[y : y + 2, _LIST_XS[0] : _LIST_XS[-1]] = 60
    for x in _LIST_XS:
        page[_LIST_YS[0] : _LIST_YS[-1], x : x + 2] = 60
    return page


def _list_rulings(*more: tuple[int, int, int]) -> list[Ruling]:
    """The list's rulings, and more verticals: x, from, to (pixels)."""
    across = [(_LIST_XS[0], y, _LIST_XS[-1], y) for y in _LIST_YS]
    down = [(x, _LIST_YS[0], x, _LIST_YS[-1]) for x in _LIST_XS]
    return [Ruling(*(edge * _SCALE for edge in each)) for each in (*across, *down, *((x, a, x, b) for x, a, b in more))]


def _verticals(rulings: list[Ruling], x: int) -> float:
    """How much of a vertical is kept, in pixels."""
    own = [each for each in rulings if not each.horizontal and abs(each.x0 / _SCALE - x) < 1]
    return sum(each.y1 - each.y0 for each in own) / _SCALE


def test_a_border_right_beside_print_is_one() -> None:
    page = _list()
    for y in _LIST_YS[:-1]:
        page[y + 3 : y + 19, 202:212] = 60
    kept = without_strokes(_list_rulings(), page, [], _SCALE)
    assert _verticals(kept, 200) == pytest.approx(_LIST_YS[-1] - _LIST_YS[0])


def test_a_border_of_a_list_goes_on_where_wear_has_left_most_of_it() -> None:
    page, top = _list(), _LIST_YS[0]
    page[top + 3 : top + 19, 204:212] = 60
    page[top + 9 : top + 13, 198:203] = 250
    kept = without_strokes(_list_rulings(), page, [], _SCALE)
    assert _verticals(kept, 200) == pytest.approx(_LIST_YS[-1] - _LIST_YS[0])


def test_strokes_that_stand_under_each_other_in_a_list_are_none() -> None:
    page = _list()
    for y in _LIST_YS[5:8]:
        page[y + 4 : y + 17, 300:302] = 60  # as the upright of a 4
    kept = without_strokes(_list_rulings((300, _LIST_YS[5], _LIST_YS[8])), page, [], _SCALE)
    assert not _verticals(kept, 300)
    assert _verticals(kept, 200) == pytest.approx(_LIST_YS[-1] - _LIST_YS[0])


@pytest.mark.parametrize(("drawn", "kept"), [(False, 0), (True, 20)])
def test_a_figure_at_the_end_of_a_value_is_no_border(drawn: bool, kept: int) -> None:
    page, (top, bottom) = _list(), _LIST_YS[:2]
    page[top + 5 : bottom - 3, 270:272] = 60
    if drawn:
        page[top:bottom, 270:272] = 60
    value = (220.0, top + 1.0, 275.0, bottom + 1.0)
    found = without_strokes(_list_rulings((270, top, bottom)), page, [value], _SCALE)
    assert _verticals(found, 270) == pytest.approx(kept)


def test_last_figures_here_and_there_under_each_other_are_no_border() -> None:
    page = _list()
    rows = [n for n in range(len(_LIST_YS) - 1) if n % 3 == 0]
    values = []
    for n in rows:
        top, bottom = _LIST_YS[n], _LIST_YS[n + 1]
        page[top + 4 : bottom - 2, 270:272] = 60
        values.append((220.0, top + 1.0, 277.0, bottom + 1.0))
    uprights = [(270, _LIST_YS[n], _LIST_YS[n + 1]) for n in rows]
    assert sum(bottom - top for _, top, bottom in uprights) * _SCALE < 45  # a list's head may have as much
    for more in (uprights, [*uprights, (270, _LIST_YS[-3], _LIST_YS[-2]), (270, _LIST_YS[-5], _LIST_YS[-4])]):
        assert not _verticals(without_strokes(_list_rulings(*more), page, values, _SCALE), 270)
