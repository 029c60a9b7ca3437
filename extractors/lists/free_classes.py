"""A column of classes in a list without borders: one name for several rows, set at their top or in their middle."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from extractors.lists.free_columns import FreeColumns
from extractors.lists.free_lines import Word, WordLine
from pipeline.document import BBox, union_of

_MARGIN = 1.0
_ONE = 1.9
"""Heights of print from middle to middle up to which two lines are one name."""
_OFF = 0.6
"""Heights of a row by which a name in the middle of its rows may be off it."""
_EACH = 0.7
"""Share of the rows that have a name of their own where the column is filled row by row."""


@dataclass(frozen=True, slots=True)
class Name:
    """The lines of one class name."""

    words: tuple[Word, ...]
    box: BBox


def without_classes(lines: Sequence[WordLine], columns: FreeColumns) -> tuple[list[WordLine], list[Word]]:
    """The lines without what stands in the column of classes, and that; words that reach over its borders stay."""
    col = columns.classes
    if col is None:
        return list(lines), []
    left, right = columns.borders[col] - _MARGIN, columns.borders[col + 1] + _MARGIN
    kept: list[WordLine] = []
    names: list[Word] = []
    for line in lines:
        own = [word for word in line.words if columns.of(word.box) == col]
        inside = all(left <= word.box.x0 and word.box.x1 <= right for word in own)
        rest = tuple(word for word in line.words if word not in own) if inside else line.words
        names.extend(own if inside else ())
        box = union_of(word.box for word in rest)
        if box is not None:
            kept.append(replace(line, words=rest, box=box))
    return kept, names


def spans_of_names(names: Sequence[Word], rows: Sequence[BBox]) -> list[tuple[int, int, tuple[Word, ...]]]:
    """(first row, index after its last row, words) of every class; ``rows`` are the boxes of the rows in order.

    Where most rows have a name of their own each keeps it. Else a name goes for all rows up to the next one: it
    stands at the first of them or in the middle of all.
    """
    if not names or not rows:
        return []
    dealt: dict[int, list[Word]] = {}
    for word in names:
        dealt.setdefault(_nearest(word.box.cy, rows), []).append(word)
    if len(dealt) >= _EACH * len(rows):
        return [(row, row + 1, tuple(words)) for row, words in sorted(dealt.items())]
    groups = _stacked(names)
    off, starts = _from_middles(groups, rows)
    if off > _OFF * len(groups) * min(row.height for row in rows):
        _, starts = _from_tops(groups, rows)
    ends = [*starts[1:], len(rows)]
    return [(a, b, group.words) for a, b, group in zip(starts, ends, groups, strict=True) if a < b]


def _stacked(words: Sequence[Word]) -> list[Name]:
    groups: list[list[Word]] = []
    for word in sorted(words, key=lambda each: (each.box.cy, each.box.x0)):
        if groups and word.box.cy - groups[-1][-1].box.cy < _ONE * word.box.height:
            groups[-1].append(word)
        else:
            groups.append([word])
    found = []
    for group in groups:
        box = union_of(word.box for word in group)
        assert box is not None
        found.append(Name(tuple(group), box))
    return found


def _nearest(y: float, rows: Sequence[BBox]) -> int:
    return min(range(len(rows)), key=lambda at: max(rows[at].y0 - y, y - rows[at].y1))


def _from_tops(groups: Sequence[Name], rows: Sequence[BBox]) -> tuple[float, list[int]]:
    """The rows at which names begin that stand at the top, and how far they are off (points)."""
    starts = [_nearest(group.words[0].box.cy, rows) for group in groups]
    off = sum(abs(group.box.y0 - rows[at].y0) for group, at in zip(groups, starts, strict=True))
    return (off if _rising(starts) else float("inf")), starts


def _from_middles(groups: Sequence[Name], rows: Sequence[BBox]) -> tuple[float, list[int]]:
    """The same for names in the middle of their rows: each ends as far below its middle as it begins above it."""
    borders = [rows[0].y0, *((a.y1 + b.y0) / 2 for a, b in pairwise(rows)), rows[-1].y1]
    starts, at, off = [], 0, 0.0
    for group in groups:
        starts.append(at)
        due = 2 * group.box.cy - borders[min(at, len(rows))]
        end = min(range(len(borders)), key=lambda n: abs(borders[n] - due))
        off += abs(borders[end] - due)
        at = end
    off += abs(borders[-1] - borders[min(at, len(rows))])
    return (off if _rising(starts) else float("inf")), starts


def _rising(starts: Sequence[int]) -> bool:
    return all(a < b for a, b in pairwise(starts))
