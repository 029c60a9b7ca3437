"""The text of one cell as it would stand on one line."""

from __future__ import annotations

import re

from pipeline.document import Text

_BREAKS = re.compile(r"[ \t\u3000\u00a0]*[\n\r\u2029\u000b]+[ \t\u3000\u00a0]*")
_PADDING = " \t\r\n\u3000\u00a0\u2029\u200b\ufeff＿_"
_JOINED = set("-/_.:@#+&\\'’")


def trimmed(text: Text) -> Text:
    """The text without the padding of a form round it; itself where there is none (the usual case, and fast)."""
    if len(text.pieces) == 1 and text.pieces[0].text == text.pieces[0].text.strip(_PADDING):
        return text
    return text.strip("＿_") if text.pieces else text


def cell_text(text: Text) -> str:
    """The cell's characters without line breaks and padding; a space stays only where words of Latin letters meet."""
    if not text.pieces:
        return ""
    string = text.pieces[0].text if len(text.pieces) == 1 else str(text)
    string = string.strip(_PADDING)
    if "\n" in string or "\u2029" in string or "\r" in string:
        string = unbroken(string)
    return string


def unbroken(string: str) -> str:
    """The string with each line break dropped, or made a space where one would stand between two Latin words."""
    parts = _BREAKS.split(string)
    result = parts[0]
    for part in parts[1:]:
        result += (" " if _spaced(result, part) else "") + part
    return result


def _spaced(before: str, after: str) -> bool:
    """A word cut in two goes on in small letters or digits; a new word begins with a capital."""
    if not before or not after or not (before[-1].isascii() and after[0].isascii()):
        return False
    if before[-1] in _JOINED or after[0] in _JOINED or before[-1].isdigit() or after[0].isdigit():
        return False
    if not (before[-1].isalpha() and after[0].isalpha()):
        return False
    return not (after[0].islower() and len(_last_word(before)) < 12)


def _last_word(string: str) -> str:
    return re.split(r"[^A-Za-z]", string)[-1]
