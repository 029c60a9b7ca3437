"""Text as it is compared: differences of writing do not count."""

from __future__ import annotations

import re
import unicodedata

_DASHES = str.maketrans(
    {"—": "-", "–": "-", "－": "-", "−": "-", "―": "-", "～": "~", "“": '"', "”": '"', "‘": "'", "’": "'"}
)
_ALIKE = str.maketrans(
    {"O": "0", "Q": "0", "D": "0", "I": "1", "L": "1", "|": "1", "B": "8", "S": "5", "Z": "2", "G": "6"}
)
_NOTHING = re.compile(r"[-/\\.·_]*|无|暂无|N/?A|NULL|未填|空")


def plain(text: str) -> str:
    """Half width, upper case, no white space, dashes and quotation marks of one kind."""
    folded = text if text.isascii() else unicodedata.normalize("NFKC", text).translate(_DASHES)
    return "".join(folded.split()).upper()


def alike(text: str) -> str:
    """:func:`plain` with the characters that readers of pixels take for each other folded into one (O, 0; I, 1)."""
    return re.sub(r"[^\w]", "", plain(text)).translate(_ALIKE)


def says_nothing(text: str) -> bool:
    """Whether a cell is empty, or holds only a dash or 无."""
    return _NOTHING.fullmatch(plain(text)) is not None


def one_off(one: str, two: str) -> bool:
    """Whether two writings differ by one character at most: replaced, lost or added."""
    a, b = sorted((plain(one), plain(two)), key=len)
    if len(b) - len(a) > 1:
        return False
    at = next((n for n, char in enumerate(a) if char != b[n]), len(a))
    return a[at + (len(a) == len(b)) :] == b[at + 1 :]


def show(number: float) -> str:
    """A number as people write it: thousands apart, no idle decimals."""
    return f"{number:,.10g}" if abs(number) >= 1e-6 else "0"
