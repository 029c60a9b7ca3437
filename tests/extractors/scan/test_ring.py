"""The name along the ring of a seal, read with the real engine off pages on which seals were stamped."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from extractors.ocr.rapid import RapidEngine
from extractors.scan.marks import find_seals, red_mask
from extractors.scan.ring import read_rings
from flows.maker.marks import seal
from flows.maker.scan import OFFICE, POOR, Quality, aged
from pipeline.document import Seal
from pipeline.font import font_path

pytestmark = pytest.mark.ocr
_DPI = 200
_SCALE = 72 / _DPI
_NAMES = ("芜湖远桥智能科技有限公司", "泉州市工业和信息化局")


@pytest.fixture(scope="module")
def engine() -> RapidEngine:
    return RapidEngine(2)


def _stamped(name: str, turn: float, words: str, quality: Quality | None = None) -> np.ndarray:
    """A page with a line of print and a seal of 42 mm on it, turned by so many degrees."""
    page = Image.new("RGBA", (700, 560), "white")
    font = ImageFont.truetype(str(font_path()), 34)
    ImageDraw.Draw(page).text((60, 250), words, font=font, fill="black")
    size = round(42 / 25.4 * _DPI)
    stamp = seal(name).rotate(turn, resample=Image.Resampling.BICUBIC).resize((size, size))
    page.alpha_composite(stamp, (190, 120))
    picture = np.asarray(page.convert("RGB"))
    return aged(picture, np.random.default_rng(3), quality) if quality else picture


def _read(picture: np.ndarray, engine: RapidEngine, scale: float = _SCALE) -> tuple[Seal, ...]:
    return read_rings(picture, find_seals(red_mask(picture), scale), scale, engine)


@pytest.mark.parametrize("turn", [0, 25, -40])
@pytest.mark.parametrize("name", _NAMES)
def test_the_name_is_read_however_the_seal_was_turned(engine: RapidEngine, name: str, turn: float) -> None:
    (found,) = _read(_stamped(name, turn, ""), engine)
    assert found.text == name
    assert found.text_confidence >= 0.9


def test_print_under_the_seal_is_not_read_with_it(engine: RapidEngine) -> None:
    (found,) = _read(_stamped(_NAMES[1], 0, "推荐单位（公章）：", OFFICE), engine)
    assert found.text == _NAMES[1]


def test_a_name_that_is_not_sure_is_said_to_be_so(engine: RapidEngine) -> None:
    worn = [
        each
        for turn in (0, 20, -30)
        for each in _read(_stamped(_NAMES[0], turn, "申报单位芜湖远桥智能科技", POOR), engine, _SCALE)
    ]
    assert worn
    assert all(each.text in ("", _NAMES[0]) or each.text_confidence < 0.9 for each in worn)


def test_a_ring_without_a_name_and_a_name_stamp_have_no_text(engine: RapidEngine) -> None:
    page = Image.new("RGB", (700, 560), "white")
    draw = ImageDraw.Draw(page)
    draw.ellipse((150, 100, 480, 430), outline=(200, 30, 40), width=9)
    found = _read(np.asarray(page), engine)
    assert [each.text for each in found] == [""]
    square = Seal(found[0].box, "square")
    assert read_rings(np.asarray(page), [square], _SCALE, engine) == (square,)
