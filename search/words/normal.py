"""One writing for all: full width to half, traditional to simplified, capitals to small letters.

Every character of the result remembers which character of the original it came from, so that what was found can be
marked in the text as it was written.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from opencc import OpenCC


@dataclass(frozen=True, slots=True)
class Normal:
    """Normalised text; ``origins[i]`` is the index of the original character that ``text[i]`` was made from."""

    text: str
    origins: Sequence[int]


class _Writing(dict[int, str]):
    """What stands for each character in the index, found out when it is first met: the table of ``str.translate``."""

    def __missing__(self, code: int) -> str:
        made = self[code] = _plain(chr(code))
        return made


_WRITING = _Writing()


@cache
def _simplifier() -> OpenCC:
    return OpenCC("t2s")


def _plain(char: str) -> str:
    """The characters that stand for ``char``: several for a unit sign like ㎡, � for half a character."""
    if "\ud800" <= char <= "\udfff":
        return "\ufffd"
    wide = unicodedata.normalize("NFKC", char)
    if len(wide) == 1 and "\u4e00" <= wide <= "\u9fff":
        return str(_simplifier().convert(wide))[:1] or wide
    return wide.lower() or char


def plain(text: str) -> str:
    """Normalised text where places do not matter.

    >>> plain("數控車床ＡＢ１２")
    '数控车床ab12'
    """
    return text.translate(_WRITING)


def normalise(text: str) -> Normal:
    """Normalised text with the way back to the original."""
    made = plain(text)
    if len(made) == len(text):  # no character became several, and none becomes nothing
        return Normal(made, range(len(text)))
    origins = [index for index, char in enumerate(text) for _ in plain(char)]
    return Normal(made, origins)
