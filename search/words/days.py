"""Dates as days that compare: 2018-08-22, 2018年8月22日, 2018.8.22, 2018年8月 and 2018年."""

from __future__ import annotations

import re

from search.words.normal import plain

_DATE = re.compile(r"((?:19|20)\d{2})(?:年|[年./-](\d{1,2})(?:月|[月./-](\d{1,2})日?)?)")
_YEAR = re.compile(r"(?:19|20)\d{2}")
_OF_DAYS = "@day"


def day_name(name: str) -> str:
    """Under which name a field's or a column's day is kept among the numbers of an entry."""
    return name + _OF_DAYS


def days_of(text: str) -> tuple[float, float] | None:
    """The first and the last day (20180822) of the day, month or year that a whole text writes; None where it is none.

    >>> days_of("2018年8月")
    (20180801.0, 20180831.0)
    """
    match = _DATE.fullmatch(re.sub(r"\s", "", plain(text)))
    if match is None:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    if year is None or not 1 <= (month or 1) <= 12 or not 1 <= (day or 1) <= 31:
        return None
    return _number(year, month or 1, day or 1), _number(year, month or 12, day or 31)


def days_asked_for(text: str) -> tuple[float, float] | None:
    """The same of what a reviewer writes, who may mean a year by 2018 alone."""
    return days_of(text) or days_of(f"{text}年" if _YEAR.fullmatch(plain(text).strip()) else "")


def _number(year: int, month: int, day: int) -> float:
    return float(year * 10_000 + month * 100 + day)
