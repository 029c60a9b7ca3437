"""How far the activations of PP-OCR's models reach on made pages: writes ``extractors/ocr/ranges.json``.

``python benchmarks/ocr_ranges.py`` after RapidOCR's wheel has brought other weights; until then these are read without
rounding. The pages are of other books than those of ``ocr.py`` and ``ocr_calibrate.py``.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

import numpy as np
import rapidocr
from ocr_pages import QUALITIES, make_books, scan_of

from extractors.ocr import detector, eight_bit, graphs, recogniser
from extractors.ocr.rapid import RapidEngine
from extractors.scan.page import read_scan
from pipeline.ports import Image

_BOOKS = range(1000, 1006)
_PAGES = 2
_TARGET = Path(eight_bit.__file__).parent / "ranges.json"


class _Recorder(RapidEngine):
    """The engine without rounding, and everything it was given."""

    def __init__(self) -> None:
        super().__init__(1, "openvino", 32)
        self.pages: list[Image] = []
        self.crops: list[Image] = []

    def find_lines(self, image: Image) -> Sequence[tuple[float, float, float, float]]:
        self.pages.append(image.copy())
        return super().find_lines(image)

    def read_lines(self, crops: Sequence[Image]) -> Any:
        self.crops.extend(crop.copy() for crop in crops)
        return super().read_lines(crops)


def _ranges(name: str, pictures: Iterable[Any]) -> dict[str, tuple[float, float]]:
    import openvino
    from openvino import opset13 as operations

    model = graphs.read_graph(name, 32)
    sources = {eight_bit.name_of(each): each.input_value(0) for each in eight_bit.weighed(model)}
    looked = openvino.Model([operations.result(each) for each in sources.values()], model.get_parameters(), "looked")
    request = openvino.Core().compile_model(looked, "CPU").create_infer_request()
    found = dict.fromkeys(sources, (0.0, 0.0))
    for picture in pictures:
        request.infer([picture])
        for n, key in enumerate(sources):
            values = request.get_output_tensor(n).data
            low, high = found[key]
            found[key] = min(low, float(values.min())), max(high, float(values.max()))
    return {key: (round(low, 5), round(high, 5)) for key, (low, high) in found.items()}


def main() -> None:
    argparse.ArgumentParser(description=__doc__).parse_args()
    engine = _Recorder()
    with TemporaryDirectory() as folder:
        for book in make_books(Path(folder), _BOOKS, 24):
            for sheet in (*book.form[2 : 2 + _PAGES], *book.lists[:_PAGES]):
                for quality in QUALITIES.values():
                    read_scan(scan_of(sheet, quality, 9).pixels, 1, sheet.width, sheet.height, engine)
    rng = np.random.default_rng(0)
    pages = [engine.pages[n] for n in rng.permutation(len(engine.pages))[:36]]
    crops = [engine.crops[n] for n in rng.permutation(len(engine.crops))[:900]]
    made = {}
    for name, pictures in (
        (graphs.DETECTOR, (detector._fitted(page) for page in pages)),  # noqa: SLF001
        (graphs.RECOGNISER, (recogniser._stacked([recogniser._fit(0, crop)]) for crop in crops)),  # noqa: SLF001
    ):
        key = sha256((Path(rapidocr.__file__).parent / "models" / name).read_bytes()).hexdigest()
        made[key] = _ranges(name, pictures)
    _TARGET.write_text(json.dumps(made, indent=0) + "\n", encoding="utf-8")
    print(f"{_TARGET}: {', '.join(str(len(each)) for each in made.values())} ranges")


if __name__ == "__main__":
    main()
