"""Numbers: 12,345 · １２３ · 3 0 · 1.2万 · 1.5亿元 in a 万元 field · 一千二百 · 12.5%."""

from __future__ import annotations

import re
import unicodedata

from extractors.fields.kinds.base import BLANK, DASH, NONE, Value, is_nothing
from nlp_models.numerals import parse as parse_numeral

_NUMBER = re.compile(
    r"(-?\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|-?\d{1,4}(?:,\d{4})+|-?\d+(?:\.\d+)?)\s*(万亿|千万|百万|[十百千万亿])?"
)
_SMALLER = re.compile(r"\s*(\d+(?:\.\d+)?)\s*(千万|百万|[百千万])")
"""What follows a number with a scale to complete it: the 2千 of 1万2千, the 500万 of 3亿500万."""
_BY_FOURS = re.compile(r"\d{1,4}(?:,\d{4})+")
_BELOW_ZERO = re.compile(r"\(\s*([\d,.]+)\s*\)")
"""How accountants write a loss."""
_CHINESE = re.compile(r"[零〇一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟]+(?:点[零一二三四五六七八九]+)?")
_APART = re.compile(
    r"(?<=[\d.,万亿])\s+(?=[\d.,万亿%])"
    r"|(?<=[零〇一二两三四五六七八九十百千万亿点])\s+(?=[零〇一二两三四五六七八九十百千万亿点])"
)
_SCALE = {"十": 10.0, "百": 1e2, "千": 1e3, "万": 1e4, "百万": 1e6, "千万": 1e7, "亿": 1e8, "万亿": 1e12, "": 1.0}
_FEWEST_YUAN = 1e5
_UNDERLINED = re.compile(r"\d{1,3}(?:\.\d{3})+")
_TWO_POINTS = re.compile(r"(?<![\d.])\d{1,3}(?:\.\d{3})+\.\d{1,2}(?!\d)")
"""1.457.18 is 1,457.18 with its comma run into an underline."""
_ZERO = frozenset("零〇")
_FORMAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟", "一二三四五六七八九十百千")
_MEASURES = re.compile(
    r"共计|合计|总计|累计|共|台/套|台套|万元|元|人民币|RMB|[¥￥]|台|套|个|种|名|人|项|家|户|次|类|款|件|条|位|%|％|GB/s|MB/s|TB"
    r"|余|约|近|左右|以上|[()（）。;；:：]"
)


def number(text: str, unit: str, *, whole: bool) -> Value:
    """The number in the form's unit; ``whole`` where only whole units make sense."""
    plain = _tidy(text)
    if not plain:
        return BLANK
    if is_nothing(plain):
        return DASH if plain == "一" else NONE
    found = list(_NUMBER.finditer(plain))
    if not found:
        return _chinese(plain, unit)
    match = found[0]
    value, end = _scaled(match, plain)
    if unit == "万元":
        value = _in_wan(value, match[2] or "", plain[end:])
    rest = _MEASURES.sub("", plain[: match.start()] + plain[end:]).strip()
    others = [other for other in found[1:] if other.start() >= end]
    fit = 1.0 if not rest and not others else 0.5
    fit *= 0.8 if _TWO_POINTS.search(unicodedata.normalize("NFKC", text)) or _BY_FOURS.fullmatch(match[1]) else 1.0
    if whole:
        return _whole(value, fit, match[0])
    if _BELOW_ZERO.fullmatch(plain):
        return Value(_tidied(-value), "filled", 0.5)
    return Value(_tidied(value), "filled", fit * _sense(unit, value, match[2] or "", plain[end:]))


def _scaled(match: re.Match[str], plain: str) -> tuple[float, int]:
    """(the number with its scale, where it ends): 1.2万 and 1万2千 both are 12000."""
    scale = _SCALE[match[2] or ""]
    value, end = float(match[1].replace(",", "")) * scale, match.end()
    while scale > 1 and (more := _SMALLER.match(plain, end)) and float(more[1]) * _SCALE[more[2]] < scale:
        scale = _SCALE[more[2]]
        value, end = value + float(more[1]) * scale, more.end()
    return value, end


def _sense(unit: str, value: float, scale: str, after: str) -> float:
    """How likely the unit is meant: 300元 where 万元 are asked, or a share of one where percent is, may be a slip."""
    yuan = unit == "万元" and not scale and after.strip().startswith("元") and value < _FEWEST_YUAN
    share = unit == "%" and 0 < abs(value) < 1 and "%" not in after
    return 0.5 if yuan else 0.8 if share else 1.0


def percent(text: str) -> Value:
    """Percent points: 12.5% and 12.5 both are 12.5."""
    return number(text.replace("％", "%").replace("百分之", ""), "%", whole=False)


def _tidy(text: str) -> str:
    """Half width, without the spaces that letter spacing and OCR put between digits."""
    plain = unicodedata.normalize("NFKC", text).replace("，", ",").replace("．", ".").replace("。", ".")
    plain = _TWO_POINTS.sub(lambda match: match[0].replace(".", ",", match[0].count(".") - 1), plain)
    plain = _APART.sub("", plain)
    return re.sub(r"[_\s]+", " ", plain).strip(" .,;:、")


def _in_wan(value: float, scale: str, after: str) -> float:
    """Amounts of money in 万元: 3,200万元 is 3200, 1.5亿元 is 15000, 32000000元 is 3200; a bare number is 万元."""
    if scale:
        return value / 1e4
    return value / 1e4 if after.strip().startswith("元") and value >= _FEWEST_YUAN else value


def _chinese(plain: str, unit: str) -> Value:
    match = _CHINESE.search(plain.translate(_FORMAL))
    found = _numeral(match[0]) if match else None
    if match is None or found is None:
        return Value(None, "unreadable", 0.0)
    value = _in_wan(found, "万" if match[0][-1] in "万亿" else "", "") if unit == "万元" else found
    rest = _MEASURES.sub("", plain.translate(_FORMAL).replace(match[0], "", 1)).strip()
    return Value(_tidied(value), "filled", 0.5 if rest else 1.0)


def _numeral(written: str) -> float | None:
    if _ZERO.issuperset(written):
        return 0.0
    whole, _, decimals = written.partition("点")
    numeral = parse_numeral(whole)
    if numeral is None and not _ZERO.issuperset(whole):
        return None
    digits = "".join(str("零一二三四五六七八九".find(char)) for char in decimals)
    return (0.0 if numeral is None else numeral.value) + (float(f"0.{digits}") if digits else 0.0)


def _whole(value: float, fit: float, written: str) -> Value:
    """A count: 1.375 where whole units are meant is the underlined 1,375, misread; never sure."""
    if abs(value - round(value)) < 1e-6:
        return Value(round(value), "filled", fit)
    if _UNDERLINED.fullmatch(written):
        return Value(int(written.replace(".", "")), "filled", 0.8 * fit)
    return Value(_tidied(value), "filled", 0.2)


def _tidied(value: float) -> int | float:
    rounded = round(value, 6)
    return int(rounded) if rounded.is_integer() else rounded
