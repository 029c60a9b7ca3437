"""The parts of a line that must not be misread: figures and codes, and what counts when two readings are compared."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_INSIDE = r"0-9A-Za-z０-９Ａ-Ｚａ-ｚ"
_TOKEN = re.compile(rf"[{_INSIDE}]+(?:[ .,:：/\-–_@%+&．年月日]{{1,2}}[{_INSIDE}]+)*[%％日]?")
_CORE = re.compile(r"[0-9A-Za-z.,:/@%+&\-年月日]")
_EDGE = ".,:/-年月日+&@"
_SIGNS = re.compile("%{2,}$")
"""A form's own sign behind the one that was filled in: a look at the figure takes in what stands beside it."""
_DASHES = str.maketrans({"–": "-", "—": "-", "−": "-", "：": ":", "、": ",", "，": ",", "。": "."})


@dataclass(frozen=True, slots=True)
class Token:
    """Characters ``start:end`` of a line's text."""

    start: int
    end: int


def tokens_of(text: str) -> list[Token]:
    """Figures and codes, with the signs inside them."""
    return [Token(match.start(), match.end()) for match in _TOKEN.finditer(text)]


def core(text: str) -> str:
    """What must agree: figures, letters and the signs between them; width, spaces and underlines do not count."""
    plain = unicodedata.normalize("NFKC", text).translate(_DASHES)
    return _SIGNS.sub("%", "".join(_CORE.findall(plain)).strip(_EDGE))
