"""Texts as sets of their runs of five characters, hashed all at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pipeline.checks.wording import plain

LENGTH = 5
_BASE = np.uint64(0x9E3779B97F4A7C15)
_MIX = (np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))


def runs(text: str) -> NDArray[np.uint64]:
    """The hash of each run of five characters of a text, in order; white space, width and case do not count."""
    codes = np.frombuffer(plain(text).encode("utf-32-le", "replace"), dtype="<u4").astype(np.uint64)
    if len(codes) < LENGTH:
        return np.empty(0, dtype=np.uint64)
    count = len(codes) - LENGTH + 1
    total = np.zeros(count, dtype=np.uint64)
    for at in range(LENGTH):
        total = total * _BASE + codes[at : at + count]
    return mixed(total)


def grams(text: str) -> NDArray[np.uint64]:
    """The runs of a text, sorted, each once."""
    return np.unique(runs(text))


def mixed(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Spread evenly over 64 bits (the finaliser of splitmix64)."""
    values = (values ^ (values >> np.uint64(30))) * _MIX[0]
    values = (values ^ (values >> np.uint64(27))) * _MIX[1]
    return values ^ (values >> np.uint64(31))
