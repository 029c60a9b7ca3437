"""Lines of text told by the cells of a grid; the pages are drawn here, so every line is known."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image as Pillow
from PIL import ImageDraw, ImageFont

from extractors.layout.rulings import Ruling
from extractors.scan import gridlines
from extractors.scan.cell_lines import InCells
from extractors.scan.gridlines import drawn_rulings
from extractors.scan.page import read_scan
from extractors.scan.ruled import Ruled
from extractors.scan.worn import find_worn_rulings
from pipeline.font import font_path
from pipeline.ports import Image, OcrLine

_SCALE = 72 / 200
_XS, _YS = (80, 280, 620, 960), tuple(range(160, 761, 100))
Grey = NDArray[np.uint8]


def _page(**special: str) -> tuple[Grey, dict[str, tuple[int, int, int, int]]]:
    """A table of 6 rows and 3 columns with words in each cell, and where their ink is (pixels); ``special`` by r0c0."""
    page = Pillow.new("L", (1040, 900), 250)
    draw = ImageDraw.Draw(page)
    font = ImageFont.truetype(str(font_path()), 29)
    inked = {}
    for row, y in enumerate(_YS[:-1]):
        for col, x in enumerate(_XS[:-1]):
            words = special.get(f"r{row}c{col}", "设备名称")
            place = (x + 14, y + 12)
            draw.multiline_text(place, words, font=font, fill=0, spacing=6)
            left, top, right, bottom = draw.multiline_textbbox(place, words, font=font, spacing=6)
            inked[f"r{row}c{col}"] = (round(left), round(top), round(right), round(bottom))
    for y in _YS:
        draw.line((_XS[0], y, _XS[-1], y), fill=0, width=3)
    for x in _XS:
        draw.line((x, _YS[0], x, _YS[-1]), fill=0, width=3)
    return np.asarray(page).copy(), inked


def _settled(page: Grey, scale: float = _SCALE, sealed: Grey | None = None) -> InCells | None:
    return drawn_rulings(page, scale, np.zeros_like(page) if sealed is None else sealed).settled


def _within(found: InCells, cell: str) -> list[tuple[float, float, float, float]]:
    row, col = int(cell[1]), int(cell[3])
    x0, y0, x1, y1 = _XS[col], _YS[row], _XS[col + 1], _YS[row + 1]
    return [line for line in found.lines if x0 <= line[0] and line[2] <= x1 and y0 <= line[1] and line[3] <= y1]


def test_every_cell_tells_its_line() -> None:
    page, inked = _page()
    found = _settled(page)
    assert found is not None
    assert len(found.lines) == 18
    for cell, (x0, y0, x1, y1) in inked.items():
        ((a, b, c, d),) = _within(found, cell)
        assert a <= x0 + 2
        assert b <= y0 + 2
        assert c >= x1 - 2
        assert d >= y1 - 2
        assert (c - a) < 1.3 * (x1 - x0)
    assert not found.rest.any(), "nothing is left to the detector"
    assert found.whole


def test_lines_of_one_cell_are_told_apart_and_strokes_of_one_character_are_not() -> None:
    page, _ = _page(r1c1="数控机床\n注塑设备", r2c0="二", r3c0="三", r4c0="12", r5c2="一")
    found = _settled(page)
    assert found is not None
    upper, lower = _within(found, "r1c1")
    assert upper[1] < upper[3] <= lower[1] + 12 < lower[3]
    assert [len(_within(found, cell)) for cell in ("r2c0", "r3c0", "r4c0", "r5c2")] == [1, 1, 1, 1]


def test_texts_that_stand_well_apart_are_two_lines() -> None:
    page, _ = _page(r1c1="电话　　　邮编")
    found = _settled(page)
    assert found is not None
    left, right = _within(found, "r1c1")
    assert left[2] < right[0]


@pytest.mark.parametrize("words", ["＿＿＿＿＿＿", "设备\n＿＿＿＿＿"])
def test_what_is_not_plainly_print_is_left_to_the_detector(words: str) -> None:
    page, inked = _page(r1c1=words)
    found = _settled(page)
    assert found is not None
    assert _within(found, "r1c1") == []
    x0, y0, x1, y1 = inked["r1c1"]
    assert found.rest[y0 - 4 : y1 + 9, x0:x1].any()
    assert not any(_XS[1] < x0 and x1 < _XS[2] and _YS[1] < y0 and y1 < _YS[2] for x0, y0, x1, y1 in found.cells)


def test_a_stroke_through_two_lines_is_left_to_the_detector() -> None:
    page, _ = _page(r1c1="数控机床\n注塑设备")
    for step in range(60):
        page[_YS[1] + 20 + step, _XS[1] + 40 + step : _XS[1] + 46 + step] = 0
    found = _settled(page)
    assert found is not None
    assert _within(found, "r1c1") == []


def test_what_stands_outside_the_grid_is_left_to_the_detector() -> None:
    page, _ = _page()
    page[60:90, 300:500:4] = 0
    found = _settled(page)
    assert found is not None
    rows = np.flatnonzero(found.rest.any(axis=1))
    assert rows.min() >= 55
    assert rows.max() <= 95


def test_what_stands_under_a_seal_is_left_to_the_detector() -> None:
    page, inked = _page()
    sealed = np.zeros_like(page)
    x0, y0, x1, y1 = inked["r1c1"]
    sealed[y0 : y0 + 3, x0:x1] = 255
    found = _settled(page, sealed=sealed)
    assert found is not None
    assert _within(found, "r1c1") == []
    assert found.rest[y0:y1, x0:x1].any()
    assert len(_within(found, "r1c2")) == 1


def test_a_cell_with_a_line_that_was_not_taken_for_a_ruling_hides_a_border() -> None:
    page, _ = _page(r1c1="数控机床\n注塑设备")
    page[_YS[1] + 52 : _YS[1] + 54, _XS[1] + 50 : _XS[2] - 60] = 0
    found = _settled(page)
    assert found is not None
    assert _within(found, "r1c1") == []
    assert not found.whole


def test_a_worn_grid_is_not_taken_for_whole() -> None:
    page, _ = _page()
    for start in range(90, 950, 60):
        page[_YS[2] - 2 : _YS[2] + 3, start : start + 4] = 250
    found = _settled(page)
    assert found is not None
    assert not found.whole


@pytest.fixture
def looked(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Grows whenever worn rulings are looked for."""
    found: list[float] = []

    def look(grey: Grey, scale: float, drawn: Sequence[Ruling]) -> Ruled:
        found.append(scale)
        return find_worn_rulings(grey, scale, drawn)

    monkeypatch.setattr(gridlines, "find_worn_rulings", look)
    return found


@pytest.mark.parametrize(("worn", "times"), [(False, 0), (True, 1)])
def test_worn_rulings_are_looked_for_where_some_may_be(worn: bool, times: int, looked: list[float]) -> None:
    page, _ = _page()
    for start in range(90, 950, 60) if worn else ():
        page[_YS[2] - 2 : _YS[2] + 3, start : start + 4] = 250
    drawn = drawn_rulings(page, _SCALE, np.zeros_like(page))
    assert drawn.settled is not None
    gridlines.page_rulings(page, drawn)
    assert len(looked) == times


class _Silent:
    """An engine that sees and reads nothing."""

    name = "silent"
    glance = None

    def find_lines(self, image: Image) -> list[tuple[float, float, float, float]]:
        return []

    def read_lines(self, crops: Sequence[Image]) -> list[OcrLine]:
        return [OcrLine("", (0.0, 0.0, 1.0, 1.0), 0.0) for _ in crops]


def test_worn_rulings_are_looked_for_where_the_cells_do_not_read(looked: list[float]) -> None:
    page, _ = _page()
    read_scan(np.repeat(page[..., None], 3, axis=2), 1, page.shape[1] * _SCALE, page.shape[0] * _SCALE, _Silent())
    assert looked


def test_cells_that_hold_two_columns_are_not_taken_for_whole() -> None:
    page, _ = _page(**{f"r{row}c1": "电话　　　邮编" for row in range(6)})
    found = _settled(page)
    assert found is not None
    assert not found.whole


def test_a_coarse_picture_and_a_small_grid_tell_nothing() -> None:
    page, _ = _page()
    assert _settled(page, 72 / 150) is None
    page[_YS[2] + 2 :] = 250
    assert _settled(page) is None
