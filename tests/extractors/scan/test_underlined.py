"""Figures on underlines, read with the real engine."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from extractors.ocr.rapid import RapidEngine
from extractors.scan.underlined import without_underlines
from pipeline.font import font_path
from pipeline.ports import OcrLine

_BEFORE, _BEHIND = "解决方案数量：", "个"


def _line(filled: str) -> tuple[NDArray[np.uint8], tuple[float, float]]:
    """The words with what was filled in on an underline of three figures, and where the underline stands."""
    font = ImageFont.truetype(str(font_path()), 32)
    picture = Image.new("L", (420, 46), 250)
    draw, x = ImageDraw.Draw(picture), 8.0
    draw.text((x, 2), _BEFORE, font=font, fill=30)
    x += font.getlength(_BEFORE)
    end = x + 46 + max(0.0, font.getlength(filled) - 30)
    draw.text(((x + end - font.getlength(filled)) / 2, 2), filled, font=font, fill=30)
    draw.rectangle((x, 38, end, 39), fill=30)
    draw.text((end + 3, 2), _BEHIND, font=font, fill=30)
    return np.asarray(picture), (x, end)


def _misread(char: str, span: tuple[float, float]) -> OcrLine:
    """The line as read with another character where the figure stands."""
    text = _BEFORE + char + _BEHIND
    edges = (*np.linspace(8, span[0], len(_BEFORE) + 1), span[1], span[1] + 35)
    return OcrLine(
        text, (0, 0, 420, 46), 0.8, tuple(float(x) for x in edges), 0.6, (0.99,) * len(_BEFORE) + (0.6, 0.99)
    )


@pytest.mark.ocr
@pytest.mark.parametrize("figure", ["7", "12"])
def test_a_figure_taken_for_a_character_is_read_without_its_underline(figure: str) -> None:
    pixels, span = _line(figure)
    ((shown, read),) = without_underlines([(pixels, _misread("工", span))], RapidEngine(1))
    assert read.text == _BEFORE + figure + _BEHIND
    assert shown[38:40, round(span[0]) : round(span[1])].min() > 200


@pytest.mark.ocr
def test_words_on_an_underline_and_figures_that_were_read_stay() -> None:
    for filled in ("工", "上海", "28"):
        pixels, span = _line(filled)
        line = (
            (pixels, _misread(filled, span)) if len(filled) == 1 else (pixels, RapidEngine(1).read_lines([pixels])[0])
        )
        assert without_underlines([line], RapidEngine(1)) == [line]


def _passed_over(span: tuple[float, float]) -> OcrLine:
    """The line as read without what stands on the underline: its place falls to the colon before."""
    edges = (*np.linspace(8, span[0] - 16, len(_BEFORE)), span[1], span[1] + 35)
    scores = (0.99,) * (len(_BEFORE) + 1)
    return OcrLine(_BEFORE + _BEHIND, (0, 0, 420, 46), 0.99, tuple(float(x) for x in edges), 0.99, scores)


@pytest.mark.ocr
def test_a_figure_that_was_passed_over_is_read_without_its_underline() -> None:
    pixels, span = _line("7")
    ((_, read),) = without_underlines([(pixels, _passed_over(span))], RapidEngine(1))
    assert read.text.replace(":", "：") == _BEFORE + "7" + _BEHIND


@pytest.mark.ocr
def test_a_blank_underline_is_not_read_again() -> None:
    pixels, span = _line("")
    line = (pixels, _passed_over(span))
    assert without_underlines([line], RapidEngine(1)) == [line]
