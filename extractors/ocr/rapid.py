"""RapidOCR: PP-OCR models from its own wheel, on OpenVINO or ONNX Runtime: the same text from both."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from importlib.metadata import version
from typing import Any, Literal

import numpy as np

from extractors.ocr.edges import character_edges
from pipeline.ports import Image, OcrLine
from pipeline.problems import EngineMissingError

Backend = Literal["openvino", "onnxruntime"]
_NARROWEST = 176
"""Pixels that a batch of short crops is padded to (RapidOCR: 320): a third less to compute on lists, the same text."""


class RapidEngine:
    """One engine of ``threads`` threads. Not to be shared: options given per call stay on the object.

    OpenVINO is the default: the same weights and text at some 0.6 of ONNX Runtime's CPU time (``docs/ocr.md``).

    Raises:
        EngineMissingError: RapidOCR, its models or the back end are not there.
    """

    def __init__(self, threads: int = 1, backend: Backend = "openvino") -> None:
        self.name = f"rapidocr {version('rapidocr')}"
        try:
            self._ocr = _make(threads, backend)
            self._detector, self._recogniser = _parts(self._ocr)
            self._recogniser.rec_image_shape = [3, 48, _NARROWEST]
        except (ImportError, OSError, RuntimeError) as error:
            raise EngineMissingError(str(error)) from error

    def find_lines(self, image: Image) -> Sequence[tuple[float, float, float, float]]:
        """Boxes of the lines of text; a blank page has none."""
        pixels = _colour(image)
        small, back = _bounded(pixels)
        found = self._detector(small)
        if found is None or found.boxes is None:
            return ()
        corners = np.asarray(found.boxes, dtype=np.float64) * back
        lows, highs = corners.min(axis=1), corners.max(axis=1)
        return [(float(a[0]), float(a[1]), float(b[0]), float(b[1])) for a, b in zip(lows, highs, strict=True)]

    def read_lines(self, crops: Sequence[Image]) -> Sequence[OcrLine]:
        """One answer a crop, in order; an empty text where nothing was read."""
        from rapidocr.ch_ppocr_rec import TextRecInput

        usable = [_colour(crop) for crop in crops]
        if not usable:
            return ()
        read = self._recogniser(TextRecInput(img=usable, return_word_box=True))
        triples = zip(read.txts, read.scores, read.word_results, usable, strict=True)
        return [_line(text, score, info, crop) for text, score, info, crop in triples]


def _make(threads: int, backend: Backend) -> Any:
    from rapidocr import EngineType, RapidOCR

    logging.getLogger("RapidOCR").setLevel(logging.ERROR)
    kind = EngineType.OPENVINO if backend == "openvino" else EngineType.ONNXRUNTIME
    return RapidOCR(
        params={
            "Global.log_level": "error",
            "Global.use_cls": False,
            "Det.engine_type": kind,
            "Rec.engine_type": kind,
            "EngineConfig.openvino.inference_num_threads": threads,
            "EngineConfig.openvino.enable_cpu_pinning": False,
            "EngineConfig.onnxruntime.intra_op_num_threads": threads,
        }
    )


def _parts(ocr: Any) -> tuple[Any, Any]:
    """Detector and recogniser; newer versions load them on demand."""
    detector = ocr.text_det if ocr.text_det is not None else ocr._load_det_model()  # noqa: SLF001
    recogniser = ocr.text_rec if ocr.text_rec is not None else ocr._load_rec_model()  # noqa: SLF001
    return detector, recogniser


def _colour(image: Image) -> Image:
    """Three channels, as the models want them."""
    return np.ascontiguousarray(np.repeat(image[..., None], 3, axis=2) if image.ndim == 2 else image[..., ::-1])


def _bounded(pixels: Image, longest: int = 2000) -> tuple[Image, float]:
    """The image for detection, at most ``longest`` pixels on its longer side, and the factor back."""
    import cv2

    side = max(pixels.shape[:2])
    if side <= longest:
        return pixels, 1.0
    scale = longest / side
    return np.asarray(cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8), 1 / scale


def _line(text: str, score: float, info: Any, crop: Image) -> OcrLine:
    """The line with the place of each character from the time steps of the recogniser."""
    height, width = crop.shape[:2]
    columns = [column for word in (info.word_cols if info else ()) for column in word]
    steps = float(info.line_txt_len) if info else 0.0
    confidences = [float(each) for each in (info.confs if info else ())]
    edges = character_edges(text, columns, steps, width)
    box = (0.0, 0.0, float(width), float(height))
    scores = tuple(confidences) if len(confidences) == len(text) else ()
    return OcrLine(text, box, float(score), edges, min(confidences, default=0.0), scores)
