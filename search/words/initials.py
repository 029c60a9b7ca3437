"""Pinyin initials of names: 合肥云智 is found by ``hfyz``."""

from __future__ import annotations

from functools import lru_cache

from search.words.normal import plain

MAX_LENGTH = 24


@lru_cache(maxsize=4096)
def initials_of(name: str) -> str:
    """The first letter of each syllable; letters and digits stay, everything else is left out.

    >>> initials_of("合肥云智科技")
    'hfyzkj'
    """
    from pypinyin import Style, lazy_pinyin

    letters = lazy_pinyin(plain(name), style=Style.FIRST_LETTER)
    return "".join(char for char in "".join(letters) if char.isalnum() and char.isascii())[:MAX_LENGTH]
