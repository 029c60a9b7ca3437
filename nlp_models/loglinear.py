"""Log-linear models: what speaks for each choice is summed and turned into probabilities. Trained by ``make train``."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files

import orjson

Table = Mapping[str, Sequence[float]]
"""Of each feature its weights: one for every label, or a single one where candidates are weighed."""


@cache
def table(name: str) -> Table:
    """The weights committed in ``model/claims/NAME.json``."""
    raw: Table = orjson.loads(files("nlp_models").joinpath("model", "claims", f"{name}.json").read_bytes())
    return raw


@cache
def single_weights(name: str) -> Mapping[str, float]:
    """The weights of a table that weighs candidates: one a feature."""
    return {feature: row[0] for feature, row in table(name).items()}


def total(weights: Mapping[str, float], features: Iterable[str]) -> float:
    """What the features weigh together, each once; features never trained on weigh nothing."""
    return sum(filter(None, map(weights.get, dict.fromkeys(features))))


def sums(weights: Table, features: Iterable[str], width: int) -> list[float]:
    """What the features weigh together, label by label; features never trained on weigh nothing."""
    rows = [row for row in map(weights.get, dict.fromkeys(features)) if row is not None]
    return [sum(column) for column in zip(*rows, strict=True)] if rows else [0.0] * width


def softmax(values: Sequence[float]) -> list[float]:
    """Probabilities from sums of weights."""
    highest = max(values)
    powers = [math.exp(value - highest) for value in values]
    whole = sum(powers)
    return [power / whole for power in powers]
