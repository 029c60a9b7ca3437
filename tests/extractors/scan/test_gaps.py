"""Where a figure begins is where the white before it is, wherever an engine says that it does."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from extractors.scan.gaps import gap_near
from pipeline.font import font_path

_LEFT = 12


def _line(words: str) -> tuple[NDArray[np.uint8], ImageFont.FreeTypeFont]:
    font = ImageFont.truetype(str(font_path()), 30)
    picture = Image.new("L", (round(font.getlength(words)) + 2 * _LEFT, 44), 250)
    ImageDraw.Draw(picture).text((_LEFT, 3), words, font=font, fill=60)
    return np.asarray(picture), font


@pytest.mark.parametrize("off", [-4, 0, 4, 8])
@pytest.mark.parametrize(("before", "figure"), [("数量：", "1"), ("数量", "60"), ("共", "7"), ("（", "12")])
def test_the_character_before_is_left_out(before: str, figure: str, off: int) -> None:
    pixels, font = _line(before + figure)
    edge = _LEFT + font.getlength(before)
    cut = gap_near(pixels, edge + off)
    alone, _ = _line(figure)
    left, right = (np.flatnonzero((picture < 150).any(axis=0)) for picture in (pixels[:, cut:], alone))
    assert right[-1] - right[0] == pytest.approx(left[-1] - left[0], abs=1)


@pytest.mark.parametrize("edge", [44, 48, 52])
def test_a_figure_with_pale_strokes_is_not_cut(edge: int) -> None:
    """A 0 of a serif font: dark at its sides, pale above and below."""
    pixels = np.full((44, 120), 250, np.uint8)
    pixels[8:36, 10:30] = 60
    pixels[10:34, 41:44] = pixels[10:34, 57:60] = 60
    pixels[8:10, 44:57] = pixels[34:36, 44:57] = 165
    assert 30 <= gap_near(pixels, edge) <= 41


def test_an_underline_does_not_fill_the_white() -> None:
    pixels = np.full((44, 120), 250, np.uint8)
    pixels[8:34, 20:40] = pixels[8:34, 70:90] = 60
    pixels[37:40, :50] = 60
    assert 40 <= gap_near(pixels, 60) <= 70


def test_where_there_is_no_white_nothing_is_cut_off() -> None:
    pixels = np.full((40, 100), 250, np.uint8)
    for x in range(0, 100, 2):
        pixels[x % 34 : x % 34 + 6, x : x + 2] = 60
    assert gap_near(pixels, 50) == 0
