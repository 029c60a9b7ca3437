"""Over which range the activations of PP-OCR's recogniser are rounded: writes ``extractors/ocr/ranges.json``.

``python benchmarks/ocr_ranges.py`` after RapidOCR's wheel has brought other weights; until then these are read without
rounding. Looked at are made pages of other books than those of ``ocr.py`` and ``ocr_calibrate.py``.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

import numpy as np
import rapidocr
from ocr_pages import QUALITIES, make_books, scan_of

from extractors.ocr import eight_bit, graphs, recogniser
from extractors.ocr.rapid import RapidEngine
from extractors.scan.page import read_scan
from pipeline.ports import Image

_BOOKS = range(1000, 1006)
_PAGES = 2
_CROPS, _LOOKED, _SAMPLE = 400, 60, 4000
"""Crops whose activations are looked at, those on which the harm of rounding is, values taken of each crop."""
_REACHES = (1.0, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2)
"""Shares of the farthest activation up to which values are told apart; what lies beyond counts as the end."""
_MOST = 0.004
_TARGET = Path(eight_bit.__file__).parent / "ranges.json"


class _Recorder(RapidEngine):
    """The engine without rounding, and everything it was given."""

    def __init__(self) -> None:
        super().__init__(1, "openvino", 32)
        self.crops: list[Image] = []

    def read_lines(self, crops: Sequence[Image]) -> Any:
        self.crops.extend(crop.copy() for crop in crops)
        return super().read_lines(crops)


def _ranges(pictures: Sequence[Any]) -> dict[str, tuple[float, float]]:
    """Of each activation the range whose rounding errs least: few values reach the ends, and wide steps cost all."""
    import openvino
    from openvino import opset13 as operations

    model = graphs.read_graph(graphs.RECOGNISER, 32)
    sources = {eight_bit.name_of(each): each.input_value(0) for each in eight_bit.weighed(model)}
    looked = openvino.Model([operations.result(each) for each in sources.values()], model.get_parameters(), "looked")
    request = openvino.Core().compile_model(looked, "CPU").create_infer_request()
    rng = np.random.default_rng(0)
    seen: dict[str, list[Any]] = {key: [] for key in sources}
    for picture in pictures:
        request.infer([picture])
        for n, key in enumerate(sources):
            values = request.get_output_tensor(n).data.ravel()
            seen[key].append(np.append(rng.choice(values, min(len(values), _SAMPLE)), (values.min(), values.max())))
    return {key: _least_wrong(np.concatenate(values)) for key, values in seen.items()}


def _least_wrong(values: Any) -> tuple[float, float]:
    def error(reach: float) -> float:
        low, high = eight_bit.with_zero(float(values.min()) * reach, float(values.max()) * reach)
        step = (high - low) / 255
        rounded = np.clip(np.round((values - low) / step), 0, 255) * step + low
        return float(np.square(rounded - values).mean())

    reach = min(_REACHES, key=error)
    return round(float(values.min()) * reach, 5), round(float(values.max()) * reach, 5)


def _harmless(ranges: dict[str, tuple[float, float]], pictures: Sequence[Any]) -> dict[str, tuple[float, float]]:
    """Without those whose rounding alone moves what the last layer is given by more than ``_MOST`` of its energy."""
    exact = _features({}, pictures)
    energy = sum(float(np.square(each).sum()) for each in exact)
    kept = {}
    for key, reach in ranges.items():
        rounded = _features({key: reach}, pictures)
        moved = sum(float(np.square(a - b).sum()) for a, b in zip(rounded, exact, strict=True)) / energy
        print(f"{key}: {reach[0]} to {reach[1]}, moves the features by {100 * moved:.3f} %", flush=True)
        if moved <= _MOST:
            kept[key] = reach
    return kept


def _features(ranges: dict[str, tuple[float, float]], pictures: Sequence[Any]) -> list[Any]:
    model = eight_bit.in_eight_bits(graphs.read_graph(graphs.RECOGNISER, 32), ranges)
    body = graphs.Compiled(recogniser.parted(model)[0], 2)
    return [body(each).copy() for each in pictures]


def main() -> None:
    argparse.ArgumentParser(description=__doc__).parse_args()
    engine = _Recorder()
    with TemporaryDirectory() as folder:
        for book in make_books(Path(folder), _BOOKS, 24):
            for sheet in (*book.form[2 : 2 + _PAGES], *book.lists[:_PAGES]):
                for quality in QUALITIES.values():
                    read_scan(scan_of(sheet, quality, 9).pixels, 1, sheet.width, sheet.height, engine)
    crops = [engine.crops[n] for n in np.random.default_rng(0).permutation(len(engine.crops))[:_CROPS]]
    pictures = [recogniser._stacked([recogniser._fit(0, crop)]) for crop in crops]  # noqa: SLF001
    ranges = _harmless(_ranges(pictures), pictures[:_LOOKED])
    key = sha256((Path(rapidocr.__file__).parent / "models" / graphs.RECOGNISER).read_bytes()).hexdigest()
    _TARGET.write_text(json.dumps({key: ranges}, indent=0) + "\n", encoding="utf-8")
    print(f"{_TARGET}: {len(ranges)} ranges")


if __name__ == "__main__":
    main()
