"""Ink that the detector overlooks, and words kept clear of rulings."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from extractors.layout.rulings import Ruling
from extractors.scan.gridlines import page_rulings
from extractors.scan.lines import between_verticals, cut_at_verticals, find_lines, overlooked
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
    (found,) = overlooked(_ink(), [], 0.48)
    x0, y0, x1, y1 = found
    assert 54 <= x0 <= 62
    assert 66 <= x1 <= 72
    assert 98 <= y0 <= 101
    assert 116 <= y1 <= 119


def test_lines_are_looked_for_in_a_smaller_picture_and_told_in_the_page() -> None:
    class Engine:
        name = "looks"

        def find_lines(self, image: Image) -> list[tuple[float, float, float, float]]:
            self.height, self.width = image.shape
            return [(10.0, 20.0, 100.0, 30.0)]

        def read_lines(self, crops: Sequence[Image]) -> list[OcrLine]:
            raise AssertionError("nothing is read")

    engine = Engine()
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
    found = page_rulings(page, 72 / 300)
    assert found.mask.shape == page.shape
    assert sorted(round(each.y0 / 72 * 300 / 10) for each in found.rulings if each.horizontal) == [20, 50, 80]
    assert sorted(round(each.x0 / 72 * 300 / 10) for each in found.rulings if not each.horizontal) == [10, 40, 70]
    assert float((found.mask[page < 100] > 0).mean()) > 0.97
    assert float((found.mask > 0).mean()) < 0.045


def test_what_a_line_covers_is_not_overlooked() -> None:
    assert overlooked(_ink(), [(55.0, 95.0, 75.0, 120.0)], 0.48) == []


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
