"""Tick boxes on worn pages: frames with gaps, filled ones that touch the word behind them, and what is none."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from extractors.scan.prepare import prepare
from extractors.scan.ruled import ink_of
from extractors.scan.tick_boxes import TickBox, find_tick_boxes
from extractors.scan.worn_boxes import faint_frames, filled_squares, frames_in_line
from flows.maker.scan import POOR, aged
from pipeline.font import font_path

_DPI = 150
_SCALE = 72 / _DPI
_SIDE = 19


def _page(ink: int = 170, seed: int = 1) -> np.ndarray:
    """Six rows of three frames and words, printed in that grey, worn as a poor copy is."""
    picture = Image.new("RGB", (760, 400), "white")
    draw, font = ImageDraw.Draw(picture), ImageFont.truetype(str(font_path()), 22)
    for row in range(6):
        for column in range(3):
            x, y = 60 + 220 * column, 30 + 50 * row
            draw.rectangle((x, y, x + _SIDE - 1, y + _SIDE - 1), outline=(ink, ink, ink), width=2)
            draw.text((x + _SIDE + 5, y - 6), "研发设计", font=font, fill=(ink, ink, ink))
    return prepare(aged(np.asarray(picture), np.random.default_rng(seed), POOR), picture.width * _SCALE).grey


def _found(grey: np.ndarray) -> list[TickBox]:
    return find_tick_boxes(grey, ink_of(grey), _SCALE)


def test_frames_that_wear_has_parted_are_found() -> None:
    boxes = [box for seed in (1, 2, 3) for box in _found(_page(170, seed)) if _is_a_frame(box)]
    parted = [box for box in boxes if box.doubtful]
    assert len(boxes) >= 46  # of 54
    assert len(parted) >= 5
    assert not any(box.ticked for box in parted)


def _is_a_frame(box: TickBox) -> bool:
    """Whether it stands where a frame was drawn; the lean that was taken out moves it by a few pixels."""
    across, down = (box.x0 - 60) % 220, (box.y0 - 30) % 50
    return min(across, 220 - across) <= 9 and min(down, 50 - down) <= 9


def test_ticked_boxes_tell_the_size_of_the_faint_ones_on_their_lines_and_in_their_columns() -> None:
    boxes = [box for seed in (3, 4) for box in _found(_with_ticks(185, seed))]
    assert sum(not box.ticked for box in boxes) >= 18  # of 32; 9 without them
    assert all(_is_a_frame(box) for box in boxes)


def _with_ticks(ink: int, seed: int) -> np.ndarray:
    """Six rows of three frames in that grey, two of them darker and ticked, and words, worn as a poor copy is."""
    picture = Image.new("RGB", (760, 400), "white")
    draw, font = ImageDraw.Draw(picture), ImageFont.truetype(str(font_path()), 22)
    for row in range(6):
        for column in range(3):
            x, y = 60 + 220 * column, 30 + 50 * row
            ticked = row in (1, 4) and column == row % 3
            draw.rectangle((x, y, x + _SIDE - 1, y + _SIDE - 1), outline=(40 if ticked else ink,) * 3, width=2)
            if ticked:
                draw.line([(x + 4, y + 9), (x + 8, y + 14), (x + 15, y + 4)], fill=(40, 40, 40), width=2)
            draw.text((x + _SIDE + 5, y - 6), "研发设计", font=font, fill=(80, 80, 80))
    return prepare(aged(np.asarray(picture), np.random.default_rng(seed), POOR), picture.width * _SCALE).grey


def test_nothing_is_looked_for_where_no_box_is_clear() -> None:
    assert faint_frames(_page(), []) == []
    assert frames_in_line(_page(), []) == []


def test_a_filled_box_is_found_though_the_word_touches_it() -> None:
    ink = np.zeros((120, 300), np.uint8)
    ink[40:58, 50:68] = 255
    ink[48:51, 66:110] = 255  # a stroke of the word behind it
    ink[80:83, 50:110] = 255  # a stroke alone
    ((x0, y0, x1, y1),) = filled_squares(ink, _SCALE, (5.5, 17.0))
    assert (x0, y0, y1) == (50, 40, 58)
    assert 68 <= x1 <= 70
    boxes = find_tick_boxes(255 - ink, ink, _SCALE)
    assert [(box.x0, box.ticked) for box in boxes] == [(50, True)]


def test_bold_strokes_are_no_filled_boxes() -> None:
    picture = Image.new("L", (900, 120), 0)
    draw = ImageDraw.Draw(picture)
    draw.text((20, 20), "工业互联网平台申报书", font=ImageFont.truetype(str(font_path()), 54), fill=255, stroke_width=1,
              stroke_fill=255)  # fmt: skip
    ink = np.where(np.asarray(picture) > 128, 255, 0).astype(np.uint8)
    assert filled_squares(ink, _SCALE, (5.5, 17.0)) == []


@pytest.mark.parametrize(("side", "found"), [(15, 4), (9, 0)])
def test_what_is_smaller_than_boxes_are_printed_tells_no_size(side: int, found: int) -> None:
    """Parts of characters (the 日 in 电) look like small ticked boxes before they are read."""
    picture = Image.new("RGB", (640, 420), (250, 250, 250))
    draw = ImageDraw.Draw(picture)
    for row in range(8):
        x, y, ink = 60, 30 + 45 * row, (40, 40, 40) if row % 2 else (205, 205, 205)
        draw.rectangle((x, y, x + side - 1, y + side - 1), outline=ink, width=2)
        if row % 2:
            draw.line(
                [(x + side // 4, y + side // 2), (x + side // 2, y + side - 4), (x + side - 3, y + 3)],
                fill=ink,
                width=2,
            )
    grey = prepare(np.asarray(picture), picture.width * _SCALE).grey
    clear = np.where(grey < 120, 255, 0).astype(np.uint8)
    boxes = find_tick_boxes(grey, clear, _SCALE)
    assert sum(box.ticked for box in boxes) == 4
    assert sum(box.doubtful for box in boxes) == found
