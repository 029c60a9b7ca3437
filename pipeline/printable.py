"""Which characters of strangers' words may reach a page, a terminal or a log."""

from __future__ import annotations

import unicodedata

_HIDDEN = ("Cc", "Cf", "Cs", "Co")


def hidden(char: str) -> bool:
    """Whether the character is seen nowhere but may do something: control, direction, zero width, lone surrogate."""
    return unicodedata.category(char) in _HIDDEN


def visible(words: str, instead: str = "\ufffd") -> str:
    """The words on one line, every hidden character replaced by one that is seen.

    >>> visible("a\\x1b[31m.pdf", "?")
    'a?[31m.pdf'
    """
    return "".join(instead if hidden(char) or char in "\u2028\u2029" else char for char in words)
