"""Tokens: Chinese as overlapping pairs, letters and digits as whole words; the same on both sides, in both engines.

The engines only split at white space: what a token is, is decided here and nowhere else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

HAN = "\u3400-\u4dbf\u4e00-\u9fff〇々"
_RUN = re.compile(
    rf"(?P<han>[{HAN}]+)|(?P<figure>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?(?![\d,])|\d+(?:\.\d+)?(?!\.?\d|[a-z]))|(?P<word>[^\W_{HAN}]+)"
)
MAX_WORD = 60
"""Longer words (a base64 blob, a rule of letters) are cut: nobody types them, and engines refuse very long terms."""


@dataclass(frozen=True, slots=True)
class Token:
    """One token and the half-open range of the normalised text that it covers."""

    text: str
    start: int
    end: int


def tokens_of(text: str) -> Iterator[Token]:
    """The tokens of a normalised text, left to right.

    >>> [token.text for token in tokens_of("数控车床12,000台cnc")]
    ['数控', '控车', '车床', '12000', '台', 'cnc']
    """
    for match in _RUN.finditer(text):
        start, end = match.span()
        if match["han"]:
            yield from _pairs(text, start, end)
        else:
            yield Token(match[0].replace(",", "")[:MAX_WORD], start, end)


def _pairs(text: str, start: int, end: int) -> Iterator[Token]:
    if end - start == 1:
        yield Token(text[start:end], start, end)
    for index in range(start, end - 1):
        yield Token(text[index : index + 2], index, index + 2)


def grams(text: str) -> list[str]:
    """The texts of the tokens."""
    return [token.text for token in tokens_of(text)]


def single_chars(text: str) -> list[str]:
    """The distinct Chinese characters of a normalised text: what a query of one character looks for."""
    return sorted(set(re.findall(rf"[{HAN}]", text)))
