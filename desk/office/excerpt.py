"""A few lines of an office file as evidence: the value marked in its cell, long cells cut to what is around it."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from desk.office.sheets import Line

_AROUND, _CELL = 70, 60
"""Characters kept on each side of a value in a long cell, and of other cells."""

Marked = tuple[str, str, str]
"""Words before a value, the value, and words after it; the value is "" where it can't be told."""


def cut_to(lines: Sequence[Line], locator: str, said: str) -> tuple[list[Line], Marked]:
    """The lines with long cells cut, and the words of the cell at the locator with the value marked.

    ``said`` is what the evidence says of it: ``label：value``.
    """
    marked: Marked = ("", "", "")
    shown = []
    for line in lines:
        cells = []
        for at, words, across, down in line.cells:
            if at == locator:
                marked = _around(words, *_value(words, said))
            cells.append((at, words if at == locator else _short(words, _CELL), across, down))
        shown.append(replace(line, cells=tuple(cells)))
    return shown, marked


def _value(words: str, said: str) -> tuple[int, int]:
    """Where the value stands in the cell: after its label, or where it is the only one; (0, 0) where neither tells."""
    label, colon, value = said.partition("：")
    folded, places = _folded(words)
    wanted, name = _folded(value)[0], _folded(label.rsplit("/", 1)[-1])[0]
    if not colon or not wanted:
        return 0, 0
    begun = folded.find(name) + len(name) if name and name in folded else -1
    found = [at for at in range(len(folded)) if folded.startswith(wanted, at) and _whole(folded, at, len(wanted))]
    after = [at for at in found if at >= begun >= 0]
    chosen = after[0] if after else found[0] if len(found) == 1 else None
    return (0, 0) if chosen is None else (places[chosen], places[chosen + len(wanted) - 1] + 1)


def _whole(folded: str, at: int, length: int) -> bool:
    """Whether it is no part of a longer number."""
    before, end = folded[at - 1 : at] if at else "", folded[at + length : at + length + 1]
    return not (before.isdigit() and folded[at].isdigit()) and not (end.isdigit() and folded[at + length - 1].isdigit())


def _folded(words: str) -> tuple[str, list[int]]:
    """The words without spaces and in half width, and of each character its place in the words as they stand."""
    kept = [(each, at) for at, char in enumerate(words) for each in unicodedata.normalize("NFKC", char)]
    kept = [(each, at) for each, at in kept if not each.isspace()]
    return "".join(each for each, _ in kept), [at for _, at in kept]


def _around(words: str, start: int, end: int) -> Marked:
    if start == end:
        return words, "", ""
    before, after = words[:start], words[end:]
    cut = "…" + before[-_AROUND:] if len(before) > _AROUND + 1 else before
    return cut, words[start:end], _short(after, _AROUND)


def _short(words: str, most: int) -> str:
    return words if len(words) <= most + 1 else words[:most] + "…"
