"""The engine of another make that confirms what is in dispute, where one is installed."""

from __future__ import annotations

from functools import cache

from extractors.ocr.choose import chosen
from pipeline.ports import OcrEngine
from pipeline.problems import EngineMissingError


@cache
def second_engine() -> OcrEngine | None:
    """Tesseract, unless it is the page's own engine or is not on this machine; one object a process."""
    try:
        if chosen().engine == "tesseract":
            return None
        from extractors.ocr.tesseract import TesseractEngine

        return TesseractEngine()
    except (EngineMissingError, ImportError):
        return None
