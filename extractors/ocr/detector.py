"""PP-OCR's detector on OpenVINO, with RapidOCR's own reading of its answer."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from extractors.ocr.graphs import DETECTOR, Compiled, read_graph
from pipeline.ports import Image

_TIMES = 32
"""Sides that the model takes are multiples of so many pixels."""


class Detector:
    """Finds lines of text. One thread unless told otherwise; not to be shared.

    Raises:
        EngineMissingError: the models are not there.
    """

    def __init__(self, threads: int, bits: int) -> None:
        self._model = Compiled(without_curve(read_graph(DETECTOR, bits)), threads)
        self._boxes = _reading_of_answers()

    def find(self, image: Image) -> NDArray[np.float64]:
        """The corners of each line (lines x 4 x 2) in pixels of ``image``, grey or RGB."""
        corners, _ = self._boxes(_chances(self._model(fitted(image))), image.shape[:2])
        return np.asarray(corners, np.float64).reshape(-1, 4, 2)


def without_curve(model: Any) -> Any:
    """The model without its last step, a sigmoid: on a whole page OpenVINO takes ten times as long for it as OpenCV."""
    import openvino
    from openvino import opset13 as operations

    last = model.get_results()[0].input_value(0).get_node()
    if last.get_type_name() != "Sigmoid":
        raise RuntimeError(f"the detector ends with {last.get_type_name()}, not with a sigmoid")
    return openvino.Model([operations.result(last.input_value(0))], model.get_parameters(), "detector")


def _chances(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    import cv2

    return np.asarray(1.0 / (1.0 + cv2.exp(-logits[0, 0])), np.float32)[None, None]


def _reading_of_answers() -> Any:
    from rapidocr.ch_ppocr_det.utils import DBPostProcess

    return DBPostProcess(thresh=0.3, box_thresh=0.5, max_candidates=1000, unclip_ratio=1.6, use_dilation=True,
                         score_mode="fast")  # fmt: skip


def fitted(image: Image) -> NDArray[np.float32]:
    """As the model wants it: one picture of three channels from -1 to 1."""
    import cv2

    height, width = (max(_TIMES, round(side / _TIMES) * _TIMES) for side in image.shape[:2])
    pixels = cv2.resize(image, (width, height)).astype(np.float32) / 127.5 - 1.0
    values = np.empty((1, 3, height, width), np.float32)
    values[0] = pixels if pixels.ndim == 2 else pixels[..., ::-1].transpose(2, 0, 1)
    return values
