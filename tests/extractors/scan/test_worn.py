"""Rulings of worn spreadsheets: known where nothing is lost of them, they go on where something is."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from extractors.scan.ruled import find_rulings
from extractors.scan.worn import find_worn_rulings
from pipeline.font import font_path

_SCALE = 72 / 150
_XS, _YS = (60, 260, 460, 660, 860), tuple(range(60, 271, 21))
_WORN = 450, 490
"""From where to where all horizontals but the outer ones are lost (19 points are too much for the drawn ones)."""
Grey = NDArray[np.uint8]


def _sheet() -> Grey:
    page = Image.new("L", (920, 330), 250)
    draw, font = ImageDraw.Draw(page), ImageFont.truetype(str(font_path()), 16)
    for y in _YS[:-1]:
        for x in _XS[:-1]:
            draw.text((x + 5, y + 1), "用于设备管理国用国", font=font, fill=30)
    for y in _YS:
        draw.line((_XS[0], y, _XS[-1], y), fill=30, width=2)
    for x in _XS:
        draw.line((x, _YS[0], x, _YS[-1]), fill=30, width=2)
    return np.asarray(page)


def _levels(page: Grey, first: int, last: int) -> list[float]:
    """The levels of the horizontals that go from ``first`` to ``last`` (pixels)."""
    drawn = find_rulings(page, _SCALE).rulings
    across = [each for each in find_worn_rulings(page, _SCALE, drawn).rulings if each.horizontal]
    return sorted(each.y0 / _SCALE for each in across if each.x0 / _SCALE <= first and each.x1 / _SCALE >= last)


def test_text_that_hangs_on_a_worn_ruling_hides_it_not() -> None:
    page = _sheet().copy()
    for y in _YS[1:-1]:
        page[y - 1 : y + 3, 700:716] = 250  # a hole of 8 points
    found = _levels(page, 80, 840)
    assert len(found) == len(_YS)
    assert all(abs(y - each) < 2 for y, each in zip(found, _YS, strict=True))
