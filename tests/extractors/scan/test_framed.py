"""Tick boxes and the characters that look like them, on worn pages read with the real engine."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from extractors.layout.rulings import Ruling
from extractors.ocr.rapid import RapidEngine
from extractors.scan import framed
from extractors.scan.framed import without_characters
from extractors.scan.prepare import prepare
from extractors.scan.ruled import ink_of
from extractors.scan.tick_boxes import TickBox, find_tick_boxes
from flows.maker.scan import POOR, aged
from pipeline.font import font_path
from pipeline.ports import OcrLine

pytestmark = pytest.mark.ocr
_DPI = 150
_WORDS = ("芜湖远桥食品有限责任公司", "魏若林　顾景行　硕士", "汽车零部件产品规划部", "面向国家覆盖图形接口建设")
_WORN = ("质量问题追溯困难", "用于仓储库位的分析与预警", "纺织服装产品规划部", "福州同岳食品加工有限公司")
_OPTIONS = ("■自建　□租用　□其他", "■企业级　■行业级", "■是　□否")


@pytest.fixture(scope="module")
def engine() -> RapidEngine:
    return RapidEngine(2)


def _boxes(rows: tuple[str, ...], engine: RapidEngine, wear: int = 5) -> tuple[list[TickBox], list[TickBox]]:
    """What looks like tick boxes on a worn page of these lines, and what of it is left."""
    page = Image.new("RGB", (760, 900), "white")
    draw, font = ImageDraw.Draw(page), ImageFont.truetype(str(font_path()), round(10.5 * _DPI / 72))
    for n in range(22):
        draw.text((60 + 7 * (n % 3), 30 + 38 * n), rows[n % len(rows)], font=font, fill=0)
    scanned = aged(np.asarray(page), np.random.default_rng(wear), replace(POOR, specks=0))
    grey = prepare(scanned, page.width * 72 / _DPI).grey
    found = find_tick_boxes(grey, ink_of(grey), 72 / _DPI)
    lines = [(50.0, 24.0 + 38 * n, 740.0, 56.0 + 38 * n) for n in range(22)]
    return found, without_characters(found, grey, lines, (), 72 / _DPI, engine)


def test_characters_are_no_boxes(engine: RapidEngine) -> None:
    found, left = _boxes(_WORDS, engine)
    assert len(found) > 5  # 口 in 司 and 品, 国, 面
    assert not left


def test_worn_characters_are_no_boxes(engine: RapidEngine) -> None:
    pages = [_boxes(_WORN, engine, wear) for wear in range(7, 13)]
    assert sum(len(found) for found, _ in pages) > 5
    assert not [box for _, left in pages for box in left]


def test_boxes_stay(engine: RapidEngine) -> None:
    found, left = _boxes(_OPTIONS, engine)
    assert left == found
    assert sum(box.ticked for box in left) >= 25
    assert sum(not box.ticked for box in left) >= 15


def test_a_small_ticked_box_beside_a_character_and_above_a_ruling_stays(engine: RapidEngine) -> None:
    page = np.full((110, 760), 250, np.uint8)
    picture = Image.fromarray(page)
    draw, font = ImageDraw.Draw(picture), ImageFont.truetype(str(font_path()), 26)
    draw.text((500, 30), "：", font=font, fill=20)
    draw.rectangle((531, 43, 546, 58), outline=30, width=2)
    draw.line([(535, 50), (538, 54), (543, 46)], fill=30, width=2)
    draw.text((549, 30), "是", font=font, fill=20)
    draw.rectangle((20, 66, 740, 67), fill=20)
    grey = np.asarray(picture)
    box = TickBox(531, 43, 547, 59, ticked=True, sure=0.97)
    lines = [(490.0, 30.0, 580.0, 64.0)]
    assert without_characters([box], grey, lines, (), 72 / _DPI, engine) == [box]


@pytest.mark.parametrize("middle", [25.5, 36.5])
def test_one_of_two_like_figures_is_a_character(middle: float) -> None:
    """Without either of them a figure is gone, and nobody can say which."""
    whole = OcrLine("99", (0, 0, 60, 30), 0.98, edges=(20.0, 31.0, 42.0), scores=(0.98, 0.97))
    assert framed._is_character(whole, "9", (middle, 12.0), (0.5, 0.7))
    assert not framed._is_character(whole, "99", (middle, 12.0), (0.5, 0.7))


def test_a_clear_box_with_a_dash_is_not_the_character_that_it_makes(engine: RapidEngine) -> None:
    """A dash makes it 曰, which is read with 0.99 and more; what the model hardly takes for a box is one."""
    picture = Image.new("L", (400, 110), 250)
    draw, font = ImageDraw.Draw(picture), ImageFont.truetype(str(font_path()), 44)
    draw.rectangle((100, 34, 138, 72), outline=20, width=4)
    draw.line([(106, 53), (132, 53)], fill=20, width=4)
    draw.text((146, 24), "自建", font=font, fill=20)
    for score, kept in ((0.93, 1), (0.7, 0)):
        box = TickBox(100, 34, 139, 73, ticked=True, sure=0.95, score=score)
        grey, lines = np.asarray(picture), [(95.0, 25.0, 240.0, 80.0)]
        assert len(without_characters([box], grey, lines, (), 72 / _DPI, engine)) == kept


@pytest.mark.parametrize(
    ("score", "ticked", "character"), [(0.6, True, True), (0.85, True, False), (0.6, False, False)]
)
def test_a_frame_that_the_model_hardly_takes_for_a_ticked_box_is_the_character_read(
    score: float, ticked: bool, character: bool
) -> None:
    """目 of a heading has a clear frame, and bars in it: its lines alone would be a ticked box."""
    read = OcrLine("目录", (0, 0, 60, 30), 0.98, edges=(2.0, 20.0, 44.0), scores=(0.98, 0.99))
    box = TickBox(2, 4, 19, 25, ticked=ticked, sure=0.97, score=score)
    pixels = np.full((30, 60), 250, np.uint8)
    case = framed._Case(box, 0.6, pixels, pixels, 10.5, inside=False)
    assert framed._is_one(case, read, "录") is character


@pytest.mark.parametrize("words", ["CAN", "OPC UA"])
def test_a_letter_beside_a_ruling_is_no_box(engine: RapidEngine, words: str) -> None:
    """A ruling right before a C or an O closes it for the model; read without the ruling it is a letter."""
    picture = Image.new("L", (400, 110), 250)
    draw, font = ImageDraw.Draw(picture), ImageFont.truetype(str(font_path()), 32)
    draw.rectangle((97, 5, 99, 100), fill=20)
    draw.text((101, 30), words, font=font, fill=20)
    grey, lines = np.asarray(picture), [(80.0, 25.0, 240.0, 80.0)]
    rulings = (Ruling(98 * 72 / 200, 0, 98 * 72 / 200, 36),)
    box = TickBox(96, 41, 122, 67, ticked=False, sure=0.97, score=0.96)
    assert without_characters([box], grey, lines, rulings, 72 / 200, engine) == []
    assert without_characters([box], grey, lines, (), 72 / 200, engine) == [box]


def test_a_box_beside_a_ruling_stays(engine: RapidEngine) -> None:
    picture = Image.new("L", (400, 110), 250)
    draw, font = ImageDraw.Draw(picture), ImageFont.truetype(str(font_path()), 32)
    draw.rectangle((97, 5, 99, 100), fill=20)
    draw.rectangle((103, 42, 126, 65), outline=20, width=2)
    draw.text((132, 30), "工业模型", font=font, fill=20)
    grey = np.asarray(picture)
    rulings = (Ruling(98 * 72 / 200, 0, 98 * 72 / 200, 36),)
    box = TickBox(102, 41, 128, 67, ticked=False, sure=0.97, score=0.67)
    assert without_characters([box], grey, [(80.0, 25.0, 280.0, 80.0)], rulings, 72 / 200, engine) == [box]
