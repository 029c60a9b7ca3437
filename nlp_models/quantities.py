"""Quantities in a sentence: the number or range, how exactly it is meant, and its measure word.

The bounds follow the contract's rounding rules: 近X 0.85X..X; X余, 超X, X以上 X..1.25X; 约X ±10 %; plain equal, a 万
figure at its own precision.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from nlp_models.numerals import NUMERAL, Numeral, parse

Meaning = Literal["plain", "near", "over", "about", "vague", "range"]

_NEAR = r"接近|将近|近"
_OVER = r"不少于|不低于|不下于|超过|超出|突破|多达|至少|高达|逾|超|上(?=百|千|万)|≥"
_ABOUT = r"大约|大概|约为|约"
_UNITS = (
    r"个(?:工作日|自然日|交易日|日历日|小时|钟头|星期|季度|学时|课时|年头)"
    r"|台[/／]套|台（套）|台\(套\)|台套|个月|(?:个|点)?[（(]?(?:台|套|个)[)）]|台次|台|套|个百分点|个|款|种|项|家|户"
    r"|名次|名|人次|人|位|件|大类|类|座|条|次|门|部|组|篇|所|处|只|颗|万元|亿元|元|%|倍|平方米|公里|千克|吨|度|亩|点|单|行|批|场"
    r"|支|本|份|股|辆|片|张|分(?!之|钟)|米|岁|届|轮|PB|TB|GB|MB|年(?!代)|月|日|天|小时|分钟|毫秒|秒"
)
_FRACTION = (
    r"百分之[\d一二三四五六七八九十百.]+|[一二三四五六七八九十]+分之[一二三四五六七八九十]+"
    r"|[一二三四五六七八九]成半?|半数|一半"
)
_PATTERN = re.compile(
    rf"(?P<date>(?:19|20)\d\d(?:[-—–~至]20\d\d)?年(?:(?:至)?\d{{1,2}}月)?(?:\d{{1,2}}日)?(?:\d{{1,2}}时)?|(?<!\d)\d{{1,2}}月(?:\d{{1,2}}日|底|末|初))"
    r"|(?P<phone>0\d{2,3}-\d{7,8})"
    rf"|(?P<before>{_OVER}|{_NEAR}|{_ABOUT})?(?:(?P<fraction>{_FRACTION})(?P<most>多|以上)?"
    rf"|(?P<vague>[数几][十百千万亿]+)(?P<vague_unit>{_UNITS})?"
    rf"|(?P<number>{NUMERAL})(?:(?P<percent>%)?[-—–~～至到](?P<upper>{NUMERAL}))?"
    rf"(?P<after>有余|余|多|以上|[+＋])?(?P<unit>{_UNITS})?(?P<tail>以上|左右|上下|有余)?)"
)
_ARTICLE = re.compile(r"[一二两三四五六七八九](?:年|个月|天|类|大类|次|项|级|期)?|半|十[二三四五]五")
"""``一家``, ``三年``, ``四类``: words that determine or date rather than count."""


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
    """Every quantity of ``text`` (NFKC, without line breaks), left to right.

    Dates, ordinals, versions, telephone numbers and durations in words are left out; a percentage or fraction has the
    unit ``%``.
    """
    for match in _PATTERN.finditer(text):
        if match["date"] or match["phone"] or _is_part_of_a_name(text, match):
            continue
        quantity = _fraction(match) if match["fraction"] else _vague(match) if match["vague"] else _counted(match)
        if quantity is not None:
            yield quantity


def _is_part_of_a_name(text: str, match: re.Match[str]) -> bool:
    """``ISO9001``, ``TLS1.3``, ``第三方``, ``V2.0``, ``5G``, ``88号``: digits that count nothing."""
    number = match["number"] or ""
    start = match.start("number") if number else match.start()
    before = text[start - 1] if start else ""
    after = text[match.end()] if match.end() < len(text) else ""
    if number[:1].isdigit() and _IN_A_NAME.search(text[:start]):
        return True
    bare = number in ("百", "千", "万", "亿") and not match["before"] and not match["after"]
    if bare and not _COUNTS.match(text, match.start("number")):
        return True
    if _LABELLED.search(text[:start]) or (
        number and before and before in "（(" and after in "）)" and not match["unit"]
    ):
        return True
    if before == "第" or (number and after and after in "号栋层×级期版维"):
        return True
    if not number or match["unit"]:
        return False
    return (after.isascii() and after.isalnum()) or (not number[0].isdigit() and not match["after"])


def _counted(match: re.Match[str]) -> Quantity | None:
    numeral = parse(match["number"])
    unit = re.sub(r"[()（）]", "", match["unit"] or "")
    if numeral is None or _ARTICLE.fullmatch(match["number"] + (unit if unit in _DETERMINERS else "")):
        return None
    if match["upper"]:
        return _range(match, numeral, unit)
    meaning = _meaning(match)
    low, high = bounds(numeral, meaning)
    return Quantity(match.start("number"), match.end(), numeral.value, low, high, meaning, unit)


_IN_A_NAME = re.compile(r"[×*.\-_/#]$|(?<!AP)(?<!Ap)(?<!ap)(?<!PL)(?<!AG)[A-Za-z0-9]$|(?:ISO|IEC|GB|IEEE)[/A-Z]* $")
_COUNTS = re.compile(r"[百千万亿](?:台|家(?!争|万|灯|[讲坛])|款|名|项|余|套)")
"""``千家企业``, ``百款APP``: a bare hundred counts with a measure word of things, not in ``千家万户``."""
_LABELLED = re.compile(r"(?:附件|附表|附图|(?<![仪电水气])表|(?<!地)图|注)$")
_DETERMINERS = ("年", "个月", "天", "类", "大类", "次", "项")


def _range(match: re.Match[str], lower: Numeral, unit: str) -> Quantity | None:
    upper = parse(match["upper"])
    if upper is None or upper.value <= lower.value or not unit:
        return None
    scale = _scale_of(match["upper"]) if match["number"][-1].isdigit() else 1
    low = lower.value * scale
    return Quantity(match.start("number"), match.end(), low, low, upper.value, "range", unit)


def _scale_of(numeral: str) -> float:
    """``1.2-1.5万``: the scale written after the upper end is meant for the lower as well."""
    one = parse("1" + "".join(char for char in numeral if char in "千万亿"))
    return one.value if one else 1.0


def _fraction(match: re.Match[str]) -> Quantity | None:
    """``六成``, ``三分之一``, ``百分之九十`` and ``半数`` as percentages."""
    text = match["fraction"]
    if text in ("半数", "一半"):
        value = 50.0
    elif "成" in text:
        whole = parse(text[0])
        assert whole is not None, "the pattern lets no other sign through"
        value = 10 * whole.value + (5 if text.endswith("半") else 0)
    else:
        below, above = (parse(part) for part in text.split("分之"))
        if below is None or above is None:
            return None
        value = 100 * above.value / below.value
    meaning: Meaning = "over" if match["most"] else "plain"
    return Quantity(match.start("fraction"), match.end(), value, value, 100.0 if match["most"] else value, meaning, "%")


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
    start, unit = match.start("vague"), match["vague_unit"] or ""
    return Quantity(start, match.end(), 2 * base.value, 2 * base.value, 10 * base.value, "vague", unit)
