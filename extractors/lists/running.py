"""Running heads and feet: lines at a page's edges that stood at the same place of the page before."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from extractors.lists.cells import cell_text
from extractors.lists.words import plain
from pipeline.document import Block, Page, Paragraph

_EDGE = 0.12
"""Share of a page's height at either end where such lines stand."""
_ASIDE = 0.015
"""Share of the height by which scans of two pages may lie aside of each other."""
_ALIKE = 0.85
"""Likeness from which two readings of pixels are of the same words."""
_NUMBER = re.compile(r"\d{1,9}")


class _EdgeLine(NamedTuple):
    """Where a line's middle is (share of the page's height), its words, the numbers that were taken out of them."""

    y: float
    words: str
    numbers: tuple[int, ...]


class RunningLines:
    """Tells such lines by the page before: met in order, they end no list and belong to none.

    ``names`` says of a line that it is the title of a list or of a class: those may stand at the top of many pages.
    """

    def __init__(self, names: Callable[[str], bool]) -> None:
        self._names = names
        self._before: list[_EdgeLine] = []

    def marked(self, page: Page) -> Page:
        """The page with its running lines as furniture; to be called once a page, in order."""
        now = {at: self._edge_line(page, block) for at, block in enumerate(page.blocks)}
        alike = _ALIKE if page.scanned else 1.0
        found = {at for at, line in now.items() if line is not None and self._stood_before(line, alike)}
        self._before = [line for line in now.values() if line is not None]
        return replace(page, blocks=tuple(_furnished(page, found))) if found else page

    def _edge_line(self, page: Page, block: Block) -> _EdgeLine | None:
        """What the block is at a page's edge; None for other blocks."""
        if page.frame is None or not isinstance(block, Paragraph) or block.role == "furniture":
            return None
        box, text = block.text.box, cell_text(block.text)
        words = plain(text)
        inside = box is not None and _EDGE * page.height < box.cy < (1 - _EDGE) * page.height
        if box is None or inside or not _NUMBER.sub("", words) or self._names(text):
            return None
        numbers = tuple(int(each) for each in _NUMBER.findall(words))
        return _EdgeLine(box.cy / page.height, _NUMBER.sub("", words), numbers)

    def _stood_before(self, line: _EdgeLine, alike: float) -> bool:
        return any(
            abs(line.y - other.y) < _ASIDE
            and _counts_on(other.numbers, line.numbers)
            and Levenshtein.normalized_similarity(line.words, other.words) >= alike
            for other in self._before
        )


def _counts_on(before: Sequence[int], now: Sequence[int]) -> bool:
    """Whether the numbers are those of the page before, but for its own number: rows of a list have others."""
    return len(before) == len(now) and all(two - one in (0, 1) for one, two in zip(before, now, strict=True))


def _furnished(page: Page, at: set[int]) -> Iterator[Block]:
    for number, block in enumerate(page.blocks):
        yield replace(block, role="furniture") if number in at and isinstance(block, Paragraph) else block
