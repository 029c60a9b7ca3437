"""One writing for all: full width to half, traditional to simplified, capitals to small letters.

Every character of the result remembers which character of the original it came from, so that what was found can be
marked in the text as it was written.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

from opencc import OpenCC


@dataclass(frozen=True, slots=True)
class Normal:
    """Normalised text; ``origins[i]`` is the index of the original character that ``text[i]`` was made from."""

    text: str
    origins: tuple[int, ...]


@cache
def _simplifier() -> OpenCC:
    return OpenCC("t2s")


@lru_cache(maxsize=65536)
def plain_char(char: str) -> str:
    """The characters that stand for ``char`` in the index: several for a unit sign like ㎡, � for half a character."""
    if "\ud800" <= char <= "\udfff":
        return "\ufffd"
    wide = unicodedata.normalize("NFKC", char)
    if len(wide) == 1 and "\u4e00" <= wide <= "\u9fff":
        return str(_simplifier().convert(wide))[:1] or wide
    return wide.lower()


def plain(text: str) -> str:
    """Normalised text where places do not matter.

    >>> plain("數控車床ＡＢ１２")
    '数控车床ab12'
    """
    return "".join(map(plain_char, text))


def normalise(text: str) -> Normal:
    """Normalised text with the way back to the original."""
    chars: list[str] = []
    origins: list[int] = []
    for index, char in enumerate(text):
        made = plain_char(char)
        chars.append(made)
        origins.extend([index] * len(made))
    return Normal("".join(chars), tuple(origins))
