"""Seals that lie over each other are as many as they are."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from extractors.scan.marks import find_seals, red_mask
from flows.maker.marks import seal
from flows.maker.scan import OFFICE, aged

_SCALE = 72 / 200
_ACROSS = round(40 / 25.4 * 200)
_NAMES = ("芜湖远桥智能科技有限公司", "泉州市工业和信息化局")


def _stamped(*places: tuple[int, int]) -> NDArray[np.uint8]:
    page = Image.new("RGBA", (800, 800), "white")
    for name, place in zip(_NAMES, places, strict=False):
        stamp = seal(name).resize((_ACROSS, _ACROSS))
        page.alpha_composite(stamp, place)
    return aged(np.asarray(page.convert("RGB")), np.random.default_rng(3), OFFICE)


@pytest.mark.parametrize("away", [(0, 45), (0, 60), (40, 40), (120, 0), (320, 0), (30, 350)])
def test_two_are_two(away: tuple[int, int]) -> None:
    seals = find_seals(red_mask(_stamped((150, 150), (150 + away[0], 150 + away[1]))), _SCALE)
    middles = sorted((round(each.box.cx / _SCALE), round(each.box.cy / _SCALE)) for each in seals)
    half = _ACROSS // 2
    expected = sorted([(150 + half, 150 + half), (150 + away[0] + half, 150 + away[1] + half)])
    assert np.abs(np.array(middles) - np.array(expected)).max() < 14


def test_one_is_one() -> None:
    assert len(find_seals(red_mask(_stamped((150, 150))), _SCALE)) == 1
