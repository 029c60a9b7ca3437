"""A model's weights and activations in eight bits: less than half the time on processors that multiply eight bits.

How far each activation reaches was measured on made pages (``benchmarks/ocr_ranges.py`` writes ``ranges.json``); the
weights are rounded when the model is loaded. OpenVINO runs what stands between such roundings in whole numbers.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ranges = Mapping[str, tuple[float, float]]
"""By the name of what is multiplied with weights: its least and greatest value."""

_STEPS = 255


def ranges_of(model: Path) -> Ranges | None:
    """What was measured of these very weights; None where other ones are installed."""
    known = json.loads((files(__package__) / "ranges.json").read_text(encoding="utf-8"))
    found = known.get(sha256(model.read_bytes()).hexdigest())
    return None if found is None else {name: (low, high) for name, (low, high) in found.items()}


def weighed(model: Any) -> Iterator[Any]:
    """The operations that multiply with weights: most of a model's work."""
    for each in model.get_ordered_ops():
        if each.get_type_name() in ("Convolution", "MatMul") and _weights(each).get_type_name() == "Constant":
            yield each


def name_of(each: Any) -> str:
    """What is multiplied with the weights, by name."""
    source = each.input_value(0)
    return f"{source.get_node().get_friendly_name()}:{source.get_index()}"


def _weights(each: Any) -> Any:
    return each.input_value(1).get_node()


def in_eight_bits(model: Any, ranges: Ranges) -> Any:
    """The OpenVINO model with every multiplication by weights between roundings; it is changed in place."""
    rounded: dict[str, Any] = {}
    for each in list(weighed(model)):
        name = name_of(each)
        if name not in ranges:
            continue
        if name not in rounded:
            rounded[name] = _rounded(each.input_value(0), *with_zero(*ranges[name]), levels=_STEPS + 1)
        reach = _reach(each)
        weights = _rounded(each.input_value(1), -reach, reach, levels=_STEPS)
        each.input(0).replace_source_output(rounded[name])
        each.input(1).replace_source_output(weights)
    model.validate_nodes_and_infer_types()
    return model


def _rounded(value: Any, low: Any, high: Any, levels: int) -> Any:
    from openvino import opset13 as operations

    ends = [operations.constant(np.asarray(end, np.float32).reshape(np.shape(end) or (1,))) for end in (low, high)]
    return operations.fake_quantize(value, *ends, *ends, levels).output(0)


def with_zero(low: float, high: float) -> tuple[float, float]:
    """The range let out and shifted so that 0 is one of its steps: padding and rectified values stay exact."""
    low, high = min(low, 0.0), max(high, 1e-6)
    step = (high - low) / _STEPS
    below = min(max(round(-low / step), 0), _STEPS)
    return -below * step, (_STEPS - below) * step


def _reach(each: Any) -> NDArray[np.float32]:
    """The greatest weight of each output."""
    weights = np.abs(np.asarray(_weights(each).data, np.float32))
    if each.get_type_name() == "Convolution":
        axes = tuple(range(1, weights.ndim))
    else:
        axes = (weights.ndim - 1,) if each.get_attributes().get("transpose_b") else tuple(range(weights.ndim - 1))
    return np.asarray(np.maximum(weights.max(axis=axes, keepdims=True), 1e-6), np.float32)
