"""Tick boxes in text: whatever glyph stood there, one character: empty or ticked."""

from __future__ import annotations

import re

from pipeline.document import EMPTY_BOX, TICKED_BOX

_EMPTY = "□☐▢◻⬜❑❒❏\uf0a8\uf06f\uf071\uf072\uf0a3\uf02a"
_TICKED = "☑☒☓✓✔✗✘√■▣⊠⊡🗹🗷\uf0fe\uf0fd\uf0fc\uf0fb\uf052\uf054\uf053"
GLYPHS = dict.fromkeys(_EMPTY, EMPTY_BOX) | dict.fromkeys(_TICKED, TICKED_BOX)
"""Every glyph that office programs draw a tick box with, and what it says."""

WINGDINGS = dict.fromkeys("oqr¨£*", EMPTY_BOX) | dict.fromkeys("þýüûRTSx", TICKED_BOX)
"""What a character says when its font is one of the Wingdings."""

_OPEN, _CLOSE, _SPACES = "[\\[［【(（]", "[\\]］】)）]", "[ \u3000]{0,3}"
_BRACKETED = f"{_OPEN}{_SPACES}{TICKED_BOX}{_SPACES}{_CLOSE}"
_HOLLOW = re.compile(rf"(?<![^\s\u3000☑]){_OPEN}{_SPACES}{_CLOSE}(?=[^\s])")
"""Empty brackets before a word, at the beginning or after white space: a box that was typed."""
_PAIR = re.compile(f"{EMPTY_BOX}[ \u3000]?{TICKED_BOX}|{TICKED_BOX}{EMPTY_BOX}|{_BRACKETED}")


def with_tick_boxes(text: str) -> str:
    """The text with each tick box as one character; a tick in or beside an empty box is one ticked box.

    >>> with_tick_boxes("□√是 ☐否 [√]有 ( )无")
    '☑是 □否 ☑有 □无'
    """
    ticked = _PAIR.sub(TICKED_BOX, "".join(GLYPHS.get(char, char) for char in text))
    return _HOLLOW.sub(EMPTY_BOX, ticked)


def merged_boxes(text: str) -> list[tuple[int, int, str]]:
    """Runs ``start:end`` of ``text`` (boxes already one character each) that are one box together, and which."""
    ticked = [(*match.span(), TICKED_BOX) for match in _PAIR.finditer(text)]
    return sorted([*ticked, *((*match.span(), EMPTY_BOX) for match in _HOLLOW.finditer(text))])
