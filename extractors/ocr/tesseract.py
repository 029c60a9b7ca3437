"""Tesseract with ``chi_sim``, in this process: a second opinion that shares nothing with the PP-OCR models.

The wheel ``tesserocr`` carries Tesseract; the language data is Debian's ``tesseract-ocr-chi-sim`` or lies where
``TESSDATA_PREFIX`` says. No other program is started: children that read strangers' files may not start any.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from extractors.ocr.grown import Box, grown
from extractors.ocr.symbols import Symbol, line_of, lines_of
from extractors.ocr.tesseract_data import LANGUAGE, WAY_OUT, find_data
from pipeline.ports import Image, OcrLine
from pipeline.problems import EngineMissingError

_CROP_HEIGHT = 56
"""Pixels a crop's line is brought to: the model was trained on capitals of about 30."""
_BORDER = 12
"""Pixels of white round a crop: Tesseract loses characters that touch the edge."""
_DPI = 200


class TesseractEngine:
    """Tesseract with its Chinese model. One thread; not to be shared.

    Raises:
        EngineMissingError: the wheel or its language data is not there.
    """

    def __init__(self) -> None:
        data = find_data()
        os.environ.setdefault("OMP_THREAD_LIMIT", "1")  # its threads spin: a page costs twice the time with them
        import tesserocr

        try:
            self._api = tesserocr.PyTessBaseAPI(path=f"{data}/", lang=LANGUAGE, oem=tesserocr.OEM.LSTM_ONLY)
        except RuntimeError as error:
            raise EngineMissingError(f"{data} 中的 chi_sim 无法载入（{error}）；{WAY_OUT}") from error
        self._api.SetVariable("debug_file", "/dev/null")
        self.name = f"tesseract {release()}"

    @property
    def glance(self) -> None:
        """Nothing quicker."""

    def find_lines(self, image: Image) -> Sequence[tuple[float, float, float, float]]:
        """Boxes of the lines of text, as its layout analysis sees them; nothing is read for it.

        Looked for as sparse text, which tells cells apart; where that sees nothing, as a column, which loses no line.
        """
        import tesserocr

        cells = self._layout(image, tesserocr.PSM.SPARSE_TEXT)
        column = self._layout(image, tesserocr.PSM.SINGLE_COLUMN)
        return grown([*cells, *(line for line in column if not any(_overlap(line, cell) for cell in cells))], image)

    def read_lines(self, crops: Sequence[Image]) -> Sequence[OcrLine]:
        """One answer a crop, in order; an empty text where nothing was read."""
        return [self._read_line(crop) for crop in crops]

    def read_page(self, image: Image) -> Sequence[OcrLine]:
        """The whole page by Tesseract's own layout, lines with their boxes."""
        import tesserocr

        self._show(image, tesserocr.PSM.SPARSE_TEXT)
        return lines_of(list(self._symbols()))

    def _layout(self, image: Image, segmentation: int) -> list[Box]:
        import tesserocr

        self._show(image, segmentation)
        found = self._api.GetComponentImages(tesserocr.RIL.TEXTLINE, True)
        places = [(place["x"], place["y"], place["w"], place["h"]) for _, place, _, _ in found]
        return [(float(x), float(y), float(x + w), float(y + h)) for x, y, w, h in places]

    def _read_line(self, crop: Image) -> OcrLine:
        import tesserocr

        fitted, factor = _fitted(crop)
        self._show(fitted, tesserocr.PSM.SINGLE_LINE)
        line = line_of(list(self._symbols()))
        height, width = crop.shape[:2]
        edges = tuple(min(float(width), max(0.0, (edge - _BORDER) / factor)) for edge in line.edges)
        return OcrLine(line.text, (0.0, 0.0, float(width), float(height)), line.score, edges, line.weakest)

    def _show(self, image: Image, segmentation: int) -> None:
        from PIL import Image as Pillow

        self._api.SetPageSegMode(segmentation)
        self._api.SetImage(Pillow.fromarray(np.ascontiguousarray(image)))
        self._api.SetSourceResolution(_DPI)

    def _symbols(self) -> Iterator[Symbol]:
        """The characters of the picture shown, each with its box and score: its own or its word's, the lesser one."""
        import tesserocr

        level = tesserocr.RIL.SYMBOL
        if not self._api.Recognize():
            return
        found: Any = self._api.GetIterator()
        for each in tesserocr.iterate_level(found, level) if found is not None else ():
            place = each.BoundingBox(level)
            try:
                text = str(each.GetUTF8Text(level)).strip()
            except RuntimeError:  # nothing was recognised on the whole picture
                continue
            if text and place is not None:
                x0, y0, x1, y1 = (float(edge) for edge in place)
                sure = min(float(each.Confidence(level)), float(each.Confidence(tesserocr.RIL.WORD)))
                yield Symbol(text, x0, y0, x1, y1, max(0.0, sure) / 100)


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def release() -> str:
    """Tesseract's version."""
    import tesserocr

    return str(tesserocr.tesseract_version()).split()[1]


def _fitted(crop: Image) -> tuple[Image, float]:
    """The crop at the height that Tesseract reads best, white round it, and the factor it was enlarged by."""
    import cv2

    grey = crop if crop.ndim == 2 else cv2.cvtColor(crop, cv2.COLOR_RGB2GRAY)
    factor = _CROP_HEIGHT / max(8, grey.shape[0])
    large = cv2.resize(grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_CUBIC)
    return np.pad(np.asarray(large, np.uint8), _BORDER, constant_values=255), factor
