"""Rulings of spreadsheets, which all but touch the text beside them."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from extractors.scan.components import parts
from extractors.scan.hangers import lines_in
from extractors.scan.ruled import find_rulings
from pipeline.font import font_path

_SCALE = 72 / 150
_XS, _TOP, _ROW, _ROWS = (60, 200, 340, 480), 60, 21, 24
Grey = NDArray[np.uint8]


def _sheet(lean: float = 0.0, row_height: int = _ROW) -> Grey:
    """Rows of 10 points in three columns; the text begins a pixel from the border. ``lean``: pixels over the page."""
    page = Image.new("L", (560, 620), 250)
    draw, font = ImageDraw.Draw(page), ImageFont.truetype(str(font_path()), 16)
    bottom = _TOP + row_height * _ROWS
    for row in range(_ROWS):
        for n, x in enumerate(_XS[:-1]):
            text = ("用于设备管理", "用国用国", "管理看板用")[(row * n) % 3]
            aside = lean * row / _ROWS
            draw.text((x + aside + 1, _TOP + row_height * row + row_height - 20), text, font=font, fill=30)
    for row in range(_ROWS + 1):
        draw.line((_XS[0], _TOP + row_height * row, _XS[-1] + lean, _TOP + row_height * row), fill=30, width=2)
    for x in _XS:
        draw.line((x, _TOP, x + lean, bottom), fill=30, width=2)
    return np.asarray(page)


def _uprights(page: Grey) -> list[float]:
    return sorted(each.x0 / _SCALE for each in find_rulings(page, _SCALE).rulings if not each.horizontal)


def test_borders_are_found_where_text_hangs_on_them() -> None:
    found = _uprights(_sheet())
    assert len(found) == len(_XS)
    assert all(abs(x - each) < 1.5 for x, each in zip(found, _XS, strict=True))


def test_borders_that_wander_are_found_in_their_middle() -> None:
    found = _uprights(_sheet(2.0))
    assert len(found) == len(_XS)
    assert all(abs(x - each - 1) < 2 for x, each in zip(found, _XS, strict=True))


def test_a_border_covers_no_text() -> None:
    mask = find_rulings(_sheet(), _SCALE).mask
    assert all(not mask[_TOP + 8 : _TOP + 14, x + 6].any() for x in _XS[:-1])


def test_lines_that_text_joins_are_each_found() -> None:
    rulings = find_rulings(_sheet(row_height=17), _SCALE).rulings
    levels = sorted(each.y0 / _SCALE for each in rulings if each.horizontal)
    assert len(levels) == _ROWS + 1
    assert all(abs(y - _TOP - 17 * n) < 1.5 for n, y in enumerate(levels))


def test_a_streak_through_text_is_no_border() -> None:
    page = _sheet().copy()
    page[_TOP : _TOP + _ROW * _ROWS + 30, _XS[1] + 12 : _XS[1] + 14] = 60
    found = _uprights(page)
    assert len(found) == len(_XS)
    assert all(abs(x - each) < 1.5 for x, each in zip(found, _XS, strict=True))


def test_a_worn_line_is_found_in_the_text_that_hangs_on_it() -> None:
    ink = np.zeros((60, 600), np.uint8)
    for at in range(20, 580):
        ink[20 + at // 250 : 24 + at // 250, at] = 255
    for at in range(40, 560, 130):  # a hole every 60 points, and text below all of it
        ink[:, at : at + 8] = 0
    for at in range(20, 570, 9):
        ink[22 : 22 + (at * 7) % 23, at : at + 4] = 255
    bridged = np.asarray(cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8)), np.uint8)
    part = max(parts(bridged), key=lambda each: each.area)
    (line,) = lines_in(part, ink)
    assert part.height > 20
    assert abs(line.at - 22.5) < 1.5
    assert line.thickness <= 7


def test_a_short_line_is_found_between_text_at_its_ends() -> None:
    ink = np.zeros((60, 140), np.uint8)
    ink[20:24, 34:108] = 255
    ink[16:38, 10:34:2] = ink[20:42, 108:130:2] = 255
    ink[24:44, 40:100:6] = 255
    bridged = np.asarray(cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8)), np.uint8)
    part = max(parts(bridged), key=lambda each: each.area)
    (line,) = lines_in(part, ink)
    assert abs(line.at - 21.5) < 1.5
    assert line.thickness <= 6
