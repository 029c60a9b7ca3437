"""Characters that seal ink lies over: two looks at the same damaged pixels agree on the same mistake."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from extractors.scan.tokens import tokens_of
from pipeline.document import Piece

_TOUCHED, _COVERED = 0.12, 0.4
"""Share of the pixels where a character stands that is red: from the first it is in doubt, from the second hidden."""
_DOUBTFUL, _HIDDEN = 0.85, 0.55
"""How sure figures may be then: not sure, and not enough for a finding to rest on."""

Grey = NDArray[np.uint8]


def doubted(pieces: Sequence[Piece], red: Grey, scale: float) -> list[Piece]:
    """The pieces, less sure where a seal lies over them; ``red`` is its pixels (255), ``scale`` points a pixel.

    Words keep most of their sureness: a name says by itself whether it is one.
    """
    if not red.any():
        return list(pieces)
    return [_doubted(piece, red, scale) for piece in pieces]


def _doubted(piece: Piece, red: Grey, scale: float) -> Piece:
    cover = _cover(piece, red, scale)
    if cover < _TOUCHED:
        return piece
    most = _HIDDEN if cover >= _COVERED and tokens_of(piece.text) else _DOUBTFUL
    return replace(piece, confidence=min(piece.confidence, most))


def _cover(piece: Piece, red: Grey, scale: float) -> float:
    """The red share of the piece's pixels where most of them are red, over the width of a figure."""
    assert piece.box is not None
    x0, y0, x1, y1 = (max(0, round(edge / scale)) for edge in (piece.box.x0, piece.box.y0, piece.box.x1, piece.box.y1))
    own = red[y0:y1, x0:x1]
    if own.size == 0 or not own.any():
        return 0.0
    columns = (own > 0).mean(axis=0)
    figure = min(len(columns), max(3, own.shape[0] // 2))
    return float(np.convolve(columns, np.full(figure, 1 / figure), mode="valid").max())
