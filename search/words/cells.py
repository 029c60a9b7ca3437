"""What a text is found by, made cell by cell: the cells of lists repeat each other (铣床, Modbus TCP), so what was made
of a short one is kept for a while, by its writing, as even normalising it takes a share of the time.

No token reaches over the bar between two cells, so the cells' tokens in their order are the text's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from search.words.codes import codes_of
from search.words.figures import figures_in
from search.words.lookalikes import folded
from search.words.normal import plain
from search.words.tokens import grams, single_chars

BETWEEN = " | "
"""Stands between the cells of a row's text."""

_SHORT = 40
"""Characters of a cell that is likely to come again; sentences do not."""
_KEPT = 16384


class Said(NamedTuple):
    """A text's tokens, and those of its shape: the text with look-alikes folded, if that changes it."""

    grams: str
    chars: tuple[str, ...]
    shape_grams: str
    shape_chars: tuple[str, ...]
    is_folded: bool
    figures: frozenset[str]
    codes: tuple[str, ...]


def said_by(text: str) -> Said:
    """The tokens of a text as it is written.

    >>> said_by("數控車床 | SN-01 | 1.2万").grams
    '数控 控车 车床 sn 01 1.2 万'
    """
    cells = [_kept(cell) if len(cell) <= _SHORT else _made(cell) for cell in text.split(BETWEEN)]
    return cells[0] if len(cells) == 1 else _joined(cells)


def _joined(cells: list[Said]) -> Said:
    is_folded = any(cell.is_folded for cell in cells)
    pairs, chars = _in_a_row([cell.grams for cell in cells]), _distinct([cell.chars for cell in cells])
    return Said(
        pairs,
        chars,
        _in_a_row([cell.shape_grams for cell in cells]) if is_folded else pairs,
        _distinct([cell.shape_chars for cell in cells]) if is_folded else chars,
        is_folded,
        frozenset().union(*[cell.figures for cell in cells]),
        _distinct([cell.codes for cell in cells]),
    )


def _in_a_row(tokens: Iterable[str]) -> str:
    return " ".join(filter(None, tokens))


def _distinct(parts: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(chain.from_iterable(parts)))


def _made(text: str) -> Said:
    cells = plain(text).split(BETWEEN)  # a wide bar is one as well
    return _said(cells[0]) if len(cells) == 1 else _joined([_said(cell) for cell in cells])


def _said(text: str) -> Said:
    pairs, chars = " ".join(grams(text)), tuple(single_chars(text))
    shape = folded(text)
    is_folded = shape != text
    return Said(
        pairs,
        chars,
        " ".join(grams(shape)) if is_folded else pairs,
        tuple(single_chars(shape)) if is_folded else chars,
        is_folded,
        figures_in(text),
        tuple(codes_of(text)),
    )


_kept: Callable[[str], Said] = lru_cache(maxsize=_KEPT)(_made)
