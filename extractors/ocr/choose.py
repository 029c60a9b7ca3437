"""Which engine reads the pixels: by configuration, so that an office chooses without touching code.

The names and what they mean are in ``docs/ocr.md``; a test holds the two against each other.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, cast

from extractors.ocr.processor import has_eight_bits
from extractors.ocr.tesseract_data import LANGUAGE, find_data
from pipeline.problems import EngineMissingError

if TYPE_CHECKING:  # whoever only asks for the version need not wait for numpy
    from extractors.ocr.rapid import Backend, Bits
    from pipeline.ports import OcrEngine

ENGINES = ("rapid", "tesseract", "paddle")
BACKENDS = ("openvino", "onnxruntime")
BITS = ("8", "32")
NAMES = (
    "HESHU_OCR",
    "HESHU_OCR_THREADS",
    "HESHU_OCR_BACKEND",
    "HESHU_OCR_BITS",
    "HESHU_PADDLE_MODELS",
    "HESHU_PADDLE_SIZE",
    "HESHU_PADDLE_DEVICE",
)
"""Every environment variable that is looked at."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The engine that is configured and how it is to run."""

    engine: str = "rapid"
    threads: int = 1
    backend: Backend = "openvino"
    models: Path | None = None
    size: str = ""
    device: str = "cpu"
    bits: Bits = 8

    @property
    def identity(self) -> str:
        """What decides the text that comes out: pages read with another identity are read again.

        Threads read the same; a model folder is known by its weights' sizes and times. Tesseract gives a second
        opinion where it is installed, so pages read with and without it are not the same.
        """
        if self.engine == "tesseract":
            return f"tesseract {_version('tesserocr')}"
        own = f"rapidocr {_version('rapidocr')} {self._precision()}"
        if self.engine == "paddle":
            own = f"paddle {_version('paddleocr')} {self.size} {_fingerprint(self.models)}"
        return f"{own} {_second_opinion()}".rstrip()

    def _precision(self) -> str:
        """Rounding and padding change the text where it can hardly be read; eight bits at least give second looks."""
        if self.backend != "openvino" or not has_eight_bits():
            return f"{self.backend} 32 bits"
        return f"{self.backend} {'8 and 32' if self.bits == 8 else '32 and 8'} bits"


def chosen(environment: Mapping[str, str] = os.environ) -> Choice:
    """The choice that the environment makes.

    Raises:
        EngineMissingError: it names an engine, a back end or a number of threads that can't be.
    """
    said = {name: environment.get(name, "").strip() for name in NAMES}
    engine = _one_of(said["HESHU_OCR"] or "rapid", ENGINES, "HESHU_OCR")
    backend = _one_of(said["HESHU_OCR_BACKEND"] or "openvino", BACKENDS, "HESHU_OCR_BACKEND")
    threads = said["HESHU_OCR_THREADS"] or "1"
    if not threads.isdecimal() or int(threads) < 1:
        raise EngineMissingError(f"HESHU_OCR_THREADS 应为正整数，而不是 {threads}")
    models = Path(said["HESHU_PADDLE_MODELS"]) if said["HESHU_PADDLE_MODELS"] else None
    device = said["HESHU_PADDLE_DEVICE"] or "cpu"
    bits = int(_one_of(said["HESHU_OCR_BITS"] or "8", BITS, "HESHU_OCR_BITS"))
    size = said["HESHU_PADDLE_SIZE"]
    return Choice(engine, int(threads), cast("Backend", backend), models, size, device, cast("Bits", bits))


def make_engine(choice: Choice) -> OcrEngine:
    """The engine, loaded.

    Raises:
        EngineMissingError: it, or its models, are not on this machine; the message says what to do.
    """
    if choice.engine == "tesseract":
        from extractors.ocr.tesseract import TesseractEngine

        return TesseractEngine()
    if choice.engine == "paddle":
        from extractors.ocr.paddle import PaddleEngine

        return PaddleEngine(choice.models, choice.size, choice.device, choice.threads)
    from extractors.ocr.rapid import RapidEngine

    return RapidEngine(choice.threads, choice.backend, choice.bits)


def check(choice: Choice) -> None:
    """Find out without loading any model whether the engine can be there at all.

    Raises:
        EngineMissingError: it can't; the message says what to do.
    """
    if choice.engine == "tesseract":
        find_data()
    elif choice.engine == "paddle":
        from extractors.ocr.paddle_folders import find_models

        find_models(choice.models, choice.size)
        if not _version("paddleocr"):
            raise EngineMissingError("没有安装 PaddleOCR；请运行 uv sync --extra paddle，或将 HESHU_OCR 改为 rapid")


def _one_of(value: str, allowed: tuple[str, ...], name: str) -> str:
    if value not in allowed:
        raise EngineMissingError(f"{name} 只能是 {'、'.join(allowed)}，而不是 {value}")
    return value


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def _second_opinion() -> str:
    try:
        data = find_data() / f"{LANGUAGE}.traineddata"
    except EngineMissingError:
        return ""
    return f"tesseract {_version('tesserocr')} {data.stat().st_size}"


def _fingerprint(folder: Path | None) -> str:
    if folder is None or not folder.is_dir():
        return ""
    files = sorted(path for path in folder.glob("*/*") if path.is_file())
    return " ".join(f"{path.relative_to(folder)}:{path.stat().st_size}:{path.stat().st_mtime_ns}" for path in files)
