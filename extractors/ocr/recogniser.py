"""PP-OCR's recogniser on OpenVINO, arranged for many short crops on one processor.

The last layer, which tells 18,710 characters apart, is run only where a character may stand: at two of three steps
nothing does, and the score for nothing says so by itself. Crops are padded to a few widths, for each new one costs
OpenVINO as much as reading five.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from extractors.ocr.ctc import Steps, line_of_steps
from extractors.ocr.graphs import RECOGNISER, Compiled, characters_of, read_graph
from pipeline.ports import Image, OcrLine

_HEIGHT, _STEP = 48, 8
"""Pixels: the height of a line, the width of a step."""
_WIDTHS = (
    *range(64, 257, 32), 320, 384, 448, 512, 576, 640, 704, 768, 864, 960, 1056, 1152, 1280, 1408, 1568, 1728,
    1920, 2112, 2400, 2688, 3456,
)  # fmt: skip
_SHORT, _TOGETHER = 192, 4
"""Crops no wider are read several at a time: alone the overhead of a call weighs more than they do."""
_ROWS = 16
"""Steps that the last layer is given at a time."""
_NOTHING = 25.0
"""Logit of nothing above which nothing else is likelier: none of 30,000 steps with a character had more than 23."""


@dataclass(frozen=True, slots=True)
class _Fitted:
    """A crop at the models' height: its place among the crops, its own width, the width it is padded to."""

    number: int
    pixels: NDArray[np.uint8]
    padded: int

    @property
    def width(self) -> int:
        return int(self.pixels.shape[1])


class Recogniser:
    """Reads crops of one line. One thread unless told otherwise; not to be shared.

    Raises:
        EngineMissingError: the models are not there.
    """

    def __init__(self, threads: int, bits: int) -> None:
        whole = read_graph(RECOGNISER, bits)
        self._characters = characters_of(whole)
        body, head, nothing = parted(whole)
        self._body, self._head, self._nothing = Compiled(body, threads), Compiled(head, threads), nothing

    def read(self, crops: Sequence[Image]) -> list[OcrLine]:
        """One answer a crop, in order; an empty text where nothing was read."""
        return [line for line, _ in self.read_closely(crops)]

    def read_closely(self, crops: Sequence[Image]) -> list[tuple[OcrLine, tuple[float, ...]]]:
        """The same, each with the places (x in the crop's pixels) where a character may have been passed over."""
        fitted = [fit(number, crop) for number, crop in enumerate(crops)]
        order = sorted(fitted, key=lambda each: (each.padded, each.number))
        features: list[NDArray[np.float32]] = [np.zeros((0, 0), np.float32)] * len(crops)
        for batch in _batches(order):
            found = self._body(stacked(batch))
            for row, each in enumerate(batch):
                features[each.number] = found[row].copy()
        widths = {each.number: each.width for each in fitted}
        return [
            line_of_steps(seen, self._characters, widths[n] / _STEP, crops[n].shape[:2])
            for n, seen in enumerate(self._seen(features))
        ]

    def _seen(self, features: Sequence[NDArray[np.float32]]) -> Iterator[Steps]:
        """What the last layer says of each step of each crop."""
        if not features:
            return
        steps = np.concatenate(features)
        weights, bias = self._nothing
        busy = np.flatnonzero(steps @ weights + bias < _NOTHING)
        seen, scores = np.zeros(len(steps), np.int64), np.ones(len(steps), np.float32)
        next_, chance = np.zeros(len(steps), np.int64), np.zeros(len(steps), np.float32)
        for start in range(0, len(busy), _ROWS):
            rows = busy[start : start + _ROWS]
            padded = np.zeros((_ROWS, steps.shape[1]), np.float32)
            padded[: len(rows)] = steps[rows]
            likely = self._head(padded)[: len(rows)]
            seen[rows] = likely.argmax(axis=1)
            scores[rows] = likely[np.arange(len(rows)), seen[rows]]
            unsure = np.flatnonzero(scores[rows] <= 1 - Steps.RIVAL)
            others = np.array(likely[unsure])
            others[:, 0] = others[np.arange(len(unsure)), seen[rows[unsure]]] = 0.0
            next_[rows[unsure]] = others.argmax(axis=1)
            chance[rows[unsure]] = others.max(axis=1, initial=0.0)
        ends = np.cumsum([len(each) for each in features])[:-1]
        parts = (np.split(each, ends) for each in (seen, scores, next_, chance))
        yield from (Steps(*each) for each in zip(*parts, strict=True))


def parted(whole: Any) -> tuple[Any, Any, tuple[NDArray[np.float32], float]]:
    """The model up to its last layer, that layer with the scores it gives, and its weights for nothing."""
    import openvino
    from openvino import opset13 as operations

    last = next(each for each in reversed(whole.get_ordered_ops()) if each.get_type_name() == "MatMul")
    weights = np.array(_constant(last.input_value(1)), np.float32)
    added = next(iter(last.output(0).get_target_inputs())).get_node()
    bias = np.array(_constant(added.input_value(1)), np.float32).reshape(-1)
    body = openvino.Model([operations.result(_before_rounding(last.input_value(0)))], whole.get_parameters(), "body")
    rows = operations.parameter([_ROWS, weights.shape[0]], np.float32)
    product = operations.matmul(rows, operations.constant(weights), False, False)
    likely = operations.softmax(operations.add(product, operations.constant(bias)), 1)
    head = openvino.Model([operations.result(likely)], [rows], "head")
    return body, head, (weights[:, 0], float(bias[0]))


def _constant(output: Any) -> Any:
    return _before_rounding(output).get_node().data


def _before_rounding(output: Any) -> Any:
    node = output.get_node()
    return node.input_value(0) if node.get_type_name() == "FakeQuantize" else output


def fit(number: int, crop: Image) -> _Fitted:
    """The crop in the models' height, its proportions kept; wider than the widest, it is squeezed."""
    import cv2

    width = min(max(1, -(-_HEIGHT * crop.shape[1] // crop.shape[0])), _WIDTHS[-1])
    pixels = np.asarray(cv2.resize(crop, (width, _HEIGHT)), np.uint8)
    return _Fitted(number, pixels, next(each for each in _WIDTHS if each >= width))


def _batches(order: Sequence[_Fitted]) -> Iterator[list[_Fitted]]:
    """Crops that are padded to one width, the short ones four at a time."""
    at = 0
    while at < len(order):
        padded = order[at].padded
        own = [each for each in order[at : at + _TOGETHER] if each.padded == padded]
        size = _TOGETHER if len(own) == _TOGETHER and padded <= _SHORT else 1
        yield list(own[:size])
        at += size


def stacked(batch: Sequence[_Fitted]) -> NDArray[np.float32]:
    """As the model wants them: three channels from -1 to 1, 0 where they are padded."""
    values = np.zeros((len(batch), 3, _HEIGHT, batch[0].padded), np.float32)
    for row, each in enumerate(batch):
        grey = each.pixels.astype(np.float32) / 127.5 - 1.0
        values[row, :, :, : each.width] = grey if grey.ndim == 2 else grey[..., ::-1].transpose(2, 0, 1)
    return values
