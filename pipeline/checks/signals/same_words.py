"""Whether two scanned pages say the same: words against words, and numbers more strictly than words."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from rapidfuzz import fuzz, process
from rapidfuzz.distance import Levenshtein

_SHORTEST, _FEWEST = 3, 40
_LIKE, _AGREEING = 80.0, 0.8
_NUMBER = re.compile(r"\d(?:[\d:.,/年月-]*\d)?")
_LONG, _PARTS = 5, 3
_OTHER_DIGITS, _OTHER_NUMBER = 0.15, 0.4


def say_the_same(one: Sequence[str], two: Sequence[str]) -> bool:
    """Whether the words of one page stand on the other as well; a page that was cropped stands in the whole one.

    A template that two applicants filled in agrees in its words; but their numbers, dates and amounts are others.
    """
    return _stand_in(one, two) or _stand_in(two, one)


def _stand_in(mine: Sequence[str], other: Sequence[str]) -> bool:
    whole = "".join(other)
    told = [word for word in mine if _SHORTEST <= len(word) < len(whole)]
    agreeing = sum(len(word) for word in told if fuzz.partial_ratio(word, whole) >= _LIKE)
    length = sum(map(len, told))
    return length >= _FEWEST and agreeing >= _AGREEING * length and _same_numbers(mine, other)


def _same_numbers(mine: Sequence[str], other: Sequence[str]) -> bool:
    """Whether my numbers are the other's, a few misread digits aside; no long one may be quite another."""
    theirs = {number for word in other for number in _joined(_numbers(word))}
    digits = wrong = 0
    for number in (number for word in mine for number in _numbers(word) if len(number) >= _SHORTEST):
        apart = _apart(number, theirs)
        if len(number) >= _LONG and apart > _OTHER_NUMBER * len(number):
            return False
        digits, wrong = digits + len(number), wrong + apart
    return wrong <= _OTHER_DIGITS * digits


def _apart(number: str, theirs: Collection[str]) -> int:
    """By how many digits the number differs from the nearest; a short one may be part of one that was read whole."""
    if len(number) < _LONG and any(number in each for each in theirs):
        return 0
    nearest = process.extractOne(number, theirs, scorer=Levenshtein.distance)
    return min(len(number), int(nearest[1])) if nearest else len(number)


def _numbers(word: str) -> list[str]:
    return [re.sub(r"\D", "", match[0]) for match in _NUMBER.finditer(word)]


def _joined(numbers: Sequence[str]) -> Iterator[str]:
    """The numbers of a word and those that stand side by side as one: a digit between them may have been misread."""
    for start in range(len(numbers)):
        for end in range(start + 1, min(len(numbers), start + _PARTS) + 1):
            yield "".join(numbers[start:end])
