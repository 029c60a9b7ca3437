"""Pinyin initials of names: 合肥云智 is found by ``hfyz``."""

from __future__ import annotations

from functools import lru_cache

from search.words.normal import plain

MAX_LENGTH = 24


@lru_cache(maxsize=4096)
def initials_of(name: str) -> str:
    """The first letter of each syllable; letters and digits stay, everything else is left out.

    >>> initials_of("合肥云智科技"), initials_of("重庆长安")
    ('hfyzkj', 'cqca')
    """
    from pypinyin.seg.mmseg import seg

    return "".join(map(_of_word, seg.cut(plain(name))))[:MAX_LENGTH]


@lru_cache(maxsize=65536)
def _of_word(word: str) -> str:
    """Of one word: a character is spoken as its word says (重庆, 重量). Names repeat words far more than themselves."""
    from pypinyin import Style, lazy_pinyin

    letters = "".join(lazy_pinyin(word, style=Style.FIRST_LETTER))
    return "".join(char for char in letters if char.isalnum() and char.isascii())
