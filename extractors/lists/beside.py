"""Cells beside each other that belong to one column: a line was seen where there is none, often a bracket."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractors.lists.words import plain
from pipeline.document import Piece, Text, join

_CUT = 0.85
"""Confidence at most of text that a false line ran through."""


def beside(left: Text, right: Text) -> Text:
    """The text of both cells line by line, left to right; a bracket that was taken for a ruling is put back."""
    placed = [*left.placed, *right.placed]
    if not left or not right or any(piece.box is None for piece in placed):
        return join((left, right)) if left and right else left or right
    lines: list[list[Piece]] = []
    for piece in sorted(placed, key=_middle):
        if lines and _middle(piece) - _middle(lines[-1][-1]) < 0.35 * _height(piece):
            lines[-1].append(piece)
        else:
            lines.append([piece])
    joined = [_line(line, right) for line in lines]
    return join(
        Text(tuple(replace(piece, confidence=min(_CUT, piece.confidence)) for piece in line)) for line in joined
    )


def _line(line: Sequence[Piece], right: Text) -> list[Piece]:
    ordered = sorted(line, key=lambda piece: piece.box.x0 if piece.box else 0.0)
    seam = next((at for at, piece in enumerate(ordered) if at and any(piece is each for each in right.pieces)), None)
    bracket = _missing("".join(piece.text for piece in ordered))
    if seam is None or not bracket:
        return ordered
    return [*ordered[:seam], replace(ordered[seam], text=bracket + ordered[seam].text, edges=()), *ordered[seam + 1 :]]


def _missing(string: str) -> str:
    folded = plain(string)
    opened, closed = folded.count("("), folded.count(")")
    return "（" if closed == opened + 1 else "）" if opened == closed + 1 else ""


def _middle(piece: Piece) -> float:
    return piece.box.cy if piece.box is not None else 0.0


def _height(piece: Piece) -> float:
    return piece.box.height if piece.box is not None else 0.0
