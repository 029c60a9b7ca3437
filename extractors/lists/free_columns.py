"""The columns of a list without borders: where its head's words stand and no row's words cross."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from extractors.lists.free_lines import Word, WordLine
from extractors.lists.free_seams import parted, seams
from pipeline.document import BBox

Span = tuple[float, float]
"""From and to across the page, in points."""
_ASIDE = 18
"""Points by which the columns of two pages may lie aside of each other, at most."""
_TOUCH = 0.5
"""Points by which a word's box may reach over the word."""


@dataclass(frozen=True, slots=True)
class FreeColumns:
    """The x of the borders between columns, the outer ones included, in points; ``seams`` are where words run over.

    ``serial`` and ``classes`` are the columns of serial numbers and of classes, None where there are none.
    """

    borders: tuple[float, ...]
    seams: tuple[float, ...] = ()
    serial: int | None = 0
    classes: int | None = None

    @property
    def count(self) -> int:
        """Number of columns."""
        return len(self.borders) - 1

    def of(self, box: BBox) -> int:
        """The column in which the box's middle lies."""
        return min(max(bisect_right(self.borders, box.cx) - 1, 0), self.count - 1)

    def deal(self, line: WordLine) -> dict[int, list[Word]]:
        """The words of a line by column."""
        dealt: dict[int, list[Word]] = {}
        for word in line.words:
            dealt.setdefault(self.of(word.box), []).append(word)
        return dealt


def moved(columns: FreeColumns, lines: Sequence[WordLine]) -> FreeColumns:
    """The columns of the page before where they lie on this one: scans of pages are a little aside of each other."""
    words = [word.box for line in lines for word in line.words]
    steps = sorted(range(-_ASIDE, _ASIDE + 1), key=abs)
    best = min(steps, key=lambda step: _crossed([x + step for x in columns.borders[1:-1]], words))
    return replace(columns, borders=tuple(x + best for x in columns.borders)) if best else columns


def _crossed(borders: Sequence[float], words: Sequence[BBox]) -> int:
    return sum(
        word.x0 + _TOUCH < borders[at] < word.x1 - _TOUCH
        for word in words
        for at in range(bisect_right(borders, word.x0), min(bisect_right(borders, word.x1), len(borders)))
    )


def find_columns(head: Sequence[BBox], body: Sequence[WordLine]) -> FreeColumns:
    """Columns by the head's boxes, left to right: parted at a seam, or in the widest white corridor of the body.

    A word alone on its line may be a heading over several columns; it only narrows the corridor that the others leave.
    """
    full = [line for line in body if len(line.words) > 1]
    alone = [(line.box.x0, line.box.x1) for line in body if len(line.words) == 1]
    xs = seams(head, full)
    full = [parted(line, xs) for line in full] if xs else full
    spans = sorted((word.box.x0, word.box.x1) for line in full for word in line.words)
    left = min([head[0].x0, *(span[0] for span in spans)]) - 2
    right = max([head[-1].x1, *(span[1] for span in spans)]) + 2
    inner = [b.x0 - 1 if b.x0 in xs else _corridor(a, b, spans, alone) for a, b in pairwise(head)]
    return FreeColumns((left, *inner, right), xs)


def _corridor(one: BBox, two: BBox, spans: Sequence[Span], alone: Sequence[Span]) -> float:
    """The middle of the widest strip between two heads that the fewest words enter; halfway where all do.

    A strip that has words at both its sides goes before others, and one that reaches between the heads' own words
    before one that lies under a head: figures set to the right leave white under the left half of theirs.
    """
    start, end = one.cx, two.cx
    steps = sorted(
        (x, step, lone)
        for found, lone in ((spans, False), (alone, True))
        for x0, x1 in _between(found, start, end)
        for x, step in ((x0, 1), (x1, -1))
    )
    entered, at = [0, 0], start
    best = (len(steps), 0, True, True, 0.0, (one.x1 + two.x0) / 2)
    first = min((x1 for _, x1 in spans if x1 > one.x0), default=end)
    last = max((x0 for x0, _ in spans if x0 < two.x1), default=start)
    for x, step, lone in (*steps, (end, 0, False)):
        if x - at > 0:
            under = x <= one.x1 or at >= two.x0
            bare = at < first - _TOUCH or x > last + _TOUCH
            best = min(best, (entered[False], entered[True], bare, under, at - x, (at + x) / 2))
        entered[lone] += step
        at = max(at, x)
    return best[-1]


def _between(spans: Sequence[Span], start: float, end: float) -> Iterator[Span]:
    """The spans between two heads' middles; what covers both was read from both columns, or is a heading over them."""
    for x0, x1 in spans:
        left, right = max(x0 + _TOUCH, start), min(x1 - _TOUCH, end)
        if left < right and not (x0 < start and x1 > end):
            yield left, right
