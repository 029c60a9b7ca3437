"""Which cell of a head stands for which column of a list."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from extractors.lists.words import bare, plain
from pipeline.records import ListDef

CLEAR = 0.66
"""From this likeness on a head cell is taken for a column without other evidence."""
FAINT = 0.5
"""What is enough for the remaining cells of a row that is known to be a head."""

LONGEST = 60
"""No head of a column is longer."""

_SERIALS = ("序号", "编号", "序", "NO", "项次", "序列")
_CLASSES = frozenset(
    ("类别", "分类", "大类", "所属类别", "设备类别", "模型类别", "类型", "模型类型", "模型分类", "设备分类", "来源类别")
)


@dataclass(frozen=True, slots=True)
class Match:
    """Head cells by column key: ``keys`` maps a head's place to its column, ``scores`` the column to its likeness."""

    keys: Mapping[int, str]
    scores: Mapping[str, float]
    class_place: int | None = None

    @property
    def strength(self) -> float:
        """Sum of the likenesses of the columns other than the serial."""
        return sum(score for key, score in self.scores.items() if key != "serial")


@lru_cache(maxsize=65536)
def likeness(head: str, name: str) -> float:
    """How well a head cell's text says a column's name, 0..1; notes, units and one misread character are forgiven."""
    if plain(head) == plain(name):
        return 1.0
    a, b = bare(head), bare(name)
    if not a or not b:
        return 0.0
    if a == b:
        return 0.98
    if len(b) >= 2 and b in a:
        return 0.6 + 0.38 * len(b) / len(a)
    if len(a) >= 2 and a in b:
        return 0.55 + 0.38 * len(a) / len(b)
    return Levenshtein.normalized_similarity(a, b)


@lru_cache(maxsize=65536)
def column_likeness(head: str, names: tuple[str, ...]) -> float:
    """The best likeness of a head cell with any of a column's names."""
    return max((likeness(head, name) for name in names), default=0.0)


def match_columns(heads: Sequence[Sequence[str]], definition: ListDef, least: float = CLEAR) -> Match:
    """Give each column of ``definition`` at most one head, the likeliest pairs first.

    Each head is a sequence of wordings: a head of several lines may be meant whole or by its lowest line.
    """
    pairs: list[tuple[float, int, str]] = []
    for place, wordings in enumerate(heads):
        for head in wordings:
            if 0 < len(head) <= LONGEST:
                pairs.extend(_candidates(place, head, definition, least))
    keys: dict[int, str] = {}
    scores: dict[str, float] = {}
    for score, place, key in sorted(pairs, key=lambda pair: (-pair[0], pair[1])):
        if place not in keys and key not in scores:
            keys[place] = key
            scores[key] = score
    if least < CLEAR:
        _fill_gap(heads, definition, keys, scores)
    return Match(keys, scores, _class_place(heads, keys, definition))


def _fill_gap(
    heads: Sequence[Sequence[str]], definition: ListDef, keys: dict[int, str], scores: dict[str, float]
) -> None:
    """Where one column and one head are left over, they belong together if they have a character in common."""
    places = [place for place in range(len(heads)) if place not in keys]
    columns = [column for column in definition.columns if column.key not in scores]
    if len(heads) != len(definition.columns) or len(places) != 1 or len(columns) != 1:
        return
    shared = set("".join(heads[places[0]])) & set("".join(columns[0].names))
    if shared - set("()（）"):
        keys[places[0]] = columns[0].key
        scores[columns[0].key] = 0.4


def _candidates(place: int, head: str, definition: ListDef, least: float) -> list[tuple[float, int, str]]:
    found = []
    for column in definition.columns:
        score = column_likeness(head, column.names)
        if column.key == "serial":
            score = max(score, 0.9 * _serial_likeness(head))
        if score >= least:
            found.append((score, place, column.key))
    return found


def _serial_likeness(head: str) -> float:
    return 1.0 if bare(head).strip(".") in _SERIALS else 0.0


def is_serial_head(head: str) -> bool:
    """Whether the head names the column of serial numbers."""
    return _serial_likeness(head) > 0


def serial_before(head: str) -> int:
    """How many characters name the column of serial numbers before another name that was read with them; 0 if none."""
    found = re.match(r"(?:序\s*号|项\s*次)(?=..)", head)
    return found.end() if found else 0


def is_class_head(head: str) -> bool:
    """Whether the head names a column of classes."""
    return bare(head) in _CLASSES


def _class_place(heads: Sequence[Sequence[str]], keys: Mapping[int, str], definition: ListDef) -> int | None:
    """The head of a column of classes that is none of the list's own columns."""
    if not definition.classes:
        return None
    free = (place for place, head in enumerate(heads) if place not in keys and _CLASSES & {bare(each) for each in head})
    return next(free, None)
