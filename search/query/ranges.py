"""Numbers, dates and ranges as reviewers write them: ``>5000``, ``..1万``, ``>=2018-08-22``, ``2016..2018``."""

from __future__ import annotations

from search.query.tree import Range, Span
from search.words.days import days_asked_for
from search.words.normal import plain
from search.words.numerals import value_of_numeral

_COMPARES = {"≥": ">=", "≤": "<=", "＞": ">", "＜": "<", "＝": "=", "＞＝": ">=", "＜＝": "<="}


def number_from(text: str) -> float | None:
    """The number that a value writes (negative and percent too), or None where it is none."""
    written = plain(text).strip().rstrip("%").replace(",", "")
    sign = -1.0 if written.startswith("-") else 1.0
    written = written.removeprefix("-")
    found = value_of_numeral(written) if written else None
    if found is not None:
        return sign * found
    return 0.0 if written and not written.strip("0.") and written[0] == "0" else None


def range_from(text: str, compare: str, at: int) -> Range | None:
    """The range that a value writes with its comparison sign ("" where it has none), or None where it is no range."""
    sign = _COMPARES.get(compare, compare)
    if not sign and ".." in text:
        low, _, high = text.partition("..")
        return _range(_between(_ends(low), _ends(high)), _between(_days(low), _days(high)), at)
    if not sign:
        return None
    return _range(_compared(_ends(text), sign), _compared(_days(text), sign), at)


_Ends = tuple[float | None, float | None]


def _range(numbers: Span | None, days: Span | None, at: int) -> Range | None:
    return Range(numbers, days, at) if numbers or days else None


def _ends(text: str) -> _Ends | None:
    """A number as the first and the last of what it stands for; both open where nothing is written."""
    number = number_from(text)
    return (number, number) if number is not None or not text else None


def _days(text: str) -> _Ends | None:
    return days_asked_for(text) if text else (None, None)


def _between(low: _Ends | None, high: _Ends | None) -> Span | None:
    if low is None or high is None or (low[0] is None and high[1] is None):
        return None
    return Span(low[0], high[1])


def _compared(ends: _Ends | None, sign: str) -> Span | None:
    """After a year is after its last day, from it on is from its first."""
    if ends is None or ends[0] is None:
        return None
    first, last = ends
    return {
        ">": Span(last, None, with_low=False),
        ">=": Span(first, None),
        "<": Span(None, first, with_high=False),
        "<=": Span(None, last),
        "=": Span(first, last),
    }[sign]
