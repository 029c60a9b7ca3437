"""IDs by their list's own pattern: a letter among the digits, a digit among the letters of the prefix."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from extractors.lists.doubts import Repairs
from extractors.lists.lookalikes import all_alike, as_digit
from pipeline.records import ListDef, Row

_ID = re.compile(r"^(.*?[^0-9]|)([0-9]+)$")
_SHARE = 0.5
"""A prefix that this share of the IDs begins with is the list's own."""
_LEAST = 4


def id_repairs(rows: Sequence[Row], definition: ListDef) -> Repairs:
    """IDs that fit the pattern of the list only when lookalike characters are put right."""
    key = definition.id_column
    if key is None or key in ("name", "phone") or len(rows) < _LEAST:
        return {}
    ids = [row.cells.get(key, "") for row in rows]
    prefixes, lengths = _pattern(ids)
    if not prefixes:
        return {}
    repairs: Repairs = {}
    for at, written in enumerate(ids):
        better = _fitted(written, prefixes, lengths)
        if better is not None and better != written:
            repairs[at, key] = better
    return repairs


def _pattern(ids: Sequence[str]) -> tuple[list[str], set[int]]:
    """The prefixes of most IDs, the most frequent first, and the usual numbers of digits after them."""
    parts = [found.groups() for each in ids if (found := _ID.match(each)) and len(found[2]) >= 3]
    letters = Counter(prefix.rstrip("-_ ") for prefix, _ in parts)
    total = len([each for each in ids if each])
    own = {stem for stem, count in letters.items() if stem and count >= max(_LEAST, _SHARE * total)}
    prefixes = Counter(prefix for prefix, _ in parts if prefix.rstrip("-_ ") in own)
    digits = Counter(len(number) for prefix, number in parts if prefix in prefixes)
    return [prefix for prefix, _ in prefixes.most_common()], {
        length for length, count in digits.items() if count >= 0.2 * len(parts)
    }


def _fitted(written: str, prefixes: Sequence[str], lengths: set[int]) -> str | None:
    compact = written.replace(" ", "") if not any(" " in prefix for prefix in prefixes) else written
    for prefix in prefixes:
        head, tail = compact[: len(prefix)], "".join(map(as_digit, compact[len(prefix) :]))
        if len(tail) in lengths and tail.isdigit() and all_alike(head, prefix):
            return prefix + tail
    return None
