"""A scanned page as the store keeps it for comparison; how it is made is in ``picturing.py``."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """One scanned page: its file and number; ``words`` a sample of its runs of characters, ``views`` the hashes of its
    photograph, the whole first. Either may be empty.
    """

    sha256: str
    page: int
    words: Hashes
    views: Hashes
