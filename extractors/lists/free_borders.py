"""Words of two columns that were read as one: cut where the border between the columns lies."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from extractors.lists.free_columns import FreeColumns
from extractors.lists.free_entries import is_value, size_of
from extractors.lists.free_lines import Word, WordLine, halves
from pipeline.chinese import is_chinese

_OVER = 0.9
"""Characters by which a word reaches over a border on both sides if it is of two columns."""
_NEAR = 1.3
"""Characters from the border within which the cut is looked for."""


def cut_at_borders(line: WordLine, columns: FreeColumns) -> WordLine:
    """The line with such words cut; one that stands alone in words is a heading and stays whole."""
    if len(line.words) == 1 and any(is_chinese(char) for char in line.words[0].piece.text):
        return line
    words = [part for word in line.words for part in _cut(word, columns)]
    return line if len(words) == len(line.words) else replace(line, words=tuple(words))


def _cut(word: Word, columns: FreeColumns) -> Iterator[Word]:
    size = word.box.width / max(1.0, size_of(word.piece.text))
    reach = _OVER * size
    for border in columns.borders[1:-1]:
        if word.box.x0 + reach < border < word.box.x1 - reach:
            at = _place(word, border, size)
            parts = halves(word, at) if at is not None else None
            if parts is not None:
                yield parts[0]
                yield from _cut(parts[1], columns)
                return
    yield word


def _place(word: Word, border: float, size: float) -> int | None:
    """The character before which to cut: nearest to the border, sooner where both sides are whole then."""
    text = word.piece.text
    found: list[tuple[float, int]] = []
    for at in range(1, len(text)):
        box = word.piece.cut(at, len(text)).box
        if box is None or abs(box.x0 - border) > _NEAR * size:
            continue
        one, two = text[:at], text[at:]
        whole = is_value(one) and is_value(two)
        changes = is_chinese(one[-1]) != is_chinese(two[0])
        found.append((abs(box.x0 - border) / size - (3.0 if whole else 1.0 if changes else 0.0), at))
    return min(found)[1] if found else None
