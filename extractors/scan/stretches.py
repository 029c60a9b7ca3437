"""Unbroken stretches along a row or column of pixels."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray


def stretches(on: NDArray[Any]) -> Iterator[tuple[int, int]]:
    """From and to (exclusive) of each stretch that is on without a break, in order; ``on`` is of truth values."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], on.astype(np.int8), [0]))))
    yield from zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)
