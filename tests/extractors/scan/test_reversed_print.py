"""Heads in white on a dark ground: read as print on paper, with the borders that part their cells."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from extractors.layout.grid import find_grids
from extractors.scan.gridlines import drawn_rulings, page_rulings
from extractors.scan.prepare import evened, prepare
from extractors.scan.reversed_print import with_dark_print
from flows.maker.scan import OFFICE, aged
from pipeline.font import font_path

_SCALE = 72 / 200
_XS, _TOP, _ROW, _ROWS = (100, 300, 700, 1000, 1300), 200, 60, 6
_WORDS = ("序号", "设备名称", "设备编号", "所属企业")
Colour = tuple[int, int, int]


def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(font_path()), size)


def _page(ground: Colour, border: Colour) -> NDArray[np.uint8]:
    """A table whose head is white on ``ground``; pixels of 200 dpi."""
    page = Image.new("RGB", (1400, 900), "white")
    draw = ImageDraw.Draw(page)
    draw.rectangle((_XS[0], _TOP, _XS[-1], _TOP + _ROW), fill=ground)
    for n in range(_ROWS + 1):
        draw.line((_XS[0], _TOP + n * _ROW, _XS[-1], _TOP + n * _ROW), fill=border, width=2)
    for x in _XS:
        draw.line((x, _TOP, x, _TOP + _ROWS * _ROW), fill=border, width=2)
    for n in range(_ROWS):
        for x, words in zip(_XS, _WORDS, strict=False):
            draw.text((x + 30, _TOP + n * _ROW + 14), words, font=_font(30), fill="black" if n else "white")
    return np.asarray(page)


@pytest.mark.parametrize("scanned", [False, True])
@pytest.mark.parametrize("ground", [(51, 51, 51), (68, 114, 196), (31, 56, 100)])
def test_a_dark_head_is_a_row_of_its_table(ground: Colour, scanned: bool) -> None:
    border = (0, 0, 0) if ground == (51, 51, 51) else (170, 190, 220)
    page = _page(ground, border)
    page = aged(page, np.random.default_rng(3), OFFICE) if scanned else page
    grey = prepare(page, page.shape[1] * _SCALE).grey
    head = grey[_TOP + 8 : _TOP + _ROW - 8, _XS[0] + 8 : _XS[-1] - 8]
    assert np.median(head) > 230
    assert 0.01 < (head < 120).mean() < 0.3
    rulings = page_rulings(grey, drawn_rulings(grey, _SCALE, np.zeros_like(grey))).rulings
    assert [(grid.rows, grid.cols, len(grid.cells)) for grid in find_grids(rulings)] == [(_ROWS, 4, 4 * _ROWS)]


def test_large_characters_and_red_seals_are_no_grounds() -> None:
    page = Image.new("RGB", (1400, 900), "white")
    draw = ImageDraw.Draw(page)
    draw.text((200, 60), "工业互联网平台清单量", font=_font(110), fill="black", stroke_width=5, stroke_fill="black")
    draw.rectangle((300, 400, 560, 560), fill=(210, 20, 30))
    draw.text((320, 420), "某某专用", font=_font(56), fill="white")
    seen = np.asarray(page)
    even = evened(seen)
    assert with_dark_print(even, seen, _SCALE) is even or (with_dark_print(even, seen, _SCALE) == even).all()


def test_crowded_strokes_are_no_ground() -> None:
    page = Image.new("RGB", (1400, 900), "white")
    draw = ImageDraw.Draw(page)
    for x in range(200, 330, 12):
        draw.rectangle((x, 300, x + 5, 430), fill=(30, 30, 30))
    for y in (300, 426):
        draw.rectangle((200, y, 330, y + 4), fill=(30, 30, 30))
    seen = np.asarray(page.filter(ImageFilter.GaussianBlur(1.2)))
    even = evened(seen)
    assert (with_dark_print(even, seen, _SCALE) == even).all()
