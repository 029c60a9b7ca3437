"""How the convolutions of PP-OCR's models are rounded to eight bits: writes ``extractors/ocr/rounding.npz``.

``python benchmarks/ocr_rounding.py`` after RapidOCR's wheel has brought other weights; until then these are read
without rounding. Looked at are made pages of other books than those of ``ocr.py`` and ``ocr_calibrate.py``. The steps:

1. for each convolution worth it, the range and the shares of its channels that move what comes out least (channels are
   shrunk by a power of how loud they are, as in SmoothQuant, arXiv 2211.10438);
2. those whose rounding alone moves what the model says too far stay as they are;
3. in the model's order, what comes out of each is set right by its average error behind those before it (bias
   correction, arXiv 1906.04721): white paper is nearly all of a page, and its error is the same everywhere.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

import numpy as np
import rapidocr
from ocr_pages import QUALITIES, make_books, scan_of

from extractors.ocr import detector, graphs, recogniser
from extractors.ocr.eight_bit import (
    Rounding,
    convolutions,
    in_eight_bits,
    keep,
    rounded,
    rounded_weights,
    weights_of,
    with_zero,
)  # fmt: skip
from extractors.ocr.rapid import RapidEngine
from extractors.scan.page import read_scan
from pipeline.ports import Image

_BOOKS = range(1000, 1006)
_PAGES = 2
_CROPS, _LOOKED, _SAMPLE = 300, 60, 400
"""Pictures whose activations are looked at, those on which harm is measured, places taken of each picture."""
_TILES, _TILES_LOOKED, _TILE = 90, 20, 512
"""The same of parts of pages that the detector sees, and their sides in pixels."""
_REACHES = (1.0, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2)
"""Shares of the farthest activation up to which values are told apart; what lies beyond counts as the end."""
_POWERS = (0.0, 0.25, 0.5, 0.75, 1.0)
_LEAST_WORK = 0.005
"""Share of the model's multiplications below which rounding saves nothing."""
_MOST = 0.0015
"""Of the energy of what a model says (the recogniser to its last layer): what rounding one convolution may move."""
_DIGITS = 5
_TARGET = Path(graphs.__file__).parent / "rounding.npz"

Pictures = Sequence[Any]


@dataclass(frozen=True, slots=True)
class Part:
    """A model of the engine: its file, what of it is rounded, pictures to learn from, pictures to measure harm on."""

    file: str
    cut: Callable[[Any], Any]
    learnt: Pictures
    looked: Pictures


class _Recorder(RapidEngine):
    """The engine without rounding, and everything it was given, second looks too."""

    glance = None

    def __init__(self) -> None:
        super().__init__(1, "openvino", 32)
        self.crops: list[Image] = []
        self.pages: list[Image] = []

    def find_lines(self, image: Image) -> Any:
        self.pages.append(image.copy())
        return super().find_lines(image)

    def read_lines(self, crops: Sequence[Image]) -> Any:
        self.crops.extend(crop.copy() for crop in crops)
        return super().read_lines(crops)


def _pictures() -> tuple[Pictures, Pictures]:
    """What the recogniser and the detector are given."""
    engine = _Recorder()
    with TemporaryDirectory() as folder:
        for book in make_books(Path(folder), _BOOKS, 24):
            for sheet in (*book.form[2 : 2 + _PAGES], *book.lists[:_PAGES]):
                for quality in QUALITIES.values():
                    read_scan(scan_of(sheet, quality, 9).pixels, 1, sheet.width, sheet.height, engine)
    rng = np.random.default_rng(0)
    crops = [engine.crops[n] for n in rng.permutation(len(engine.crops))[:_CROPS]]
    large = [page for page in engine.pages if min(page.shape) > _TILE]
    tiles = [_tile(large[n], rng) for n in rng.integers(len(large), size=_TILES)]
    return [recogniser.stacked([recogniser.fit(0, crop)]) for crop in crops], [detector.fitted(each) for each in tiles]


def _tile(page: Image, rng: np.random.Generator) -> Image:
    y, x = (int(rng.integers(side - _TILE)) for side in page.shape[:2])
    return page[y : y + _TILE, x : x + _TILE]


class _Model:
    """A model up to what matters of it, and what can be asked of it at the places of its convolutions."""

    def __init__(self, part: Part, roundings: Mapping[str, Rounding] | None = None) -> None:
        whole = graphs.read_graph(part.file, 32)
        self.nodes = {each.get_friendly_name(): each for each in convolutions(whole)}
        self.body = part.cut(in_eight_bits(whole, roundings or {}))

    def said(self, pictures: Pictures) -> list[Any]:
        run = graphs.Compiled(self.body, 2)
        return [run(each).copy() for each in pictures]

    def means(self, names: Sequence[str], pictures: Pictures) -> list[Any]:
        """Of what comes out of each, the average of each channel."""
        sums, counts = [np.zeros(1)] * len(names), [0] * len(names)
        for values in self.seen([self.nodes[name].output(0) for name in names], pictures):
            for n, value in enumerate(values):
                sums[n] = sums[n] + value.sum(axis=(0, 2, 3), dtype=np.float64)
                counts[n] += value.shape[2] * value.shape[3]
        return [total / count for total, count in zip(sums, counts, strict=True)]

    def samples(self, names: Sequence[str], pictures: Pictures) -> dict[str, Any]:
        """Of what goes into each, values at some places and the ends of each channel (places x channels)."""
        rng = np.random.default_rng(0)
        found: dict[str, list[Any]] = {name: [] for name in names}
        for values in self.seen([self.nodes[name].input_value(0) for name in names], pictures):
            for name, value in zip(names, values, strict=True):
                places = value[0].reshape(value.shape[1], -1).T
                some = places[rng.choice(len(places), min(len(places), _SAMPLE))]
                found[name].append(np.concatenate([some, [places.max(axis=0), places.min(axis=0)]]))
        return {name: np.concatenate(each) for name, each in found.items()}

    def seen(self, outputs: Sequence[Any], pictures: Pictures) -> Iterable[list[Any]]:
        """What stands at some places of the model, picture by picture."""
        import openvino

        looked = openvino.Model([_result(each) for each in outputs], self.body.get_parameters(), "looked")
        request = openvino.Core().compile_model(looked, "CPU", graphs.UNROUNDED).create_infer_request()
        for picture in pictures:
            request.infer([picture])
            yield [request.get_output_tensor(n).data for n in range(len(outputs))]


def _result(output: Any) -> Any:
    from openvino import opset13 as operations

    return operations.result(output)


def _worth_it(model: _Model, pictures: Pictures) -> list[str]:
    """The convolutions that are some part of the work, in the model's order."""
    places = next(iter(model.seen([node.output(0) for node in model.nodes.values()], pictures[:1])))
    work = {
        name: weights_of(node).size * value.shape[2] * value.shape[3]
        for (name, node), value in zip(model.nodes.items(), places, strict=True)
    }
    return [name for name, each in work.items() if each > _LEAST_WORK * sum(work.values())]


def _least_wrong(values: Any, weights: Any) -> Rounding:
    """The rounding that moves what comes out of one convolution least, its places taken for as many pictures."""
    rng = np.random.default_rng(0)
    loud = np.maximum(np.quantile(np.abs(values), 0.9999, axis=0), 1e-3)
    some = values[rng.choice(len(values), min(len(values), 2000), replace=False)]
    exact = some @ _flat(weights).T
    tried: list[tuple[float, Rounding]] = []
    for power in _POWERS:
        shares = np.asarray(loud**power / (loud**power).max(), np.float32)
        stretched = _flat(rounded_weights(weights * shares.reshape(1, -1, 1, 1))).T
        low, high = float((values / shares).min()), float((values / shares).max())
        for reach in _REACHES:
            ends = with_zero(low * reach, high * reach)
            wrong = rounded(some / shares, *ends) @ stretched - exact
            tried.append((float(np.square(wrong).sum()), Rounding(*ends, shares, np.zeros(len(weights), np.float32))))
    return min(tried, key=lambda each: each[0])[1]


def _flat(weights: Any) -> Any:
    """Every place of a kernel as outputs of its own: outputs x channels in."""
    return np.concatenate([weights[:, :, y, x] for y in range(weights.shape[2]) for x in range(weights.shape[3])])


def _set_right(part: Part, roundings: Mapping[str, Rounding], pictures: Pictures) -> dict[str, Rounding]:
    """With the average error of each, behind those before it."""
    exact = dict(zip(roundings, _Model(part).means(list(roundings), pictures), strict=True))
    done: dict[str, Rounding] = {}
    for name, each in roundings.items():
        done[name] = each
        (mean,) = _Model(part, done).means([name], pictures)
        missed = np.asarray((exact[name] - mean).round(_DIGITS), np.float32)
        done[name] = Rounding(each.low, each.high, each.shares, missed)
    return done


def _moved(part: Part, roundings: Mapping[str, Rounding], exact: Sequence[Any]) -> float:
    """Of the energy of what the model says, what the roundings move."""
    found = _Model(part, roundings).said(part.looked)
    wrong = sum(float(np.square(a - b).sum()) for a, b in zip(found, exact, strict=True))
    return wrong / sum(float(np.square(each).sum()) for each in exact)


def _rounded(part: Part) -> dict[str, Rounding]:
    """The steps above, for one model."""
    model = _Model(part)
    names, exact = _worth_it(model, part.learnt), model.said(part.looked)
    samples = model.samples(names, part.learnt)
    chosen: dict[str, Rounding] = {}
    for name in names:
        rounding = _least_wrong(samples[name], weights_of(model.nodes[name]))
        alone = _moved(part, _set_right(part, {name: rounding}, part.learnt[: len(part.looked)]), exact)
        print(f"{name}: {rounding.low:.3f} to {rounding.high:.3f}, alone moves {100 * alone:.3f} %", flush=True)
        if alone <= _MOST:
            chosen[name] = rounding
    right = _set_right(part, chosen, part.learnt)
    before, after = _moved(part, chosen, exact), _moved(part, right, exact)
    print(f"{part.file}: {len(chosen)} of {len(names)} move {100 * before:.3f} %, set right {100 * after:.3f} %")
    return right


def main() -> None:
    argparse.ArgumentParser(description=__doc__).parse_args()
    crops, tiles = _pictures()
    parts = (
        Part(graphs.RECOGNISER, lambda whole: recogniser.parted(whole)[0], crops[_LOOKED:], crops[:_LOOKED]),
        Part(graphs.DETECTOR, detector.without_curve, tiles[_TILES_LOOKED:], tiles[:_TILES_LOOKED]),
    )
    models = Path(rapidocr.__file__).parent / "models"
    keep(_TARGET, {models / part.file: _rounded(part) for part in parts})


if __name__ == "__main__":
    main()
