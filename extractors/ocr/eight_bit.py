"""A model's convolutions in eight bits: less than half the time on processors that multiply eight bits.

How each is rounded was measured on made pages (``benchmarks/ocr_rounding.py`` writes ``rounding.npz``): over which
range what goes in is told apart, how much each of its channels is shrunk before (and its weights stretched) so that one
loud channel does not cost all others their steps, and by how much the rounded sums lie beside the exact ones on
average. The weights are rounded when the model is loaded. OpenVINO runs what stands between two roundings in whole
numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

_STEPS, _WEIGHT_STEPS = 255, 254
_LOW_HIGH, _SHARES, _MISSED = "low and high", "shares", "missed"
"""What is kept of each convolution, under ``hash of the model/name of the convolution/…``."""


@dataclass(frozen=True, slots=True)
class Rounding:
    """How one convolution is rounded.

    ``low`` and ``high``: the range over which what goes in (shrunk) is told apart. ``shares``: what each channel that
    goes in is divided by, at most 1. ``missed``: of each channel that comes out, exact less rounded on average.
    """

    low: float
    high: float
    shares: NDArray[np.float32]
    missed: NDArray[np.float32]


Roundings = Mapping[str, Rounding]
"""By the convolution's name."""


def roundings_of(model: Path) -> Roundings | None:
    """What was measured of these very weights; None where other ones are installed."""
    key = sha256(model.read_bytes()).hexdigest()
    with as_file(files(__package__) / "rounding.npz") as path, np.load(path) as kept:
        names = sorted({name.split("/")[1] for name in kept.files if name.startswith(f"{key}/")})
        return {name: _kept(kept, f"{key}/{name}/") for name in names} or None


def _kept(kept: Any, under: str) -> Rounding:
    low, high = (float(end) for end in kept[under + _LOW_HIGH])
    return Rounding(low, high, kept[under + _SHARES], kept[under + _MISSED])


def keep(path: Path, models: Mapping[Path, Roundings]) -> None:
    """Write what was measured of each model."""
    values: dict[str, NDArray[np.float32]] = {}
    for model, roundings in models.items():
        key = sha256(model.read_bytes()).hexdigest()
        for name, each in roundings.items():
            under = f"{key}/{name}/"
            values[under + _LOW_HIGH] = np.array([each.low, each.high], np.float32)
            values[under + _SHARES], values[under + _MISSED] = each.shares, each.missed
    np.savez_compressed(path, allow_pickle=False, **values)


def convolutions(model: Any) -> Iterator[Any]:
    """The convolutions with fixed weights and a constant added to what comes out: most of a model's work."""
    for each in model.get_ordered_ops():
        if each.get_type_name() == "Convolution" and isinstance(weights_of(each), np.ndarray) and _bias(each):
            yield each


def weights_of(each: Any) -> Any:
    """Channels out x channels in x height x width; None where they are reckoned as well."""
    node = each.input_value(1).get_node()
    return np.asarray(node.data, np.float32) if node.get_type_name() == "Constant" else None


def _bias(each: Any) -> Any:
    """The input that holds what is added to what comes out; None where no constant is."""
    targets = [target.get_node() for target in each.output(0).get_target_inputs()]
    if len(targets) != 1 or targets[0].get_type_name() != "Add":
        return None
    ends = (targets[0].input(n) for n in (0, 1))
    return next((end for end in ends if end.get_source_output().get_node().get_type_name() == "Constant"), None)


def in_eight_bits(model: Any, roundings: Roundings) -> Any:
    """The OpenVINO model with these convolutions between roundings; it is changed in place."""
    for each in list(convolutions(model)):
        rounding = roundings.get(each.get_friendly_name())
        if rounding is not None:
            _round(each, rounding)
    model.validate_nodes_and_infer_types()
    return model


def _round(each: Any, rounding: Rounding) -> None:
    from openvino import opset13 as operations

    channels = (1, -1, 1, 1)
    shrunk = operations.multiply(each.input_value(0), operations.constant(1 / rounding.shares.reshape(channels)))
    weights = weights_of(each) * rounding.shares.reshape(channels)
    reach = reach_of(weights)
    bias = _bias(each)
    constant = bias.get_source_output().get_node().data
    moved = np.asarray(constant, np.float32) + rounding.missed.reshape(np.shape(constant))
    each.input(0).replace_source_output(_told_apart(shrunk, rounding.low, rounding.high, _STEPS))
    each.input(1).replace_source_output(_told_apart(operations.constant(weights), -reach, reach, _WEIGHT_STEPS))
    bias.replace_source_output(operations.constant(moved).output(0))


def _told_apart(node: Any, low: Any, high: Any, steps: int) -> Any:
    from openvino import opset13 as operations

    ends = [operations.constant(np.asarray(end, np.float32).reshape(np.shape(end) or (1,))) for end in (low, high)]
    return operations.fake_quantize(node.output(0), *ends, *ends, steps + 1).output(0)


def with_zero(low: float, high: float) -> tuple[float, float]:
    """The range let out and shifted so that 0 is one of its steps: padding and rectified values stay exact."""
    low, high = min(low, 0.0), max(high, 1e-6)
    step = (high - low) / _STEPS
    below = min(max(round(-low / step), 0), _STEPS)
    return -below * step, (_STEPS - below) * step


def reach_of(weights: NDArray[np.float32]) -> NDArray[np.float32]:
    """The greatest weight of each channel that comes out (x 1 x 1 x 1)."""
    return np.asarray(np.maximum(np.abs(weights).max(axis=(1, 2, 3), keepdims=True), 1e-6), np.float32)


def rounded(values: NDArray[np.float32], low: float, high: float) -> NDArray[np.float32]:
    """What becomes of values that go in."""
    step = (high - low) / _STEPS
    return np.asarray(np.clip(np.round((values - low) / step), 0, _STEPS) * step + low, np.float32)


def rounded_weights(weights: NDArray[np.float32]) -> NDArray[np.float32]:
    """What becomes of weights."""
    step = reach_of(weights) * 2 / _WEIGHT_STEPS
    return np.asarray(np.round(weights / step) * step, np.float32)
