"""Words from strangers' files, made fit for Word and pages: no control or direction-turning characters."""

from __future__ import annotations

import unicodedata

_KEPT = {"\n", "\t"}


def printable(words: str) -> str:
    """The words without control characters, lone surrogates and bidirectional overrides (they can hide or reorder)."""
    return "".join(char for char in words if char in _KEPT or unicodedata.category(char) not in ("Cc", "Cf", "Cs"))
