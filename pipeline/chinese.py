"""Which characters are Chinese: the rare ones too, which stand in the names of persons, places and firms."""

from __future__ import annotations

_FIRST_TO_LAST = (
    ("\u3400", "\u4dbf"),  # extension A: 㛃
    ("\u4e00", "\u9fff"),
    ("\uf900", "\ufaff"),  # compatibility ideographs: 﨑
    ("\U00020000", "\U0003ffff"),  # all later extensions: 𠮷
)


def is_chinese(character: str) -> bool:
    """Whether the one character is a Chinese ideograph; 〇 is taken for none, for readers of pixels see circles so.

    >>> [is_chinese(each) for each in "云㛃𠮷A1。"]
    [True, True, True, False, False, False]
    """
    return any(first <= character <= last for first, last in _FIRST_TO_LAST)
