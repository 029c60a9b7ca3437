"""The wheel's weights in eight bits, and the recogniser's last layer run only where a character may stand."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
import rapidocr
from PIL import Image as Pillow
from PIL import ImageDraw, ImageFont

from extractors.ocr import graphs, recogniser
from extractors.ocr.eight_bit import in_eight_bits, name_of, ranges_of, weighed
from extractors.ocr.processor import has_eight_bits
from extractors.ocr.rapid import RapidEngine
from extractors.ocr.recogniser import Recogniser
from pipeline.font import font_path
from pipeline.ports import Image

pytestmark = pytest.mark.ocr
_MODELS = Path(rapidocr.__file__).parent / "models"
_TEXTS = (
    "7,351.67",
    "SB-2023-0147",
    "是",
    "2019年11月4日",
    "滁州市青禾数控装备有限公司",
    "9",
    "15.3%",
    "设备连接数量（台）",
)


def _crop(text: str, size: int, blur: float) -> Image:
    font = ImageFont.truetype(str(font_path()), size)
    picture = Pillow.new("L", (round(font.getlength(text)) + size, round(1.5 * size)), 250)
    ImageDraw.Draw(picture).text((size // 2, size // 8), text, font=font, fill=30)
    return np.asarray(cv2.GaussianBlur(np.asarray(picture), (0, 0), blur), np.uint8)


def _crops() -> list[Image]:
    return [_crop(text, size, blur) for text in _TEXTS for size, blur in ((44, 0.8), (24, 0.7))]


def test_nearly_every_layer_of_the_installed_weights_was_measured() -> None:
    """Those left out are few: their rounding alone would move what is read."""
    ranges = ranges_of(_MODELS / graphs.RECOGNISER)
    assert ranges is not None
    names = {name_of(each) for each in weighed(graphs.read_graph(graphs.RECOGNISER, 32))}
    assert names > set(ranges)
    assert len(ranges) > 0.9 * len(names)
    assert all(low <= 0 <= high and low < high for low, high in ranges.values())


def test_other_weights_are_not_rounded(tmp_path: Path) -> None:
    (tmp_path / "other.onnx").write_bytes(b"other")
    assert ranges_of(tmp_path / "other.onnx") is None


def test_weights_stand_between_roundings() -> None:
    ranges = ranges_of(_MODELS / graphs.RECOGNISER)
    assert ranges is not None
    model = in_eight_bits(graphs.read_graph(graphs.RECOGNISER, 32), ranges)
    kinds = [each.get_type_name() for each in model.get_ordered_ops()]
    assert kinds.count("FakeQuantize") >= 2 * len(ranges)
    assert not {name_of(each) for each in weighed(model)} & set(ranges)


@pytest.mark.parametrize("bits", [8, 32])
def test_printed_text_is_read_whatever_the_precision(bits: int) -> None:
    said = Recogniser(1, bits).read(_crops())
    assert [line.text.replace("(", "（").replace(")", "）") for line in said] == [t for t in _TEXTS for _ in range(2)]
    assert all(line.weakest > 0.5 and len(line.scores) == len(line.text) for line in said)


def test_steps_left_out_of_the_last_layer_are_those_where_nothing_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    few = Recogniser(1, 32)
    short = few.read(_crops())
    monkeypatch.setattr(recogniser, "_NOTHING", float("inf"))
    assert [line.text for line in few.read(_crops())] == [line.text for line in short]


def test_what_it_reads_is_what_the_library_reads() -> None:
    """Against RapidOCR's own recogniser on ONNX Runtime: other code, the same weights."""
    ours, theirs = (
        RapidEngine(1, "openvino", 32).read_lines(_crops()),
        RapidEngine(1, "onnxruntime").read_lines(_crops()),
    )
    assert [line.text for line in ours] == [line.text for line in theirs]
    for one, other in zip(ours, theirs, strict=True):
        assert one.edges == pytest.approx(other.edges, abs=8.0)


def test_a_glance_is_offered_where_the_processor_can_and_sees_what_is_plain() -> None:
    engine = RapidEngine(1, "openvino", 32)
    if not has_eight_bits():
        assert engine.glance is None
        return
    assert engine.glance is not None
    for seen, read in zip(engine.glance(_crops()), engine.read_lines(_crops()), strict=True):
        assert seen.text.replace("(", "（") == read.text.replace("(", "（")
        assert seen.edges == pytest.approx(read.edges, abs=8.0)
        assert seen.scores != read.scores  # it is rounded
    assert RapidEngine(1, "onnxruntime").glance is None


def test_a_text_is_the_same_alone_and_among_others() -> None:
    engine = Recogniser(1, 32)
    alone = [engine.read([crop])[0] for crop in _crops()]
    together = engine.read(_crops())
    assert [line.text for line in alone] == [line.text for line in together]


def test_a_line_longer_than_the_widest_is_read_to_its_end() -> None:
    (line,) = Recogniser(1, 8).read([_crop("平台服务企业数量" * 6, 30, 0.6)])
    assert line.text == "平台服务企业数量" * 6
