"""Numbers by what they say: ``12000``, ``1.2万``, ``12,000`` and ``一万二千`` are one and the same figure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from search.words.numerals import value_of_numeral

_CHINESE = "零〇一二两三四五六七八九十百千万亿"
_FIGURE = re.compile(
    rf"(?<![\d.a-z])(?:\d{{1,3}}(?:,\d{{3}})+(?!\d)|\d+)(?:\.\d+)?(?!\.?\d|[a-z])[千百]?[万亿]{{0,2}}|[{_CHINESE}]{{2,}}"
)
_SCALED = re.compile(r"[十百千万亿]")


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of a normalised text: its canonical writing and the range it covers."""

    text: str
    start: int
    end: int


@lru_cache(maxsize=16384)
def canonical(value: float) -> str:
    """How the index writes a number, so that equal numbers are equal texts.

    >>> canonical(12000.0), canonical(1.50)
    ('12000', '1.5')
    """
    return format(Decimal(repr(round(value, 6))).normalize(), "f")


def figures_of(text: str) -> Iterator[Figure]:
    """The numbers of a normalised text; single Chinese digits (一体化, 三家) are words and not meant."""
    for match in _FIGURE.finditer(text):
        said = _said(match[0])
        if said:
            yield Figure(said, match.start(), match.end())


def figures_in(text: str) -> frozenset[str]:
    """What the numbers of a normalised text say, wherever they stand."""
    return frozenset(filter(None, map(_said, _FIGURE.findall(text))))


@lru_cache(maxsize=16384)
def _said(written: str) -> str:
    """The canonical writing of what a numeral says; "" where it says no number. Lists repeat theirs a lot."""
    if not written[0].isdigit() and not _SCALED.search(written):
        return ""
    value = value_of_numeral(written)
    return "" if value is None else canonical(value)


def whole_figure(text: str) -> Figure | None:
    """The number that a normalised text is from end to end, or None."""
    return next((each for each in figures_of(text) if (each.start, each.end) == (0, len(text))), None)
