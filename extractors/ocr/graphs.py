"""The weights of RapidOCR's wheel as OpenVINO models: in eight bits where they were measured and the processor can."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from extractors.ocr.eight_bit import in_eight_bits, roundings_of
from extractors.ocr.processor import has_eight_bits
from pipeline.problems import EngineMissingError

UNROUNDED = {"INFERENCE_PRECISION_HINT": "f32"}
"""Else OpenVINO takes sixteen bits where the processor can: as far beside as eight bits are, and where nobody looks."""
DETECTOR, RECOGNISER = "PP-OCRv6_det_small.onnx", "PP-OCRv6_rec_small.onnx"


def read_graph(name: str, bits: int) -> Any:
    """The model, not compiled yet.

    Raises:
        EngineMissingError: RapidOCR's wheel is not installed, or carries other models.
    """
    import openvino
    import rapidocr

    path = Path(rapidocr.__file__).parent / "models" / name
    if not path.is_file():
        raise EngineMissingError(f"rapidocr 中没有 {name}；请按 uv.lock 重新安装：uv sync --frozen")
    model = openvino.Core().read_model(path)
    roundings = roundings_of(path) if bits == 8 and has_eight_bits() else None
    return model if roundings is None else in_eight_bits(model, roundings)


class Compiled:
    """A model ready to run on ``threads`` threads; one picture, or one batch, at a time."""

    def __init__(self, model: Any, threads: int) -> None:
        settings = {"INFERENCE_NUM_THREADS": threads, "NUM_STREAMS": 1, "ENABLE_CPU_PINNING": False, **UNROUNDED}
        self._request = _core().compile_model(model, "CPU", settings).create_infer_request()

    def __call__(self, values: NDArray[np.float32]) -> NDArray[np.float32]:
        """The model's first output; it is overwritten by the next call."""
        self._request.set_input_tensor(_tensor(values))
        self._request.infer(share_outputs=True)
        return np.asarray(self._request.get_output_tensor(0).data, np.float32)


def _tensor(values: NDArray[np.float32]) -> Any:
    """The values where they lie: as an argument of each call OpenVINO looks up over and again what they are."""
    import openvino

    return openvino.Tensor(values, shared_memory=True)


@cache
def _core() -> Any:
    import openvino

    return openvino.Core()


def characters_of(model: Any) -> list[str]:
    """What the recogniser's numbers stand for; 0 is nothing."""
    framework: Mapping[str, Any] = model.get_rt_info()["framework"]
    return ["", *str(framework["character"].value).splitlines(), " "]
