"""The lines that stand above a table: which of them name the list, its class, or who recommends."""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass

from extractors.lists.lines import Line
from extractors.lists.titles import TitleBook, is_caption
from extractors.lists.words import attachment_number
from pipeline.document import Document, Source
from pipeline.records import Heading, ListDef

_REMEMBERED = 8
_NAMES = 0.3
_RECOMMENDER = re.compile(r"推\s*荐\s*(?:单\s*位|部\s*门)\s*(?:[（(][^）)]*[）)])?\s*[:：]\s*([^\s：:_＿]{2,40})")


@dataclass(frozen=True, slots=True)
class TitleLine:
    """One line that may be a title."""

    text: str
    line: Line


class Above:
    """Remembers the last lines before a table, and which of them turned out to belong to a list."""

    def __init__(self, document: Document, book: TitleBook) -> None:
        self._document, self._book = document, book
        self._lines: deque[TitleLine] = deque(maxlen=_REMEMBERED)
        self.used: set[tuple[int, int]] = set()
        self.headings: list[Heading] = []

    @property
    def texts(self) -> list[str]:
        """The remembered lines, the nearest last."""
        return [each.text for each in self._lines]

    @property
    def captioned(self) -> bool:
        """Whether one of the lines looks like the title of something."""
        return any(is_caption(each.text) for each in self._lines)

    def remember(self, text: str, line: Line) -> None:
        """Another line."""
        self._lines.append(TitleLine(text, line))

    def forget(self) -> None:
        """What stood here does not belong to what comes."""
        self._lines.clear()

    def claim(self, definition: ListDef) -> tuple[str, list[str]]:
        """The lines belong to this list: returns the one that names it best, and all of them for class headings."""
        lines, chosen, best = list(self._lines), "", 0.0
        self._lines.clear()
        for each in lines:
            likeness = self._book.likeness(each.text, definition)
            if likeness > best:
                chosen, best = each.text, likeness
            if likeness >= _NAMES or attachment_number(each.text) is not None:
                self.use(each.line)
                self._head(each, likeness >= _NAMES)
            if definition.recommendations:
                self.recommender(each.text, each.line)
        return chosen, [each.text for each in lines]

    def use(self, line: Line) -> None:
        """The block of this line belongs to a list."""
        self.used.update((line.page.number, block) for block in line.blocks if block >= 0)

    def recommender(self, text: str, line: Line) -> bool:
        """Keep who recommends, where the line says so."""
        found = _RECOMMENDER.search(text)
        source = self._place(line)
        if found is None or source is None:
            return False
        self.headings.append(Heading(f"推荐单位：{found.group(1)}", source))
        return True

    def _head(self, title: TitleLine, named: bool) -> None:
        source = self._place(title.line)
        if named and source is not None:
            self.headings.append(Heading(title.text, source))

    def _place(self, line: Line) -> Source | None:
        return next((place for cell in line.filled if (place := self._document.source(cell.text))), None)
