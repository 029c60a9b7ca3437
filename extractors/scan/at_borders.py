"""Print that stands so near to a vertical border that keeping clear of the border's ink would cut it.

Spreadsheets leave a point or less between a border and a cell's text; 冲 loses its two dots, and 中 is read, surely.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_THROUGHOUT = 0.85
"""Share of the rows at which a column must be dark to be a border's: characters leave more white above and below."""
_CORE, _PAPER = 150, 250
"""Grey level below which a column that is dark throughout shows nothing but the border; that of paper made ready."""
_INK, _BORDER = 190, 215
"""Grey levels below which there is print, and below which a border shows."""
_EDGE = 0.15
"""Share of the rows at the top and at the bottom that are not asked: borders above and below may reach into them."""

Grey = NDArray[np.uint8]


def beside_border(strip: Grey) -> Grey | None:
    """The strip between a border's middle and the line's pixels, with the border taken off; None without print.

    Args:
        strip: the rows of the line, from the border's middle (inclusive) to where its ink surely ends, or the other
            way round on a right border.

    Returns:
        The strip on which only print is left, of the same shape; None where it holds none or shows no border: what is
        worn or dotted can't be told from print.
    """
    if min(strip.shape, default=0) < 1:
        return None
    throughout = np.sort(strip, axis=0)[min(len(strip) - 1, int(_THROUGHOUT * len(strip)))].astype(np.int16)
    if int(throughout.min()) >= _BORDER:
        return None
    lifted = strip + np.maximum(0, _PAPER - throughout)
    lifted[:, throughout < _CORE] = _PAPER
    clean = np.minimum(lifted, 255).astype(np.uint8)
    edge = round(_EDGE * len(clean))
    return clean if bool((clean[edge : len(clean) - edge] < _INK).any()) else None
