"""Numbers and ranges as reviewers write them: ``>5000``, ``5000..1万``, ``..10000``, ``≥1.2万``."""

from __future__ import annotations

from search.query.tree import Range
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
        return _between(text, at)
    value = number_from(text)
    if value is None or not sign:
        return None
    return {
        ">": Range(value, None, at, with_low=False),
        ">=": Range(value, None, at),
        "<": Range(None, value, at, with_high=False),
        "<=": Range(None, value, at),
        "=": Range(value, value, at),
    }[sign]


def _between(text: str, at: int) -> Range | None:
    low, _, high = text.partition("..")
    ends = [number_from(end) if end else None for end in (low, high)]
    if (low and ends[0] is None) or (high and ends[1] is None) or not (low or high):
        return None
    return Range(ends[0], ends[1], at)
