"""Quantities in a sentence: the number, how exactly it is meant, and its measure word.

The bounds follow the contract's rounding rules: 近X 0.85X..X; X余, 超X, X以上 X..1.25X; 约X ±10 %; plain equal, a 万
figure at its own precision.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from nlp_models.numerals import NUMERAL, Numeral, parse

Meaning = Literal["plain", "near", "over", "about", "vague"]

_NEAR = r"接近|将近|近"
_OVER = r"不少于|不低于|不下于|超过|超出|突破|多达|至少|高达|逾|超|上"
_ABOUT = r"大约|大概|约为|约"
_UNITS = (
    r"台[/／]?套|台套|台|套|个|款|种|项|家|户|名|人|位|件|类|座|条|次|门|部|组|篇|所|处|只|颗"
    r"|万元|亿元|元|%|年|月|日|天|小时|分钟|秒|亩|期|级|点"
)
_AFTER_OVER = r"余|多|以上|有余|[+＋]"
_AFTER_ABOUT = r"左右|上下"
_PATTERN = re.compile(
    rf"(?P<before>{_OVER}|{_NEAR}|{_ABOUT})?(?P<vague>[数几成][十百千万亿]+)?(?P<number>(?(vague)|{NUMERAL}))"
    rf"(?P<after>{_AFTER_OVER})?(?P<unit>{_UNITS})?(?P<tail>以上|左右|上下|有余)?"
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """One number of a sentence; ``start:end`` covers number and measure word, ``low..high`` what agrees with it."""

    start: int
    end: int
    value: float
    low: float
    high: float
    meaning: Meaning
    unit: str


def find_quantities(text: str) -> Iterator[Quantity]:
    """Every quantity of ``text`` (NFKC, without line breaks), left to right; ordinals and versions are left out."""
    for match in _PATTERN.finditer(text):
        if _is_part_of_a_name(text, match):
            continue
        quantity = _vague(match) if match["vague"] else _counted(match)
        if quantity is not None:
            yield quantity


def _is_part_of_a_name(text: str, match: re.Match[str]) -> bool:
    """``ISO9001``, ``TLS1.3``, ``第三方``, ``V2.0``, ``5G``: digits that count nothing."""
    start = match.start("vague") if match["vague"] else match.start("number")
    before = text[start - 1] if start else ""
    after = text[match.end()] if match.end() < len(text) else ""
    if before and before.isascii() and (before.isalnum() or before in ".-_/#") and match["number"][:1].isdigit():
        return True
    return before == "第" or (not match["unit"] and after.isascii() and after.isalnum())


def _counted(match: re.Match[str]) -> Quantity | None:
    numeral = parse(match["number"])
    if numeral is None:
        return None
    meaning = _meaning(match)
    low, high = bounds(numeral, meaning)
    return Quantity(match.start("number"), match.end(), numeral.value, low, high, meaning, match["unit"] or "")


def _meaning(match: re.Match[str]) -> Meaning:
    before, after, tail = match["before"] or "", match["after"] or "", match["tail"] or ""
    if after or tail in ("以上", "有余") or re.search("[余多]", match["number"]) or re.fullmatch(_OVER, before):
        return "over"
    if re.fullmatch(_NEAR, before):
        return "near"
    if tail or re.fullmatch(_ABOUT, before):
        return "about"
    return "plain"


def bounds(numeral: Numeral, meaning: Meaning) -> tuple[float, float]:
    """The lowest and highest count with which the words agree."""
    value = numeral.value
    if meaning == "near":
        return 0.85 * value, value
    if meaning == "over":
        return value, 1.25 * value
    if meaning == "about":
        return 0.9 * value, 1.1 * value
    half = numeral.step / 2 if numeral.step > 1 else 0.0
    return value - half, value + half


def _vague(match: re.Match[str]) -> Quantity | None:
    """``数十`` says 20 to 99, ``数百`` 200 to 999: no more than that can be held against a field."""
    base = parse("一" + match["vague"][1:]) or parse(match["vague"][1:])
    if base is None:
        return None
    start = match.start("vague")
    return Quantity(start, match.end(), 2 * base.value, 2 * base.value, 10 * base.value, "vague", match["unit"] or "")
