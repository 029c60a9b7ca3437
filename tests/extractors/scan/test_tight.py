"""Tables as spreadsheets print them: rows hardly higher than their print, which touches the rulings beside it."""

from __future__ import annotations

from collections.abc import Sequence
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
from extractors.scan.ruled import find_rulings
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


def _rulings(across: Sequence[tuple[int, int, int]], down: Sequence[tuple[int, int, int]]) -> list[Ruling]:
    """In points, from pixels: y and from x to x; x and from y to y."""
    lines = [(x0, y, x1, y) for y, x0, x1 in across] + [(x, y0, x, y1) for x, y0, y1 in down]
    return [Ruling(*(at * _SCALE for at in each)) for each in lines]


def _drawn(rulings: Sequence[Ruling]) -> Grey:
    picture = Image.new("L", (900, 700), 250)
    for each in rulings:
        ImageDraw.Draw(picture).line([round(at / _SCALE) for at in each], fill=60, width=2)
    return np.asarray(picture)


def test_a_head_in_a_table_of_its_own_has_the_columns_of_the_list_below() -> None:
    columns = [(x, 200, 600) for x in (50, 200, 500, 850)]
    rows = [(y, 50, 850) for y in range(200, 601, 50)]
    head = [(50, 100, 150), (200, 100, 150), (500, 100, 150), (850, 100, 150)]
    every = _rulings([(100, 50, 850), (150, 50, 850), *rows], [*columns, *head])
    grey = _drawn(every)
    without = [each for each in every if each not in _rulings([], [head[2]])]
    assert len(without) == len(every) - 1
    (found,) = lost_borders(without, grey, [], _SCALE)
    assert (round(found.x0 / _SCALE), round(found.y0 / _SCALE), round(found.y1 / _SCALE)) == (500, 100, 150)
    assert lost_borders(without, _drawn(without), [], _SCALE) == []


def test_a_table_ends_where_its_verticals_do() -> None:
    columns = [(x, 100, 600) for x in (50, 200, 500, 850)]
    rows = [(y, 50, 850) for y in range(100, 601, 50)]
    without = _rulings(rows[1:], columns)
    (found,) = lost_borders(without, _drawn(without), [], _SCALE)
    assert found.horizontal
    assert [round(at / _SCALE) for at in found] == [50, 100, 850, 100]
    assert lost_borders(_rulings(rows, columns), _drawn(_rulings(rows, columns)), [], _SCALE) == []


def test_a_tall_vertical_stays_where_wear_took_the_line_that_it_ended_at_and_a_streak_does_not() -> None:
    table = _rulings([(y, 50, 850) for y in range(150, 601, 50)], [(x, 110, 590) for x in (50, 200, 850)])
    picture = Image.fromarray(_drawn(table))
    ImageDraw.Draw(picture).line((500, 0, 500, 699), fill=60, width=2)
    found = find_rulings(np.asarray(picture), _SCALE).rulings
    assert sorted({round(each.x0 / _SCALE) for each in found if not each.horizontal}) == [50, 200, 850]


def test_verticals_of_a_row_that_a_page_break_left_open_stay_and_a_streak_does_not() -> None:
    table = _rulings([(y, 50, 850) for y in range(150, 401, 50)], [(x, 150, 600) for x in (50, 200, 850)])
    picture = Image.fromarray(_drawn(table))
    ImageDraw.Draw(picture).line((500, 0, 500, 699), fill=60, width=2)
    found = find_rulings(np.asarray(picture), _SCALE).rulings
    down = sorted((round(each.x0 / _SCALE), round(each.y1 / _SCALE, -1)) for each in found if not each.horizontal)
    assert down == [(50, 600), (200, 600), (850, 600)]


def test_strokes_under_each_other_are_no_vertical() -> None:
    """Lines of text of the same length: their last characters' strokes stand under each other, in close rows."""
    table = _rulings([(y, 50, 850) for y in range(100, 601, 42)], [(x, 100, 604) for x in (50, 850)])
    picture = Image.fromarray(_drawn(table))
    for y in range(100, 580, 42):
        ImageDraw.Draw(picture).line((500, y + 5, 500, y + 38), fill=60, width=2)
    found = find_rulings(np.asarray(picture), _SCALE).rulings
    assert sorted({round(each.x0 / _SCALE) for each in found if not each.horizontal}) == [50, 850]


def test_a_stroke_in_a_row_is_no_column_of_another_table() -> None:
    """The tables have the same edges; in two rows of the first a stroke stands where the other has a column."""
    rows = [(y, 50, 850) for y in (*range(100, 301, 25), *range(400, 601, 50))]
    down = [(x, 100, 300) for x in (50, 200, 850)] + [(x, 400, 600) for x in (50, 500, 850)]
    rulings = _rulings(rows, down)
    picture = Image.fromarray(_drawn(rulings))
    for y in (125, 225):
        ImageDraw.Draw(picture).line((500, y + 2, 500, y + 23), fill=60, width=2)
    assert not [
        each for each in lost_borders(rulings, np.asarray(picture), [], _SCALE) if round(each.x0 / _SCALE) == 500
    ]
