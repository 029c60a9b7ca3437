"""Characters that seal ink lies over: two looks at the same damaged pixels agree on the same mistake."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from statistics import median

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.scan.components import parts
from extractors.scan.ruled import ink_of
from extractors.scan.tokens import tokens_of
from pipeline.document import Piece

_TOUCHED, _COVERED = 0.12, 0.4
"""Share of a character's pixels that a seal's ink lies on: from the first it is in doubt, from the second hidden."""
_DOUBTFUL, _HIDDEN = 0.85, 0.55
"""How sure figures may be then: not sure, and not enough for a finding to rest on."""
_RING = 60.0, 300.0
"""Points across which no print hangs together, up and down, and beyond which it is a picture or a table."""
_PAPER, _STROKES = 250.0, 2.0
"""Grey of paper, and the per cent of a line's pixels that are the middle of its strokes at the least."""

Grey = NDArray[np.uint8]


def doubted(pieces: Sequence[Piece], sealed: Grey, scale: float) -> list[Piece]:
    """The pieces, less sure where a seal lies over them; ``sealed`` is not 0 where there is its ink.

    Words keep most of their sureness: a name says by itself whether it is one. ``scale`` is points a pixel.
    """
    if not sealed.any():
        return list(pieces)
    return [_doubted(piece, sealed, scale) for piece in pieces]


def rings_on_grey(grey: Grey, ruled: Grey, scale: float) -> Grey:
    """Not 0 where ink hangs together over more than any print does: on a page without colour a seal's ring may.

    Args:
        grey: the page.
        ruled: not 0 where there are rulings, which hang together.
        scale: points a pixel.
    """
    ink = ink_of(grey)
    ink[ruled > 0] = 0
    half = cv2.resize(ink, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    small = np.asarray(cv2.threshold(half, 0, 255, cv2.THRESH_BINARY)[1], np.uint8)
    rings, (least, most) = np.zeros_like(small), (points / (2 * scale) for points in _RING)
    for part in parts(small):
        if min(part.width, part.height) >= least and max(part.width, part.height) <= most:
            rings[part.place][part.own()] = 255
    if not cv2.countNonZero(rings):
        return np.zeros_like(grey)
    return np.asarray(cv2.resize(rings, grey.shape[::-1], interpolation=cv2.INTER_NEAREST), np.uint8)


def of_seals(pieces: Sequence[Piece], sealed: Grey, grey: Grey, scale: float) -> list[Piece]:
    """Those of the pieces that seals are read as, once their ink is taken off ``grey``: what is left of it is pale.

    Print under a seal is as dark as the rest of the page's.
    """
    inked = list(pieces) if sealed.any() else []
    touched = [piece for piece in inked if _cover(piece, sealed, scale) >= _TOUCHED]
    if not touched:
        return []
    darkest = [level for piece in pieces if (level := _darkest(piece, grey, scale)) is not None]
    pale = (_PAPER + median(darkest)) / 2
    return [piece for piece in touched if (level := _darkest(piece, grey, scale)) is not None and level > pale]


def _darkest(piece: Piece, grey: Grey, scale: float) -> float | None:
    """How dark the piece's strokes are: the grey that a fiftieth of its pixels are darker than."""
    own = _pixels(grey, piece, scale)
    return float(np.percentile(own, _STROKES)) if own.size else None


def _doubted(piece: Piece, sealed: Grey, scale: float) -> Piece:
    cover = _cover(piece, sealed, scale)
    if cover < _TOUCHED:
        return piece
    most = _HIDDEN if cover >= _COVERED and tokens_of(piece.text) else _DOUBTFUL
    return replace(piece, confidence=min(piece.confidence, most))


def _cover(piece: Piece, sealed: Grey, scale: float) -> float:
    """The share of the piece's pixels with a seal's ink where most of them have it, over the width of a figure."""
    own = _pixels(sealed, piece, scale)
    if own.size == 0 or not own.any():
        return 0.0
    columns = (own > 0).mean(axis=0)
    figure = min(len(columns), max(3, own.shape[0] // 2))
    return float(np.convolve(columns, np.full(figure, 1 / figure), mode="valid").max())


def _pixels(grey: Grey, piece: Piece, scale: float) -> Grey:
    """Those of a picture where the piece stands."""
    assert piece.box is not None
    x0, y0, x1, y1 = (max(0, round(edge / scale)) for edge in (piece.box.x0, piece.box.y0, piece.box.x1, piece.box.y1))
    return grey[y0:y1, x0:x1]
