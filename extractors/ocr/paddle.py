"""PaddleOCR 3.x on local model folders: its detector, recogniser and whole-page pipeline. In the extra ``paddle``."""

from __future__ import annotations

import importlib.metadata
import logging
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from extractors.ocr.edges import character_edges
from extractors.ocr.paddle_folders import Models, find_models
from pipeline.ports import Image, OcrLine
from pipeline.problems import EngineMissingError

_LONGEST = 1600
"""Pixels of a page's longer side for detection: at PaddleOCR's own 4,000 a page costs almost twice as much."""
_BATCH = 8
_INSTALL = "请运行 uv sync --extra paddle，或将 HESHU_OCR 改为 rapid"


class PaddleEngine:
    """A detector and a recogniser of PaddleOCR. Not to be shared between threads.

    Args:
        models: the folder that holds the model folders (``HESHU_PADDLE_MODELS``).
        size: part of the models' names where there are several (``server``, ``mobile``).
        device: ``cpu``, ``gpu``, ``gpu:0``, ``npu`` as PaddleOCR names them.
        threads: on a CPU.

    Raises:
        EngineMissingError: a model folder or the extra is missing; found out before Paddle is imported.
    """

    def __init__(self, models: Path | None, size: str = "", device: str = "cpu", threads: int = 1) -> None:
        self.models = find_models(models, size)
        if find_spec("paddleocr") is None or (self.models.runtime == "paddle" and find_spec("paddle") is None):
            raise EngineMissingError(f"没有安装 PaddleOCR；{_INSTALL}")
        self._how = _how(self.models, device, threads)
        with _ready():
            self._detector, self._recogniser = _parts(self.models, self._how)
        self._pipeline: Any = None
        self.name = f"paddleocr {importlib.metadata.version('paddleocr')} {self.models.recogniser.name}"

    @property
    def glance(self) -> None:
        """Nothing quicker."""

    def find_lines(self, image: Image) -> Sequence[tuple[float, float, float, float]]:
        """Boxes of the lines of text; a blank page has none."""
        (found,) = self._detector.predict(_bgr(image), limit_side_len=_LONGEST, limit_type="max")
        corners = np.asarray(found["dt_polys"], dtype=np.float64)
        if not corners.size:
            return ()
        lows, highs = corners.min(axis=1), corners.max(axis=1)
        return [(float(a[0]), float(a[1]), float(b[0]), float(b[1])) for a, b in zip(lows, highs, strict=True)]

    def read_lines(self, crops: Sequence[Image]) -> Sequence[OcrLine]:
        """One answer a crop, in order; an empty text where nothing was read.

        Crops go in by width: PaddleOCR takes the widths of a batch for sorted when it places the characters.
        """
        order = sorted(range(len(crops)), key=lambda n: crops[n].shape[1] / crops[n].shape[0])
        answers: list[OcrLine | None] = [None] * len(crops)
        for start in range(0, len(order), _BATCH):
            batch = order[start : start + _BATCH]
            pixels = [_bgr(crops[n]) for n in batch]
            read = self._recogniser.predict(pixels, batch_size=len(batch), return_word_box=True)
            for n, result in zip(batch, read, strict=True):
                answers[n] = _line(result, crops[n])
        return [line for line in answers if line is not None]

    def read_page(self, image: Image) -> Sequence[OcrLine]:
        """The whole page by PaddleOCR's own pipeline, lines with their boxes; loaded at the first call."""
        if self._pipeline is None:
            with _ready():
                self._pipeline = _whole(self.models, self._how)
        (result,) = self._pipeline.predict(_bgr(image))
        boxes = np.asarray(result["rec_boxes"], dtype=np.float64).reshape(-1, 4)
        lines = zip(result["rec_texts"], result["rec_scores"], boxes, strict=True)
        return [
            OcrLine(text, (float(b[0]), float(b[1]), float(b[2]), float(b[3])), float(score), (), _weakest(text, score))
            for text, score, b in lines
        ]


def _how(models: Models, device: str, threads: int) -> dict[str, Any]:
    """How the models are run, in PaddleOCR's words."""
    if models.runtime == "onnxruntime":
        settings = {"intra_op_num_threads": threads, "inter_op_num_threads": 1}
        return {"engine": "onnxruntime", "engine_config": settings, "device": device}
    return {"engine": "paddle", "cpu_threads": threads, "device": device}


@contextmanager
def _ready() -> Iterator[None]:
    """PaddleOCR made to look for nothing outside, and to take the OpenCV that is there.

    It asks for the distribution ``opencv-contrib-python``, whose build needs libGL; the headless build of the same
    module does all that these models need, so its version is what PaddleOCR is told while it loads.
    """
    os.environ.setdefault("PADDLE_PDX_DISABLE_MODEL_SOURCE_CHECK", "True")
    asked = importlib.metadata.version

    def version(distribution_name: str) -> str:
        headless = distribution_name == "opencv-contrib-python"
        return asked("opencv-python-headless" if headless else distribution_name)

    importlib.metadata.version = version
    logging.getLogger("paddlex").setLevel(logging.ERROR)
    try:
        yield
    except (ImportError, OSError, RuntimeError, ValueError) as error:
        raise EngineMissingError(f"PaddleOCR 无法载入（{error}）；{_INSTALL}") from error
    finally:
        importlib.metadata.version = asked


def _parts(models: Models, how: dict[str, Any]) -> tuple[Any, Any]:
    from paddleocr import TextDetection, TextRecognition

    detector, recogniser = models.detector, models.recogniser
    return (
        TextDetection(model_name=detector.name, model_dir=str(detector.path), **how),
        TextRecognition(model_name=recogniser.name, model_dir=str(recogniser.path), **how),
    )


def _whole(models: Models, how: dict[str, Any]) -> Any:
    from paddleocr import PaddleOCR

    return PaddleOCR(
        text_detection_model_name=models.detector.name,
        text_detection_model_dir=str(models.detector.path),
        text_recognition_model_name=models.recogniser.name,
        text_recognition_model_dir=str(models.recogniser.path),
        text_recognition_batch_size=_BATCH,
        text_det_limit_side_len=_LONGEST,
        text_det_limit_type="max",
        use_doc_orientation_classify=False,
        use_doc_unwarping=False,
        use_textline_orientation=False,
        **how,
    )


def _bgr(image: Image) -> Image:
    """Three channels in OpenCV's order, as PaddleOCR takes arrays."""
    return np.ascontiguousarray(np.repeat(image[..., None], 3, axis=2) if image.ndim == 2 else image[..., ::-1])


def _line(result: Any, crop: Image) -> OcrLine:
    """The line; the recogniser tells the text, or the text and in which of its steps each character stands."""
    height, width = crop.shape[:2]
    read, score = result["rec_text"], float(result["rec_score"])
    text, steps = (read[0], read[1]) if isinstance(read, tuple | list) else (read, None)
    columns = [column for word in (steps[2] if steps else ()) for column in word]
    columns = [column for char, column in zip(text, columns, strict=False) if not char.isspace()]
    edges = character_edges(text, columns, float(steps[0]) if steps else 0.0, width)
    return OcrLine(text, (0.0, 0.0, float(width), float(height)), score, edges, _weakest(text, score))


def _weakest(text: str, score: float) -> float:
    """The least that the weakest character's score can be: PaddleOCR only tells their mean."""
    return max(0.0, 1.0 - (1.0 - score) * max(1, len(text)))
