"""Fits log-linear models to examples: whole-batch gradient steps with weight decay, the same numbers every time."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from thinc.api import Adam

Floats = NDArray[np.float64]
_STEPS = 120
_RATE = 0.1
_DECAY = 2.0
_RAREST = 2
"""Features seen less often are left out: they say nothing of new sentences."""
_SMALLEST = 0.03


class _Rows:
    """Which features stand in which row; sums over them and back without a matrix of mostly zeros."""

    def __init__(self, rows: Sequence[Sequence[str]]) -> None:
        sets = [sorted(set(row)) for row in rows]
        seen = Counter(feature for row in sets for feature in row)
        self.names = sorted(name for name, count in seen.items() if count >= _RAREST)
        index = {name: at for at, name in enumerate(self.names)}
        pairs = [(r, index[name]) for r, row in enumerate(sets) for name in row if name in index]
        self.row, self.column = np.array(pairs).T
        self.count = len(sets)

    def forward(self, weights: Floats) -> Floats:
        return np.bincount(self.row, weights[self.column], self.count).astype(np.float64)

    def back(self, slopes: Floats) -> Floats:
        return np.bincount(self.column, slopes[self.row], len(self.names)).astype(np.float64)


def fit_choice(examples: Sequence[tuple[Sequence[Sequence[str]], set[int]]]) -> dict[str, list[float]]:
    """Weights that make the right ones likely among each example's candidates."""
    rows = _Rows([features for candidates, _ in examples for features in candidates])
    group = np.repeat(np.arange(len(examples)), [len(candidates) for candidates, _ in examples])
    right = np.array([at in good for candidates, good in examples for at in range(len(candidates))])

    def slope(weights: Floats) -> Floats:
        power = np.exp(np.clip(rows.forward(weights), -30, 30))
        share = power / np.bincount(group, power)[group]
        good = np.bincount(group, share * right)[group]
        return rows.back(share - np.where(right, share / np.maximum(good, 1e-12), 0.0))

    weights = _descend(slope, len(rows.names))
    return _kept(rows.names, weights[:, None])


def fit_labels(examples: Sequence[tuple[Sequence[str], str]], labels: Sequence[str]) -> dict[str, list[float]]:
    """Weights, one a label, that make each example's own label likely."""
    rows = _Rows([features for features, _ in examples])
    wanted = np.array([[float(label == each) for each in labels] for _, label in examples])

    def slope(weights: Floats) -> Floats:
        table = weights.reshape(len(labels), -1)
        sums = np.stack([rows.forward(each) for each in table], axis=1)
        power = np.exp(sums - sums.max(axis=1, keepdims=True))
        share = power / power.sum(axis=1, keepdims=True)
        return np.concatenate([rows.back(each) for each in (share - wanted).T])

    weights = _descend(slope, len(rows.names) * len(labels))
    return _kept(rows.names, weights.reshape(len(labels), -1).T)


def _descend(slope: Callable[[Any], Floats], size: int) -> Floats:
    weights = np.zeros(size, dtype=np.float32)
    optimizer = Adam(_RATE, L2=0.0, grad_clip=0.0)
    for at in range(_STEPS):
        optimizer.learn_rate = _RATE * (1 - at / _STEPS)
        weights, _ = optimizer((1, "weights"), weights, (slope(weights) + _DECAY * weights).astype(np.float32))
    return weights.astype(np.float64)


def _kept(names: Sequence[str], weights: Floats) -> dict[str, list[float]]:
    """What is worth keeping, rounded: the same bytes wherever the last digits differ."""
    return {
        name: [round(float(each), 3) for each in row]
        for name, row in zip(names, weights, strict=True)
        if abs(row).max() >= _SMALLEST
    }


def save(table: dict[str, list[float]], path: Path) -> None:
    """Write the weights, a feature a line."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = (f"{json.dumps(name, ensure_ascii=False)}: {json.dumps(row)}" for name, row in table.items())
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
