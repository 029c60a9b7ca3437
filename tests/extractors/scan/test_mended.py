"""A border found in one row of a list is looked for in the others: strokes of their print are none."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from extractors.layout.rulings import Ruling
from extractors.scan.lines import Box
from extractors.scan.mended import lost_borders
from pipeline.font import font_path

_SCALE = 72 / 150
_XS, _YS = (60, 300, 600), tuple(range(60, 421, 30))
"""Pixels at 150 dpi: a list of twelve rows, some 14 points high."""


def _list(upright: tuple[int, int]) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """The list, in each of its rows an upright stroke at 500, from and to pixels below the row's top."""
    page = np.full((480, 660), 250, np.uint8)
    for y in _YS:
        page[y : y + 2, _XS[0] : _XS[-1]] = 60
        if y != _YS[-1]:
            page[y + upright[0] : y + upright[1], 500:502] = 60
    for x in _XS:
        page[_YS[0] : _YS[-1], x : x + 2] = 60
    return page


@pytest.mark.parametrize(("upright", "borders"), [((6, 25), 0), ((0, 30), 11)])
def test_last_figures_that_stand_under_each_other_are_no_border(upright: tuple[int, int], borders: int) -> None:
    """One of them was taken for a border before."""
    across = [(_XS[0], y, _XS[-1], y) for y in _YS]
    down = [(x, _YS[0], x, _YS[-1]) for x in _XS] + [(500, _YS[4], 500, _YS[5])]
    rulings = [Ruling(*(at * _SCALE for at in each)) for each in (*across, *down)]
    values: list[Box] = [(380.0, y + 3.0, 508.0, y + 28.0) for y in _YS[:-1]]
    assert len(lost_borders(rulings, _list(upright), values, _SCALE)) == borders


@pytest.mark.parametrize("drawn", [True, False])
def test_a_border_between_two_lines_of_words_that_touch_it_is_one(drawn: bool) -> None:
    """Rows of a form are hardly higher than their print; wear took the border for a few points here and there."""
    picture = Image.new("L", (640, 240), 250)
    draw, font = ImageDraw.Draw(picture), ImageFont.truetype(str(font_path()), 22)
    for y, words in ((78, "上年税金（万元）"), (96, "企业信用等级表示")):
        draw.text((62, y), words, font=font, fill=60)
    across = [(60, y, 620, y) for y in (70, 130)] + [(220, 100, 620, 100)]
    down = [(x, 70, x, 130) for x in (60, 220, 620)]
    for start, end in [(60, 100), (104, 170), (175, 220)] if drawn else []:
        draw.line((start, 100, end, 100), fill=120, width=2)
    for ruling in (*across, *down):
        draw.line(ruling, fill=70, width=2)
    rulings = [Ruling(*(at * _SCALE for at in each)) for each in (*across, *down)]
    lines: list[Box] = [(58.0, 69.0, 216.0, 101.0), (58.0, 99.0, 216.0, 131.0)]
    page = cv2.GaussianBlur(np.asarray(picture), (0, 0), 0.8)
    found = lost_borders(rulings, np.asarray(page, np.uint8), lines, _SCALE)
    assert [round(each.y0 / _SCALE) for each in found] == ([100] if drawn else [])


@pytest.mark.parametrize(("upright", "borders"), [((0, 10), 0), ((0, 18), 1)])
def test_a_border_goes_on_at_the_head_of_a_list_where_wear_has_left_most_of_it(
    upright: tuple[int, int], borders: int
) -> None:
    """Print begins right beside it and leaves no paper there."""
    page = _list((0, 30))
    head, below = _YS[:2]
    page[head + 2 : below, 499:503] = 250
    page[head + upright[0] : head + upright[1], 500:502] = 60
    page[below - 4 : below, 500:502] = 60
    page[head + 3 : below - 2, 504:560] = 60
    across = [(_XS[0], y, _XS[-1], y) for y in _YS]
    down = [(x, _YS[0], x, _YS[-1]) for x in _XS] + [(500, below, 500, _YS[-1])]
    rulings = [Ruling(*(at * _SCALE for at in each)) for each in (*across, *down)]
    words: list[Box] = [(500.0, head + 2.0, 564.0, below - 1.0)]
    assert len(lost_borders(rulings, page, words, _SCALE)) == borders
