"""The lines that stand above a table: which of them name the list, its class, or who recommends."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.lists.classes import class_of
from extractors.lists.lines import Line
from extractors.lists.titles import TitleBook, is_caption, is_title
from extractors.lists.words import attachment_number
from pipeline.document import Document, Page, Source
from pipeline.records import Heading, ListDef

_REMEMBERED = 8
_NAMES = 0.3
_STRANGE = 3
"""So many lines that say something else (a unit of measure, a date) may stand between a table and its title."""
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

    def claim(self, definition: ListDef, page: Page) -> tuple[str, list[str]]:
        """The lines belong to this list: returns the one that names it best, and all of them for class headings.

        Only the lines right above are taken for its own: further up its name may stand in a list of attachments.
        """
        lines = [each for each in self._lines if each.line.page.number == page.number] or list(self._lines)
        self._lines.clear()
        own = self._own(lines, definition)
        for each in own:
            self.use(each.line)
            self._head(each, named=self._book.likeness(each.text, definition) >= _NAMES)
        if definition.recommendations:
            for each in lines:
                self.recommender(each.text, each.line)
        names = [(self._book.likeness(each.text, definition), each.text) for each in own]
        return max(names, key=lambda pair: pair[0], default=(0.0, ""))[1], [each.text for each in own]

    def _own(self, lines: Sequence[TitleLine], definition: ListDef) -> list[TitleLine]:
        """From the table upwards: one name, one number of an attachment, a class, and little else between."""
        own: list[TitleLine] = []
        named = numbered = False
        strange = 0
        for each in reversed(lines):
            number = attachment_number(each.text) is not None
            of_class = class_of(each.text, definition) is not None
            name = not of_class and self._book.likeness(each.text, definition) >= _NAMES and is_title(each.text)
            if not each.line.blocks:
                own.append(each)
                continue
            if (name and named) or (number and numbered) or strange > _STRANGE:
                break
            if name or number or of_class:
                own.append(each)
            elif named or numbered:
                break
            else:
                strange += 1
            named, numbered = named or name, numbered or number
        return own[::-1]

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

    def _head(self, title: TitleLine, *, named: bool) -> None:
        source = self._place(title.line)
        if named and source is not None:
            self.headings.append(Heading(title.text, source))

    def _place(self, line: Line) -> Source | None:
        return next((place for cell in line.filled if (place := self._document.source(cell.text))), None)
