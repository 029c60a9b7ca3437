"""The wheel's weights in eight bits, and the recogniser's last layer run only where a character may stand."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import onnxruntime
import pytest
import rapidocr
from numpy.typing import NDArray
from PIL import Image as Pillow
from PIL import ImageDraw, ImageFont

from extractors.ocr import graphs, recogniser
from extractors.ocr.eight_bit import (
    Rounding,
    Roundings,
    convolutions,
    in_eight_bits,
    keep,
    rounded,
    rounded_weights,
    roundings_of,
    weights_of,
    with_zero,
)
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


@pytest.mark.parametrize("name", [graphs.RECOGNISER, graphs.DETECTOR])
def test_most_convolutions_of_the_installed_weights_are_rounded(name: str) -> None:
    """Those left out are few: their rounding would move what is read, or saves nothing."""
    roundings = roundings_of(_MODELS / name)
    assert roundings is not None
    found = {each.get_friendly_name(): weights_of(each) for each in convolutions(graphs.read_graph(name, 32))}
    assert set(found) >= set(roundings)
    rounded_work = sum(found[each].size for each in roundings)
    assert rounded_work > 0.8 * sum(weights.size for weights in found.values())
    for each, rounding in roundings.items():
        assert rounding.low <= 0 <= rounding.high
        assert rounding.shares.shape == found[each].shape[1:2]
        assert rounding.missed.shape == found[each].shape[:1]
        assert 0 < rounding.shares.min() <= rounding.shares.max() == 1


def test_other_weights_are_not_rounded(tmp_path: Path) -> None:
    (tmp_path / "other.onnx").write_bytes(b"other")
    assert roundings_of(tmp_path / "other.onnx") is None


def test_what_was_measured_is_kept_and_found_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    model = tmp_path / "some.onnx"
    model.write_bytes(b"some")
    shares, missed = np.array([0.5, 1.0], np.float32), np.array([0.25], np.float32)
    keep(tmp_path / "rounding.npz", {model: {"Conv.1": Rounding(-1.5, 2.5, shares, missed)}})
    monkeypatch.setattr("extractors.ocr.eight_bit.files", lambda _: tmp_path)
    kept = roundings_of(model)
    assert kept is not None
    assert list(kept) == ["Conv.1"]
    assert (kept["Conv.1"].low, kept["Conv.1"].high) == (-1.5, 2.5)
    assert np.array_equal(kept["Conv.1"].shares, shares)
    assert np.array_equal(kept["Conv.1"].missed, missed)


def test_convolutions_stand_between_roundings() -> None:
    roundings = roundings_of(_MODELS / graphs.RECOGNISER)
    assert roundings is not None
    model = in_eight_bits(graphs.read_graph(graphs.RECOGNISER, 32), roundings)
    kinds = [each.get_type_name() for each in model.get_ordered_ops()]
    assert kinds.count("FakeQuantize") == 2 * len(roundings)
    assert not {each.get_friendly_name() for each in convolutions(model)} & set(roundings)


def test_what_the_recogniser_sees_is_hardly_moved_and_on_average_not() -> None:
    """Of the energy of what the last layer is given; without ``missed`` it is three times as much."""
    roundings = roundings_of(_MODELS / graphs.RECOGNISER)
    assert roundings is not None
    beside = {
        name: Rounding(each.low, each.high, each.shares, np.zeros_like(each.missed)) for name, each in roundings.items()
    }
    pictures = [recogniser.stacked([recogniser.fit(0, crop)]) for crop in _crops()]
    exact, right, wrong = (_features(each, pictures) for each in ({}, roundings, beside))
    assert _moved(right, exact) < 0.01
    assert _moved(right, exact) < 0.6 * _moved(wrong, exact)


def test_without_rounding_is_without_rounding_on_processors_with_sixteen_bits_too() -> None:
    """ONNX Runtime knows no sixteen bits unless asked; OpenVINO takes them by itself: 0.003."""
    whole = graphs.read_graph(graphs.RECOGNISER, 32)
    pictures = [recogniser.stacked([recogniser.fit(0, crop)]) for crop in _crops()]
    plain = onnxruntime.InferenceSession(_MODELS / graphs.RECOGNISER, providers=["CPUExecutionProvider"])
    exact = [plain.run(None, {plain.get_inputs()[0].name: each})[0] for each in pictures]
    run = graphs.Compiled(whole, 1)
    assert _moved([run(each).copy() for each in pictures], exact) < 1e-6


def _features(roundings: Roundings, pictures: list[NDArray[np.float32]]) -> list[NDArray[np.float32]]:
    model = in_eight_bits(graphs.read_graph(graphs.RECOGNISER, 32), roundings)
    run = graphs.Compiled(recogniser.parted(model)[0], 1)
    return [run(each).copy() for each in pictures]


def _moved(found: list[NDArray[np.float32]], exact: list[NDArray[np.float32]]) -> float:
    wrong = sum(float(np.square(a - b).sum()) for a, b in zip(found, exact, strict=True))
    return wrong / sum(float(np.square(each).sum()) for each in exact)


def test_channels_are_shrunk_and_weights_stretched_alike() -> None:
    """One convolution, a loud channel beside a quiet one: with its share the quiet one keeps its steps."""
    from openvino import Model
    from openvino import opset13 as operations

    picture = np.stack([np.full((4, 4), 100.0), np.linspace(0, 1, 16).reshape(4, 4)])[None].astype(np.float32)

    def run(shares: NDArray[np.float32]) -> NDArray[np.float32]:
        given = operations.parameter([1, 2, 4, 4], np.float32)
        weights = operations.constant(np.array([[[[0.01]], [[1.0]]]], np.float32))
        out = operations.convolution(given, weights, [1, 1], [0, 0], [0, 0], [1, 1])
        out.set_friendly_name("only")
        added = operations.add(out, operations.constant(np.zeros((1, 1, 1, 1), np.float32)))
        model = Model([operations.result(added)], [given], "one")
        ends = with_zero(0.0, float((picture / shares.reshape(1, 2, 1, 1)).max()))
        rounded_model = in_eight_bits(model, {"only": Rounding(*ends, shares, np.zeros(1, np.float32))})
        return graphs.Compiled(rounded_model, 1)(picture).copy()

    exact = 0.01 * picture[:, :1] + picture[:, 1:]
    plain, shrunk = (np.abs(run(np.array(s, np.float32)) - exact).max() for s in ([1, 1], [1, 0.01]))
    assert shrunk < 0.1 * plain


def test_rounded_values_keep_nought_and_their_ends() -> None:
    low, high = with_zero(-0.17, 5.0)
    values = np.array([0.0, low, high, 9.0, -9.0], np.float32)
    assert rounded(values, low, high) == pytest.approx([0.0, low, high, high, low], abs=1e-6)
    weights = np.array([[[[0.5]], [[-1.0]]]], np.float32)
    assert rounded_weights(weights).reshape(-1) == pytest.approx([0.5, -1.0], abs=1 / 127)


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
