"""Aligns a form's template to a document: dynamic programming over characters, one numpy row a template token.

The cheapest way to read the document as the printed form: printed characters should be found, in order; holes take up
what stands between them; deleted instructions, wrapped lines, misread characters and missing borders cost a little.
Memory is bounded: of a short document all moves are kept, of a long one every ``_EVERY``-th row of costs, from which
the moves are worked out anew going back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from extractors.fields.costs import Costs
from extractors.fields.sequence import Token

_EVERY = 96
_KEPT_MOVES = 40_000_000
"""Moves (template tokens times document tokens) that are kept, a byte each; above it they are made twice."""
_DIAGONAL, _UP, _LEFT = 0, 1, 2
_EVEN = 1e-4
"""Costs that differ by less are the same: then a box is the one that stands right before the words that were found."""

_WIDE = ("hole", "junk")

Row = NDArray[np.float64]
Moves = NDArray[np.int8] | NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Alignment:
    """For each template token the span ``start:end`` of document tokens it took up (empty where none), and the cost."""

    spans: tuple[tuple[int, int], ...]
    cost: float


def align(template: Sequence[Token], document: Sequence[str]) -> Alignment:
    """The cheapest alignment. Time is the product of both lengths; memory grows with the document alone."""
    costs = Costs(document)
    row = np.zeros(len(document) + 1, np.float64)
    keep = len(template) * len(document) <= _KEPT_MOVES
    kept: list[Row] = []
    moves: list[Moves] = []
    for number, token in enumerate(template):
        if number % _EVERY == 0 and not keep:
            kept.append(row)
        row, move = _step(row, token, costs, template[number + 1] if number + 1 < len(template) else None)
        if keep:
            moves.append(move)
    spans = _back_along(template, moves, len(document)) if keep else _trace(template, costs, kept, len(document))
    return Alignment(spans, float(row[-1]))


def _step(above: Row, token: Token, costs: Costs, following: Token | None) -> tuple[Row, Moves]:
    """The next row of costs, and how each of its places was reached: by a move, or for a hole or junk from where."""
    if token.kind in _WIDE:
        along = costs.along(token) if following else costs.rest
        return _stretch(above, along, costs.entry(token) if following else 0.0)
    match, delete = costs.match(token), costs.delete(token)
    direct = above + delete
    diagonal = np.empty_like(above)
    diagonal[0] = np.inf
    diagonal[1:] = above[:-1] + match
    best = np.minimum(direct, diagonal)
    insert = costs.inserted(token, following)
    row = np.minimum.accumulate(best - insert) + insert
    moves = np.greater(diagonal, direct + _EVEN).view(np.int8)
    moves[row < best - _EVEN] = _LEFT
    return row, moves


def _stretch(above: Row, along: Row, entry: float) -> tuple[Row, Moves]:
    """A hole or junk takes up any stretch of the document, or nothing."""
    here = np.arange(len(above), dtype=np.int32)
    reduced = above - along
    lowest = np.minimum.accumulate(reduced)
    starts = np.maximum.accumulate(np.where(reduced <= lowest, here, 0))
    taken = lowest + along + entry
    taken_is_cheaper = taken < above - _EVEN
    return np.where(taken_is_cheaper, taken, above), np.where(taken_is_cheaper, starts, here).astype(np.int32)


def _trace(template: Sequence[Token], costs: Costs, kept: Sequence[Row], end: int) -> tuple[tuple[int, int], ...]:
    spans: list[tuple[int, int]] = [(0, 0)] * len(template)
    at = end
    for block in range(len(kept) - 1, -1, -1):
        first = block * _EVERY
        part = template[first : first + _EVERY]
        moves, row = [], kept[block]
        for number, token in enumerate(part, first):
            row, move = _step(row, token, costs, template[number + 1] if number + 1 < len(template) else None)
            moves.append(move)
        for number in range(first + len(part) - 1, first - 1, -1):
            spans[number], at = _back(moves[number - first], at, template[number])
    return tuple(spans)


def _back_along(template: Sequence[Token], moves: Sequence[Moves], end: int) -> tuple[tuple[int, int], ...]:
    spans: list[tuple[int, int]] = [(0, 0)] * len(template)
    at = end
    for number in range(len(template) - 1, -1, -1):
        spans[number], at = _back(moves[number], at, template[number])
    return tuple(spans)


def _back(moves: Moves, at: int, token: Token) -> tuple[tuple[int, int], int]:
    """The span that one token took up, and where the token before it ends."""
    if token.kind in _WIDE:
        start = int(moves[at])
        return (start, at), start
    while moves[at] == _LEFT and at > 0:
        at -= 1
    if moves[at] == _DIAGONAL:
        return (at - 1, at), at - 1
    return (at, at), at
