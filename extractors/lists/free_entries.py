"""The entries of a list without borders: what each visual line says in each column."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from extractors.lists.free_columns import FreeColumns
from extractors.lists.free_lines import WordLine
from pipeline.document import union_of

_VALUE = re.compile(
    r"[-+]?\d[\d,.]*(?:%|元|万元|亿元|台|套|个|家|项|人|天|年)?"
    r"|(?:19|20)\d\d[-./年]\d{1,2}(?:[-./月](?:\d{1,2}日?)?)?"
    r"|1\d{10}|0\d{2,3}-?\d{7,8}"
    r"|(?=[^\d]*\d)[A-Za-z][A-Za-z\d]*(?:[-_/][A-Za-z\d]+)*"
)
"""A number, an amount, a date, a telephone number or a code: what is hardly ever set over two lines."""


class Entry(NamedTuple):
    """What one line says in one column: left, right, top and middle in points."""

    x0: float
    x1: float
    top: float
    middle: float
    text: str

    @property
    def width(self) -> float:
        """Points from the first character's left to the last one's right."""
        return self.x1 - self.x0

    @property
    def is_value(self) -> bool:
        """Whether it is a whole number, date or code."""
        return is_value(self.text)


Entries = Mapping[int, Entry]
"""One visual line's entries by column."""


def entries_of(line: WordLine, columns: FreeColumns) -> Entries:
    """The line's words put together by column."""
    found: dict[int, Entry] = {}
    for column, words in columns.deal(line).items():
        box = union_of(word.box for word in words)
        assert box is not None
        text = "".join(word.piece.text for word in words)
        found[column] = Entry(box.x0, box.x1, box.y0, box.cy, text)
    return found


def is_value(text: str) -> bool:
    """Whether the text is a whole number, amount, date, telephone number or code."""
    return _VALUE.fullmatch(text) is not None


def size_of(text: str) -> float:
    """How wide the text is, in Chinese characters."""
    return sum(0.55 if char.isascii() else 1.0 for char in text)


def by_column(lines: Sequence[Entries]) -> dict[int, list[Entry]]:
    """Each column's entries, top to bottom."""
    found: dict[int, list[Entry]] = {}
    for line in lines:
        for column, entry in line.items():
            found.setdefault(column, []).append(entry)
    return found
