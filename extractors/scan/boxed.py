"""Tick boxes put into the lines they stand in, each as one character."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractors.scan.tick_boxes import TickBox
from pipeline.document import EMPTY_BOX, TICKED_BOX, BBox, Piece

_READ_AS_BOX = "□☐囗"
_READ_AS_TICKED = "☑☒■✓✔√"
_OWN_READING = 0.8
"""How sure a box is that only the engine's reading shows."""


def with_boxes(
    pieces: Sequence[Piece], boxes: Sequence[TickBox], scale: float, number: int, reader: str
) -> list[Piece]:
    """The pieces and the boxes; a piece that a box stands inside is cut there; boxes seen by the engine alone count."""
    found = [_piece(box, scale, number, reader) for box in boxes]
    result: list[Piece] = []
    for piece in pieces:
        result.extend(_cut_round(piece, found))
    return [*(_boxes_read(piece) for piece in result), *found]


def _piece(box: TickBox, scale: float, number: int, reader: str) -> Piece:
    place = BBox(box.x0 * scale, box.y0 * scale, box.x1 * scale, box.y1 * scale)
    return Piece(TICKED_BOX if box.ticked else EMPTY_BOX, number, place, (), None, box.sure, reader)


def _cut_round(piece: Piece, boxes: Sequence[Piece]) -> list[Piece]:
    """The piece in parts before, between and after the boxes that stand on its line inside it."""
    assert piece.box is not None
    inside = [
        box.box
        for box in boxes
        if box.box is not None
        and piece.box.y0 <= box.box.cy <= piece.box.y1
        and piece.box.x0 + 2 < box.box.cx < piece.box.x1 - 2
    ]
    parts, start, left = [], 0, piece.box.x0
    for box in sorted(inside, key=lambda each: each.cx):
        end = _characters_before(piece, box.cx)
        if end > start:
            parts.append(_between(piece.cut(start, end), left, box.x0))
            start = end
        left = box.x1
    rest = piece.cut(start, len(piece.text)) if start else piece
    if inside and rest.text:
        rest = _between(rest, left, piece.box.x1)
    return [part for part in [*parts, rest] if part.text.strip()]


def _between(part: Piece, left: float, right: float) -> Piece:
    """The part kept clear of the boxes on either side: engines only guess where a line's characters stand."""
    assert part.box is not None
    x0, x1 = max(part.box.x0, left), min(part.box.x1, right)
    if (x0, x1) == (part.box.x0, part.box.x1) or x0 >= x1:
        return part
    return replace(part, box=BBox(x0, part.box.y0, x1, part.box.y1), edges=())


def _characters_before(piece: Piece, x: float) -> int:
    """How many of the piece's characters have their middle left of ``x``."""
    count = 0
    for n in range(len(piece.text)):
        box = piece.cut(n, n + 1).box
        assert box is not None
        if box.cx < x:
            count = n + 1
    return count


def _boxes_read(piece: Piece) -> Piece:
    """What the engine itself read as a box, as the one character that boxes are."""
    table = str.maketrans({**dict.fromkeys(_READ_AS_BOX, EMPTY_BOX), **dict.fromkeys(_READ_AS_TICKED, TICKED_BOX)})
    text = piece.text.translate(table)
    if text == piece.text and EMPTY_BOX not in text:
        return piece
    return replace(piece, text=text, confidence=min(piece.confidence, _OWN_READING))
