"""Running heads and feet: lines at a page's edges that stood at the same place of the page before."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from rapidfuzz.distance import Levenshtein

from extractors.lists.cells import cell_text
from extractors.lists.words import plain
from pipeline.document import Block, Page, Paragraph

_EDGE = 0.12
"""Share of a page's height at either end where such lines stand."""
_ASIDE = 0.015
"""Share of the height by which scans of two pages may lie aside of each other."""
_ALIKE = 0.8
"""Likeness from which two readings are of the same words."""
_NUMBER = re.compile(r"\d+")


class RunningLines:
    """Tells such lines by the page before: met in order, they end no list and belong to none.

    ``names`` says of a line that it is the title of a list or of a class: those may stand at the top of many pages.
    """

    def __init__(self, names: Callable[[str], bool]) -> None:
        self._names = names
        self._before: list[tuple[float, str]] = []

    def marked(self, page: Page) -> Page:
        """The page with its running lines as furniture; to be called once a page, in order."""
        now = {at: self._edge_line(page, block) for at, block in enumerate(page.blocks)}
        found = {at for at, line in now.items() if line is not None and self._stood_before(*line)}
        self._before = [line for line in now.values() if line is not None]
        return replace(page, blocks=tuple(_furnished(page, found))) if found else page

    def _edge_line(self, page: Page, block: Block) -> tuple[float, str] | None:
        """Where the line's middle is (share of the height), and its words but for numbers; None for other blocks."""
        if page.frame is None or not isinstance(block, Paragraph) or block.role == "furniture":
            return None
        box, text = block.text.box, cell_text(block.text)
        words = _NUMBER.sub("", plain(text))
        inside = box is not None and _EDGE * page.height < box.cy < (1 - _EDGE) * page.height
        if box is None or inside or not words or self._names(text):
            return None
        return box.cy / page.height, words

    def _stood_before(self, y: float, words: str) -> bool:
        return any(
            abs(y - other) < _ASIDE and Levenshtein.normalized_similarity(words, said) >= _ALIKE
            for other, said in self._before
        )


def _furnished(page: Page, at: set[int]) -> Iterator[Block]:
    for number, block in enumerate(page.blocks):
        yield replace(block, role="furniture") if number in at and isinstance(block, Paragraph) else block
