"""Tokens: Chinese as overlapping pairs, letters and digits as whole words; the same on both sides, in both engines.

The engines only split at white space: what a token is, is decided here and nowhere else.
"""

from __future__ import annotations

import re
from operator import add

HAN = "\u3400-\u4dbf\u4e00-\u9fff〇々"
_RUN = re.compile(rf"[{HAN}]+|\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?(?![\d,])|\d+(?:\.\d+)?(?!\.?\d|[a-z])|[^\W_{HAN}]+")
"""Chinese, a figure, or a word of letters and digits."""
_HAN = frozenset(re.findall(f"[{HAN}]", "".join(map(chr, range(0xD800)))))
MAX_WORD = 60
"""Longer words (a base64 blob, a rule of letters) are cut: nobody types them, and engines refuse very long terms."""


def grams(text: str) -> list[str]:
    """The tokens of a normalised text, left to right.

    >>> grams("数控车床12,000台cnc")
    ['数控', '控车', '车床', '12000', '台', 'cnc']
    """
    tokens: list[str] = []
    for run in _RUN.findall(text):
        if run[0] not in _HAN:
            tokens.append(run.replace(",", "")[:MAX_WORD])
        elif len(run) == 1:
            tokens.append(run)
        else:
            tokens += map(add, run, run[1:])
    return tokens


def single_chars(text: str) -> list[str]:
    """The distinct Chinese characters of a normalised text: what a query of one character looks for."""
    return list(dict.fromkeys(filter(_HAN.__contains__, text)))
