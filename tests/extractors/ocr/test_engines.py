"""What every engine behind the port must do, on pages drawn here, so that what stands on them is known.

Each engine is the real one. Where one is not installed its tests skip; in CI they fail.
"""

from __future__ import annotations

import os
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from PIL import Image as Pillow
from PIL import ImageDraw, ImageFont

from extractors.ocr.choose import Choice, make_engine
from extractors.ocr.wheel_models import write_onnx_folders, write_paddle_folders
from extractors.scan.page import read_scan
from pipeline.checks.trust import SURE
from pipeline.document import Paragraph
from pipeline.font import font_path
from pipeline.ports import Image, OcrEngine
from pipeline.problems import EngineMissingError

pytestmark = pytest.mark.ocr
_LINES = ("申报单位基本信息", "工业设备连接数量", "13796428791", "总资产 7,351.67 万元")
_SIZE, _LEFT, _TOP, _STEP = 44, 120, 100, 130


def _drawn(lines: tuple[str, ...], width: int, height: int, left: int, top: int) -> Image:
    """The lines one under the other, black on white."""
    picture = Pillow.new("RGB", (width, height), "white")
    draw, font = ImageDraw.Draw(picture), ImageFont.truetype(str(font_path()), _SIZE)
    for n, line in enumerate(lines):
        draw.text((left, top + n * _STEP), line, font=font, fill="black")
    return np.asarray(picture)


def _crop(text: str) -> Image:
    """The text with 30 pixels of white on either side."""
    width = ImageFont.truetype(str(font_path()), _SIZE).getlength(text)
    return _drawn((text,), 60 + round(width), 80, 30, 8)


@pytest.fixture(scope="module")
def page() -> Image:
    return _drawn(_LINES, 1200, 800, _LEFT, _TOP)


@pytest.fixture(scope="module")
def model_folders(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """PaddleOCR's model folders, made from what the installed wheels carry."""
    target = tmp_path_factory.mktemp("models")
    write_onnx_folders(target)
    write_paddle_folders(target)
    return target


@pytest.fixture(
    scope="module",
    params=[
        "rapid-openvino",
        "rapid-onnxruntime",
        "tesseract",
        pytest.param("paddle-small", marks=pytest.mark.paddle, id="paddle-on-onnxruntime"),
        pytest.param("paddle-mobile", marks=pytest.mark.paddle, id="paddle-on-its-own-runtime"),
    ],
)
def engine(request: pytest.FixtureRequest) -> OcrEngine:
    name, _, how = str(request.param).partition("-")
    try:
        if name == "paddle":
            choice = Choice(name, models=request.getfixturevalue("model_folders"), size=how)
        else:
            choice = Choice(name, backend="onnxruntime" if how == "onnxruntime" else "openvino")
        made = make_engine(choice)
    except EngineMissingError as error:
        if os.environ.get("CI"):
            pytest.fail(f"CI must run the tests of {name}: {error}")
        pytest.skip(str(error))
    return made


def _same(text: str) -> str:
    return "".join(text.split()).replace("，", ",")


def test_it_says_which_engine_of_which_version_it_is(engine: OcrEngine) -> None:
    product, release = engine.name.split()[:2]
    assert product in ("rapidocr", "tesseract", "paddleocr")
    assert release[0].isdigit()


def test_every_line_is_found_where_it_stands(engine: OcrEngine, page: Image) -> None:
    boxes = engine.find_lines(page)
    for n in range(len(_LINES)):
        middle = _TOP + n * _STEP + 0.72 * _SIZE
        own = [box for box in boxes if box[1] < middle < box[3]]
        assert own, _LINES[n]
        assert min(box[0] for box in own) == pytest.approx(_LEFT, abs=25)
        assert all(0 <= box[0] < box[2] <= 1200 and box[3] - box[1] < 2.2 * _SIZE for box in own)


def test_crops_are_read_each_in_its_place(engine: OcrEngine) -> None:
    """Widths far apart: engines read by width, the answers come in the order asked."""
    texts = ("735167", "青禾工业互联网平台技术服务有限公司", "38", "安徽省滁州市", "2017年5月12日")
    read = engine.read_lines([_crop(text) for text in texts])
    assert [_same(line.text) for line in read] == list(texts)
    assert all(0.5 < line.score <= 1 and 0 <= line.weakest <= 1 for line in read)


def test_characters_stand_where_their_ink_is(engine: OcrEngine) -> None:
    text = "设备连接数量13796"
    crop = _crop(text)
    (line,) = engine.read_lines([crop])
    assert line.box == (0, 0, crop.shape[1], crop.shape[0])
    assert len(line.edges) == len(line.text) + 1
    assert all(left <= right for left, right in pairwise(line.edges))
    assert line.scores == () or len(line.scores) == len(line.text)
    inked = np.flatnonzero((crop.min(axis=2) < 128).any(axis=0))
    assert line.edges[0] == pytest.approx(inked[0], abs=0.6 * _SIZE)
    assert line.edges[-1] == pytest.approx(inked[-1], abs=0.6 * _SIZE)
    figures = 30 + 6 * _SIZE
    assert line.edges[line.text.index("1")] == pytest.approx(figures, abs=0.5 * _SIZE)


def test_grey_and_colour_read_the_same(engine: OcrEngine) -> None:
    crop = _crop("申报日期2023年6月6日")
    colour, grey = engine.read_lines([crop, np.ascontiguousarray(crop[..., 0])])
    assert colour.text == grey.text != ""


def test_where_nothing_stands_nothing_is_read(engine: OcrEngine) -> None:
    white = np.full((900, 700, 3), 255, np.uint8)
    assert list(engine.find_lines(white)) == []
    (line,) = engine.read_lines([white[:60, :300]])
    assert line.text.strip() == ""
    assert list(engine.read_lines([])) == []


def test_the_product_reads_a_scan_with_it(engine: OcrEngine, page: Image) -> None:
    """The whole way from pixels to a page; what is wrong is not said to be sure, and the page says who read it."""
    read = read_scan(page, 1, 595.0, 397.0, engine)
    pieces = [piece for block in read.blocks if isinstance(block, Paragraph) for piece in block.text.placed]
    lines = [
        [p for p in pieces if p.box and n * _STEP < p.box.y0 * 1200 / 595 - _TOP / 2 < (n + 1) * _STEP]
        for n in range(4)
    ]
    right = [_same("".join(p.text for p in line)) == _same(text) for line, text in zip(lines, _LINES, strict=True)]
    assert sum(right) >= 3
    assert all(good or min(p.confidence for p in line) < SURE for good, line in zip(right, lines, strict=True))
    assert read.reader == engine.name
