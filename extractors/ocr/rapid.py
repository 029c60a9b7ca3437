"""RapidOCR: PP-OCR models from its own wheel, on OpenVINO or ONNX Runtime."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from importlib.metadata import version
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from extractors.ocr.edges import character_edges
from pipeline.ports import Glance, Image, OcrLine
from pipeline.problems import EngineMissingError

Backend = Literal["openvino", "onnxruntime"]
Bits = Literal[8, 32]
_NARROWEST = 176
"""Pixels that RapidOCR pads a batch of short crops to (its own: 320): a third less to compute on lists."""


class RapidEngine:
    """One engine of ``threads`` threads. Not to be shared: options given per call stay on the object.

    OpenVINO is the default: less than half of ONNX Runtime's time for the same text. In eight bits, where the processor
    has instructions for them, lines are found and read so first, and read again without rounding where that leaves a
    doubt (``docs/ocr.md``).

    Raises:
        EngineMissingError: RapidOCR, its models or the back end are not there.
    """

    def __init__(self, threads: int = 1, backend: Backend = "openvino", bits: Bits = 8) -> None:
        self.name = f"rapidocr {version('rapidocr')}"
        try:
            self._find, self._read, self._glance = (
                _own(threads, bits) if backend == "openvino" else _as_it_comes(threads)
            )
        except (ImportError, OSError, RuntimeError) as error:
            raise EngineMissingError(str(error)) from error

    def find_lines(self, image: Image) -> Sequence[tuple[float, float, float, float]]:
        """Boxes of the lines of text; a blank page has none."""
        small, back = _bounded(image)
        corners = self._find(small) * back
        lows, highs = corners.min(axis=1), corners.max(axis=1)
        return [(float(a[0]), float(a[1]), float(b[0]), float(b[1])) for a, b in zip(lows, highs, strict=True)]

    def read_lines(self, crops: Sequence[Image]) -> Sequence[OcrLine]:
        """One answer a crop, in order; an empty text where nothing was read."""
        return self._read(crops) if len(crops) else ()

    @property
    def glance(self) -> Glance | None:
        """In eight bits, where the processor has instructions for them and OpenVINO runs the models."""
        return self._glance


Find = Callable[[Image], NDArray[np.float64]]
Parts = tuple[Find, Glance, Glance | None]
"""What finds lines, what reads them, what reads them at a glance."""


def _own(threads: int, bits: Bits) -> Parts:
    """The wheel's weights on OpenVINO, arranged for this product's crops."""
    from extractors.ocr.detector import Detector
    from extractors.ocr.processor import has_eight_bits
    from extractors.ocr.recogniser import Recogniser
    from extractors.ocr.twice import TwiceRecogniser

    find, exact = Detector(threads, bits).find, Recogniser(threads, 32)
    if not has_eight_bits():
        return find, exact.read, None
    quick = Recogniser(threads, 8)
    return find, TwiceRecogniser(quick, exact).read if bits == 8 else exact.read, quick.read


def _as_it_comes(threads: int) -> Parts:
    """RapidOCR's own detector and recogniser on ONNX Runtime."""
    detector, recogniser = _parts(_make(threads))
    recogniser.rec_image_shape = [3, 48, _NARROWEST]

    def find(image: Image) -> NDArray[np.float64]:
        found = detector(_colour(image))
        boxes = () if found is None or found.boxes is None else found.boxes
        return np.asarray(boxes, np.float64).reshape(-1, 4, 2)

    def read(crops: Sequence[Image]) -> Sequence[OcrLine]:
        from rapidocr.ch_ppocr_rec import TextRecInput

        usable = [_colour(crop) for crop in crops]
        said = recogniser(TextRecInput(img=usable, return_word_box=True))
        triples = zip(said.txts, said.scores, said.word_results, usable, strict=True)
        return [_line(text, score, info, crop) for text, score, info, crop in triples]

    return find, read, None


def _make(threads: int) -> Any:
    from rapidocr import EngineType, RapidOCR

    logging.getLogger("RapidOCR").setLevel(logging.ERROR)
    kind = EngineType.ONNXRUNTIME
    return RapidOCR(
        params={
            "Global.log_level": "error",
            "Global.use_cls": False,
            "Det.engine_type": kind,
            "Rec.engine_type": kind,
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
