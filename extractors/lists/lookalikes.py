"""Characters that engines take for each other, as classes: members of one class may stand for one another."""

from __future__ import annotations

_CLASSES = (
    "0OoQDC〇",
    "1lI|!iJ工",
    "2Zz",
    "5Ss",
    "6Gb",
    "8B",
    "9gq",
    "7T?",
    "4A",
    "-—–一_~",
    ".·,。",
    "uvUV",
    "nmrn",
    "ecE",
    "XxK",
)
_DIGITS = {char: members[0] for members in _CLASSES[:9] for char in members if members[0].isdigit()}
_CLASS_OF: dict[str, frozenset[int]] = {}
for _at, _members in enumerate(_CLASSES):
    for _char in _members:
        _CLASS_OF[_char] = _CLASS_OF.get(_char, frozenset()) | {_at}


def as_digit(char: str) -> str:
    """The digit that the character looks like; the character itself where it looks like none."""
    return _DIGITS.get(char, char)


def as_digits(string: str) -> str:
    """The string with every letter that looks like a digit as that digit."""
    return "".join(map(as_digit, string))


def alike(a: str, b: str) -> bool:
    """Whether two characters may be taken for each other, letter case aside."""
    return a.casefold() == b.casefold() or bool(_CLASS_OF.get(a, frozenset()) & _CLASS_OF.get(b, frozenset()))


def all_alike(a: str, b: str) -> bool:
    """Whether two strings of the same length may be taken for each other character by character."""
    return len(a) == len(b) and all(map(alike, a, b))
