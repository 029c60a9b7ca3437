"""Cells set so close that no white is left between them: told apart where a column begins.

Spreadsheets printed without borders put a number that is set to the right against the words of the next column, and
cut words that are too long at their column's end.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from extractors.lists.free_lines import Word, WordLine, halves
from pipeline.chinese import is_chinese
from pipeline.document import BBox

_NEAR = 1.5
"""Points between the left edge of a head and that of a cell below it."""
_MOST, _FEWEST = 0.6, 3


def seams(head: Sequence[BBox], body: Sequence[WordLine]) -> tuple[float, ...]:
    """The x (points) of the columns into which words of the column before run.

    There most of the words that run over the head's left edge change from figures or letters to Chinese, or back, and
    nothing else stands in the column before.
    """
    return tuple(two.x0 for one, two in pairwise(head) if _is_seam(one.x0, two.x0, body))


def _is_seam(before: float, x: float, body: Sequence[WordLine]) -> bool:
    over = [
        word
        for line in body
        for at, word in enumerate(line.words)
        if word.box.x0 < x - _NEAR and word.box.x1 > x + _NEAR and _alone(line.words[:at], before)
    ]
    return len(over) >= _FEWEST and sum(_break(word, x) is not None for word in over) >= _MOST * len(over)


def _alone(words: Sequence[Word], left: float) -> bool:
    return all(word.box.cx < left for word in words)


def parted(line: WordLine, xs: Sequence[float]) -> WordLine:
    """The line with its words cut at the seams."""
    words = [part for word in line.words for part in _cut(word, xs)]
    return line if len(words) == len(line.words) else replace(line, words=tuple(words))


def _cut(word: Word, xs: Sequence[float]) -> list[Word]:
    for x in xs:
        at = _break(word, x) if word.box.x0 < x - _NEAR and word.box.x1 > x + _NEAR else None
        if at is not None:
            parts = halves(word, at)
            assert parts is not None
            return [parts[0], *_cut(parts[1], xs)]
    return [word]


def _break(word: Word, x: float) -> int | None:
    """The character that begins at x and is of another kind than the one before it."""
    text = word.piece.text
    for at in range(1, len(text)):
        box = word.piece.cut(at, at + 1).box
        if box is not None and abs(box.x0 - x) <= _NEAR and is_chinese(text[at]) != is_chinese(text[at - 1]):
            return at
    return None
