"""How characters compare: full and half width, punctuation families, and what OCR takes for each other."""

from __future__ import annotations

import unicodedata
from functools import cache

CELL = "\x1f"
"""A cell's border in a linearised document or form."""
LINE = "\n"
"""The end of a visual line or paragraph."""
RINGS, DISCS = "○◯◇", "●◉⬤▇█◆"
"""Signs that are a tick box, empty or ticked, only where the form prints one: elsewhere ○ is a zero, ● a bullet."""

_FAMILIES = ("(（【[〔{", ")）】]〕}", ":：∶", ";；", ",，", ".。·•", "“”\"'‘’「」", "-－—–_＿‐", "*＊※", "/／")
_FAMILY = {char: family[0] for family in _FAMILIES for char in family}
_LOOK_ALIKE = (
    ",.、", "0oOQ〇口", "1lI|丨i", "a4", "5s", "8b", "日曰目白", "己已巳", "末未木本来", "土士", "人入八",
    "大太犬", "干于千", "工エ", "二ニ", "力カ", "口ロ囗", "锏铜", "摸模", "荐存", "杀条", "析折", "软轨",
    "网同", "名各", "问间", "徽微", "账帐",
)  # fmt: skip


@cache
def plain(char: str) -> str:
    """The character as it is compared: NFKC, lower case, one sign for a family of punctuation; "" for white space."""
    if char in (CELL, LINE, "\u2029"):
        return LINE if char == "\u2029" else char
    if char.isspace():
        return ""
    char = unicodedata.normalize("NFKC", char).lower()[:1] or char
    if char.isspace():
        return ""
    return _FAMILY.get(char, char)


def runs_of(words: str, length: int = 4) -> set[str]:
    """Every run of so many characters: what of them also stands elsewhere says how much is shared, order aside."""
    return {words[at : at + length] for at in range(len(words) - length + 1)}


@cache
def _classes() -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    for number, group in enumerate(_LOOK_ALIKE):
        for char in group:
            found.setdefault(plain(char), set()).add(number)
    return {char: frozenset(numbers) for char, numbers in found.items()}


@cache
def look_alikes(char: str) -> frozenset[str]:
    """The (plain) characters that OCR may have put for this (plain) one."""
    classes = _classes()
    mine = classes.get(char, frozenset())
    return frozenset(other for other, theirs in classes.items() if mine & theirs and other != char)
