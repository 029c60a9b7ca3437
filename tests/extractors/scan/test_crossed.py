"""Tick boxes with a hand's strokes running out of them, and characters that have such a frame."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from extractors.ocr.rapid import RapidEngine
from extractors.scan.framed import without_characters
from extractors.scan.ruled import ink_of
from extractors.scan.tick_boxes import TickBox, find_tick_boxes
from flows.maker.scan import OFFICE, aged
from pipeline.font import font_path

_SIZE, _SIDE = 29, 24
"""Pixels of print and of a box's side at 200 dpi."""
_TICK = ((-0.35, -0.05), (0.0, 0.4), (0.95, -0.85))
_CROSS = ((-0.6, -0.6), (0.6, 0.6), (0.0, 0.0), (0.6, -0.55), (-0.55, 0.6))


def _page(
    marks: dict[int, tuple[tuple[float, float], ...]], words: str, size: int = _SIZE, bold: int = 0
) -> np.ndarray:
    """Ten options, a box before each; the numbered ones marked by hand (shares of a side round the middle)."""
    picture = Image.new("RGB", (700, 760), "white")
    draw, font = ImageDraw.Draw(picture), ImageFont.truetype(str(font_path()), size)
    for n in range(10):
        y = 30 + 70 * n
        draw.rectangle((80, y, 80 + _SIDE, y + _SIDE), outline=0, width=2)
        draw.text((112, y + _SIDE / 2), words, font=font, fill=0, anchor="lm", stroke_width=bold)
        middle = 80 + _SIDE / 2, y + _SIDE / 2
        if n in marks:
            points = [(middle[0] + dx * _SIDE, middle[1] + dy * _SIDE) for dx, dy in marks[n]]
            draw.line(points, fill=(25, 35, 120), width=4, joint="curve")
    return aged(np.asarray(picture), np.random.default_rng(3), OFFICE)


def _found(page: np.ndarray) -> tuple[np.ndarray, list[TickBox]]:
    grey = np.ascontiguousarray(page[..., 0])
    return grey, find_tick_boxes(grey, ink_of(grey), 72 / 200)


def _row(box: TickBox) -> int:
    return round((box.y0 - 30) / 70)


def test_strokes_that_run_out_of_a_box_tick_it() -> None:
    _, boxes = _found(_page({1: _TICK, 4: _CROSS, 7: _TICK}, "研发"))
    assert {_row(box): box.ticked for box in boxes if box.x0 < 100} == {n: n in (1, 4, 7) for n in range(10)}
    assert all(box.sure >= 0.9 for box in boxes if box.x0 < 100)


@pytest.mark.ocr
def test_characters_with_a_frame_stay_characters() -> None:
    """区 has three sides and strokes aslant; in bold they fill the fourth, and the next character touches it."""
    grey, boxes = _found(_page({}, "区区区区", size=27, bold=1))
    lines = [(75.0, 25.0 + 70 * n, 420.0, 62.0 + 70 * n) for n in range(10)]
    left = without_characters(boxes, grey, lines, RapidEngine(1))
    assert [box.ticked for box in left] == [False] * 10
