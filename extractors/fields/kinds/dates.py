"""Dates at the precision given: 2016年5月20日 · 2019.12 · 2015.04.25 · 2016-05 · 二〇一六年五月 · 2016."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange

import cn2an

from extractors.fields.kinds.base import BLANK, NONE, Value, is_nothing

_YEAR_FIRST = re.compile(r"((?:19|20)\d{2})(?:[年.、\-/]+(\d{1,2})(?:[月.、\-/]+(\d{1,2})日?号?|月)?|年|$)")
_PACKED = re.compile(r"((?:19|20)\d{2})(0[1-9]|1[0-2])([0-3]\d)?")
_CHINESE_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")
_FORMAL = str.maketrans("○◯壹贰叁肆伍陆柒捌玖拾", "〇〇一二三四五六七八九十")
_PRINTED = re.compile(r"(?:(?:19|20)\d{2})?年月日|年?月日|年月|年")


def date(text: str) -> Value:
    """An ISO date, month or year; blank where only the form's own 年 月 日 stands there."""
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).strip("_:：。")
    if not plain or _PRINTED.fullmatch(plain):
        return BLANK
    if is_nothing(plain):
        return NONE
    plain = _digits(plain.translate(_FORMAL))
    match = _PACKED.fullmatch(plain) or _YEAR_FIRST.search(plain)
    if match is None:
        return Value(None, "unreadable", 0.0)
    parts = [match[1], *(f"{int(part):02d}" for part in match.groups()[1:] if part)]
    rest = plain.replace(match[0], "", 1)
    return Value("-".join(parts), "filled", 1.0 if not rest else 0.6)


def is_calendar(iso: str) -> bool:
    """Whether an ISO date, month or year is one that the calendar has."""
    year, month, day = (*(int(part) for part in iso.split("-")), 1, 1)[:3]
    return 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]


def _digits(plain: str) -> str:
    """二〇一六年五月二十日 in digits."""
    if not re.search("[〇零一二三四五六七八九十]", plain):
        return plain
    plain = re.sub("[〇零一二三四五六七八九]{4}(?=年)", lambda match: match[0].translate(_CHINESE_DIGITS), plain)
    return re.sub("[一二三四五六七八九十]{1,3}(?=[月日])", lambda match: str(cn2an.cn2an(match[0], "smart")), plain)
