"""Codes and ids as wholes: ``SN-2023-0001`` is one thing, beside being four."""

from __future__ import annotations

import re

_CODE = re.compile(r"[a-z0-9]+(?:[-_/.#][a-z0-9]+)*")
SHORTEST, LONGEST = 4, 60


def codes_of(text: str) -> list[str]:
    """The codes of a normalised text: letters and digits, joined or mixed; plain words and plain numbers are none.

    >>> codes_of("数控车床 sn-2023-0001 plc opc ua 12000台 13855100001")
    ['sn-2023-0001', '13855100001']
    """
    return list(dict.fromkeys(code for code in _CODE.findall(text) if _is_code(code)))


def whole_code(text: str) -> str | None:
    """The code, or the beginning of one, that a normalised text is from end to end, or None."""
    stem = text.rstrip("-_/.#")
    return text if _CODE.fullmatch(stem) and any(map(str.isdigit, text)) else None


def _is_code(code: str) -> bool:
    if not SHORTEST <= len(code) <= LONGEST or not any(map(str.isdigit, code)):
        return False
    return not code.isdigit() or len(code) >= _LONG_NUMBER


_LONG_NUMBER = 8
"""Digits from which on a number is rather a telephone or an id than a quantity."""
