"""Rows as low as their print: a stroke that reaches from border to border is no border, one that stands in white is."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from extractors.scan.ruled import find_rulings
from pipeline.font import font_path

_SCALE = 0.36
_ROWS = (100, 138, 176, 214)
_LEFT, _RIGHT = 100, 900


def _verticals(words: str, border: int | None, seed: int = 2) -> list[int]:
    """The xs of inner verticals found in a table whose middle row holds the words, and a border."""
    picture = Image.new("L", (1000, 400), 250)
    draw, font = ImageDraw.Draw(picture), ImageFont.truetype(str(font_path()), 37)
    for y in _ROWS:
        draw.line((_LEFT, y, _RIGHT, y), fill=40, width=3)
    for x in (_LEFT, _RIGHT):
        draw.line((x, _ROWS[0], x, _ROWS[-1]), fill=40, width=3)
    draw.text((400, 129), words, font=font, fill=40)
    if border is not None:
        draw.line((border, _ROWS[1], border, _ROWS[2]), fill=40, width=3)
    grain = np.random.default_rng(seed).normal(0, 5, (400, 1000))
    page = np.clip(cv2.GaussianBlur(np.asarray(picture, np.float32), (0, 0), 0.7) + grain, 0, 255).astype(np.uint8)
    at = [round(each.x0 / _SCALE) for each in find_rulings(page, _SCALE).rulings if not each.horizontal]
    return sorted(x for x in at if _LEFT + 20 < x < _RIGHT - 20)


@pytest.mark.parametrize("words", ["年月日", "中山市用", "甲申由田", "11月25日", "目自月"])
def test_strokes_are_no_borders(words: str) -> None:
    assert _verticals(words, None) == []


@pytest.mark.parametrize(("words", "border"), [("年月日", 394), ("年月日", 520), ("中山市用", 559)])
def test_a_border_near_print_is_one(words: str, border: int) -> None:
    assert _verticals(words, border) == [pytest.approx(border, abs=3)]
