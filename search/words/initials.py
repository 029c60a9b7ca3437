"""Pinyin initials of names: 合肥云智 is found by ``hfyz``."""

from __future__ import annotations

from functools import cache, lru_cache
from unicodedata import normalize

from search.words.normal import plain

MAX_LENGTH = 24


class _Letters(dict[int, str]):
    """The first letter of what each character is spoken as when it stands alone: the table of ``str.translate``."""

    def __missing__(self, code: int) -> str:
        made = self[code] = _of_word(chr(code))
        return made


_LETTERS = _Letters()


@lru_cache(maxsize=4096)
def initials_of(name: str) -> str:
    """The first letter of each syllable; letters and digits stay, everything else is left out.

    >>> initials_of("合肥云智科技"), initials_of("重庆长安")
    ('hfyzkj', 'cqca')
    """
    return "".join(map(_of_part, plain(name).split()))[:MAX_LENGTH]


@lru_cache(maxsize=8192)
def _of_part(text: str) -> str:
    """Of a normalised name without blanks; a row names an enterprise and a device, and its list the former again."""
    if _spoken_by_word().isdisjoint(text):
        return text.translate(_LETTERS)
    from pypinyin.seg.mmseg import seg

    return "".join(map(_of_word, seg.cut(text)))


@lru_cache(maxsize=65536)
def _of_word(word: str) -> str:
    """Of one word: a character is spoken as its word says (重庆, 重量). Names repeat words far more than themselves."""
    from pypinyin import Style, lazy_pinyin

    letters = "".join(lazy_pinyin(word, style=Style.FIRST_LETTER))
    return "".join(char for char in letters if char.isalnum() and char.isascii())


@cache
def _spoken_by_word() -> frozenset[str]:
    """The few hundred characters that begin otherwise in some word: only they need their names cut into words."""
    from pypinyin.constants import PHRASES_DICT

    return frozenset(
        char
        for word, spoken in PHRASES_DICT.items()
        for char, sounds in zip(word, spoken, strict=False)
        if normalize("NFD", sounds[0])[:1] != _of_word(char)
    )
