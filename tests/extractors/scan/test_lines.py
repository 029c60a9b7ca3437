"""Ink that the detector overlooks, and words kept clear of rulings."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from PIL import Image as Picture
from PIL import ImageDraw, ImageFont

from extractors.layout.rulings import Ruling
from extractors.scan.gridlines import drawn_rulings, page_rulings
from extractors.scan.lines import (
    between_verticals,
    cut_at_verticals,
    find_lines,
    find_lines_at,
    overlooked,
    without_halves,
    without_stacks,
    without_uprights,
)
from pipeline.font import font_path
from pipeline.ports import Image, OcrLine


def _ink() -> np.ndarray:
    """A page of 300 x 300 pixels with a figure in three parts, as faint print comes, a speck, and a worn ruling."""
    ink = np.zeros((300, 300), np.uint8)
    ink[100:103, 60:68] = ink[106:112, 62:69] = ink[114:117, 60:67] = 255
    ink[104:108, 61:62] = 255
    ink[200:203, 200:203] = 255
    ink[20:280, 50:52] = 255
    return ink


def test_a_lonely_figure_in_pieces_is_seen() -> None:
    (found,) = overlooked(without_uprights(_ink(), 0.48), [], 0.48)
    x0, y0, x1, y1 = found
    assert 54 <= x0 <= 62
    assert 66 <= x1 <= 72
    assert 98 <= y0 <= 101
    assert 116 <= y1 <= 119


class _Detector:
    """Says the same of every picture, and remembers the last."""

    name = "looks"
    glance = None

    def __init__(self, *boxes: tuple[float, float, float, float]) -> None:
        self._boxes = list(boxes)

    def find_lines(self, image: Image) -> list[tuple[float, float, float, float]]:
        self.seen = image
        self.height, self.width = image.shape
        return self._boxes

    def read_lines(self, crops: Sequence[Image]) -> list[OcrLine]:
        raise AssertionError("nothing is read")


def test_the_detector_is_shown_what_is_left_and_its_lines_are_told_in_the_page() -> None:
    page = np.full((1000, 400), 250, np.uint8)
    page[100:112, 50:300] = page[700:712, 50:300] = page[104:110, 310:380] = 0
    rest = np.zeros((500, 200), bool)
    rest[50:56, 25:150] = rest[350:356, 25:150] = True
    engine = _Detector((50.0, 16.0, 300.0, 28.0), (50.0, 60.0, 300.0, 72.0))
    found = find_lines_at(page, rest, [(155, 50, 195, 57)], 1.0, engine)
    assert found == [(50.0, 100.0, 300.0, 112.0), (50.0, 700.0, 300.0, 712.0)]
    assert engine.height == 128, "two strips of 44 pixels, filled up"
    assert (engine.seen[16:28, 50:300] == 0).all()
    assert (engine.seen[60:72, 50:300] == 0).all()
    assert (engine.seen[:, 305:] == 250).all(), "what is known is not shown"


def test_the_detector_is_not_asked_where_nothing_is_left_nor_in_parts_where_all_is() -> None:
    page = np.full((1000, 400), 250, np.uint8)
    engine = _Detector((1.0, 1.0, 2.0, 2.0))
    assert find_lines_at(page, np.zeros((500, 200), bool), [], 1.0, engine) == []
    assert not hasattr(engine, "seen")
    assert find_lines_at(page, np.ones((500, 200), bool), [], 1.0, engine) is None


def test_lines_are_looked_for_in_a_smaller_picture_and_told_in_the_page() -> None:
    engine = _Detector((10.0, 20.0, 100.0, 30.0))
    page = np.full((3508, 2480), 250, np.uint8)
    (box,) = find_lines(page, engine)
    assert (engine.height, engine.width) == (1600, 1131)
    assert [round(edge, 1) for edge in box] == [21.9, 43.9, 219.2, 65.8]


def test_rulings_of_a_fine_scan_stand_where_they_are_drawn() -> None:
    page = np.full((1200, 900), 250, np.uint8)
    for y in (200, 500, 800):
        page[y : y + 3, 100:701] = 20
    for x in (100, 400, 698):
        page[200:803, x : x + 3] = 20
    found = page_rulings(page, drawn_rulings(page, 72 / 300, np.zeros_like(page)))
    assert found.mask.shape == page.shape
    assert sorted(round(each.y0 / 72 * 300 / 10) for each in found.rulings if each.horizontal) == [20, 50, 80]
    assert sorted(round(each.x0 / 72 * 300 / 10) for each in found.rulings if not each.horizontal) == [10, 40, 70]
    assert float((found.mask[page < 100] > 0).mean()) > 0.97
    assert float((found.mask > 0).mean()) < 0.045


def test_what_a_line_covers_is_not_overlooked() -> None:
    assert overlooked(without_uprights(_ink(), 0.48), [(55.0, 95.0, 75.0, 120.0)], 0.48) == []


def test_a_line_across_a_ruling_is_cut_there() -> None:
    rulings = [Ruling(50, 0, 50, 100)]
    assert [(round(a), round(b)) for a, _, b, _ in cut_at_verticals((10, 10, 90, 30), rulings, 1.0)] == [
        (10, 45),
        (55, 90),
    ]


def test_rulings_of_other_rows_do_not_clip_a_line() -> None:
    beside, above = Ruling(20, 0, 20, 100), Ruling(60, 0, 60, 14)
    left, right = between_verticals((30, 10, 90, 30), [beside, above], 1.0)
    assert 20 < left < 23
    assert right == float("inf")


def test_a_line_of_which_the_cell_and_the_detector_saw_a_half_each_is_one() -> None:
    told = [(270.0, 1989.0, 569.0, 2013.0), (340.0, 2021.0, 500.0, 2064.0)]
    half, other = (270.0, 1972.0, 569.0, 1997.0), (779.0, 2232.0, 880.0, 2273.0)
    assert without_halves(told, [half, other]) == [(270.0, 1972.0, 569.0, 2013.0), told[1], other]


def test_lines_that_touch_or_stand_side_by_side_stay_two() -> None:
    told = [(270.0, 1989.0, 569.0, 2013.0)]
    for other in (
        (270.0, 2010.0, 569.0, 2034.0),
        (450.0, 1980.0, 700.0, 2004.0),
        (270.0, 1985.0, 330.0, 2010.0),
        (270.0, 1950.0, 569.0, 2005.0),
    ):
        assert without_halves(told, [other]) == [told[0], other]


@pytest.mark.parametrize("words", ["序号", "1", "8", "一"])
def test_two_characters_under_each_other_are_two_lines(words: str) -> None:
    """As a detector takes a narrow cell's; a tall figure stays whole."""
    page = Picture.new("L", (200, 200), 250)
    draw, font = ImageDraw.Draw(page), ImageFont.truetype(str(font_path()), 30)
    for n, char in enumerate(words):
        draw.text((60, 40 + 36 * n), char, font=font, fill=40)
    grey = np.asarray(page)
    rows, columns = (np.unique(at) for at in np.nonzero(grey < 150))
    box = (float(columns[0]) - 2, float(rows[0]) - 2, float(columns[-1]) + 3, float(rows[-1]) + 3)
    found = without_stacks([box], grey)
    assert len(found) == len(words)
    assert found[0][:3] == box[:3]
    assert found[-1][3] == box[3]
