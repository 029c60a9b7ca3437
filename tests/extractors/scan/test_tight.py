"""Tables as spreadsheets print them: rows hardly higher than their print, which touches the rulings beside it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from extractors.layout.grid import find_grids
from extractors.layout.rulings import Ruling
from extractors.scan.gridlines import drawn_rulings, page_rulings
from extractors.scan.lines import Box
from extractors.scan.mended import lost_borders
from extractors.scan.prepare import evened
from flows.maker.scan import OFFICE, aged
from pipeline.font import font_path

_DPI = 200
_SCALE = 72 / _DPI
_XS = (60, 200, 560, 840, 1180)
_ROW = 42
"""Pixels: 15 points, for print of 11."""
_WORDS = ("12", "点胶轨迹流程模型", "JN-SB655542", "长沙市中天五金制品有限公司")
_CLASS = "二、业务流程模型"
"""A heading over all columns, without rulings between them: 流 stands where one would go on."""
_TOP, _FIRST, _SECOND = 60, 5, 4
Grey = NDArray[np.uint8]


def _page() -> tuple[Grey, list[Box]]:
    """Two tables of five and four rows with a heading between them, and the boxes of all lines."""
    picture = Image.new("RGB", (1260, 560), "white")
    draw, font = ImageDraw.Draw(picture), ImageFont.truetype(str(font_path()), 31)
    lines: list[Box] = []

    def write(x: float, y: float, words: str) -> None:
        draw.text((x, y), words, font=font, fill=(40, 40, 40))
        lines.append((x - 3, y + 3.0, x + font.getlength(words) + 3, y + 39.0))

    top = _TOP
    for rows in (_FIRST, _SECOND):
        for n in range(rows + 1):
            draw.line((_XS[0], top + n * _ROW, _XS[-1], top + n * _ROW), fill=(60, 60, 60), width=2)
        for x in _XS:
            draw.line((x, top, x, top + rows * _ROW), fill=(60, 60, 60), width=2)
        for n in range(rows):
            for x, words in zip(_XS, _WORDS, strict=False):
                write(x + 4, top + n * _ROW + 1, words)
        if rows == _FIRST:
            stroke = font.getlength(_CLASS[:4]) + 0.62 * font.getlength("流")
            write(_XS[1] - stroke, top + rows * _ROW + 1, _CLASS)
        top += (rows + 1) * _ROW
    return np.asarray(picture), lines


def _shapes(grey: Grey, lines: list[Box]) -> list[tuple[int, int, int]]:
    ruled = page_rulings(grey, drawn_rulings(grey, _SCALE, np.zeros_like(grey)), lines)
    return [(grid.rows, grid.cols, len(grid.cells)) for grid in find_grids(ruled.rulings)]


def test_print_that_touches_its_rulings_hides_none() -> None:
    page, lines = _page()
    assert _shapes(evened(page), lines) == [(5, 4, 20), (4, 4, 16)]


@pytest.mark.parametrize("seed", range(4))
def test_nor_on_an_office_scan(seed: int) -> None:
    page, _ = _page()
    scanned = aged(page, np.random.default_rng(seed), replace(OFFICE, skew=0.0))
    shapes = _shapes(evened(scanned), [])
    assert shapes == [(5, 4, 20), (4, 4, 16)]


def test_tops_of_characters_are_no_border_of_a_cell_over_two_rows() -> None:
    """The second line of a merged cell begins at the height of the border beside it."""
    picture = Image.new("L", (800, 300), 250)
    draw, font = ImageDraw.Draw(picture), ImageFont.truetype(str(font_path()), 31)
    across = [(100, 60, 700, 60), (420, 120, 700, 120), (100, 180, 700, 180)]
    for x0, y0, x1, y1 in [*across, *((x, 60, x, 180) for x in (100, 420, 700))]:
        draw.line((x0, y0, x1, y1), fill=40, width=2)
    lines: list[Box] = []
    for y, words in ((76, "行业用户覆盖至少"), (108, "三工亚王平互丁（")):
        draw.text((130, y), words, font=font, fill=40)
        lines.append((120.0, y + 3.0, 400.0, y + 44.0))
    rulings = [Ruling(*(at * _SCALE for at in each)) for each in across]
    rulings += [Ruling(x * _SCALE, 60 * _SCALE, x * _SCALE, 180 * _SCALE) for x in (100, 420, 700)]
    assert lost_borders(rulings, np.asarray(picture), lines, _SCALE) == []
    draw.line((100, 120, 420, 120), fill=40, width=2)
    assert len(lost_borders(rulings, np.asarray(picture), lines, _SCALE)) == 1
