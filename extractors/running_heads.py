"""Lines that stand at the top or foot of page after page: part of the paper, not of what is said on it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import overload

from extractors.lists.titles import TitleBook, is_caption
from extractors.lists.words import plain
from pipeline.document import Block, Document, Page, Paragraph
from pipeline.records import FormDef

_EDGE = 0.1
"""Share of the page's height within which running heads and feet stand."""
_LOOKED_AT = 60
_FEWEST, _SHARE = 3, 0.2
"""A line that so many of the first pages have, and this share of them, runs through the book."""
_TITLE = 0.75
_COLUMNS = 2
"""So many names of columns make the head of a list."""
_FIGURES = re.compile(r"[\d\s.\-—–/·_|]+")

Spot = tuple[bool, str]
"""Whether at the top, and the words without figures."""


def without_running_heads(document: Document, form: FormDef) -> Document:
    """The document with its running heads and feet marked as furniture; blocks keep their numbers.

    Titles of attachments and heads of lists are no running heads, even where they are repeated on every page. Only the
    first pages are looked at to learn them, so that a long document is not loaded twice.
    """
    if not document.paged or len(document.pages) < _FEWEST:
        return document
    book = TitleBook(form)
    first = [document.pages[at] for at in range(min(_LOOKED_AT, len(document.pages)))]
    counted = Counter(spot for page in first for spot in {spot for _, spot in _edges(page)})
    most = max(_FEWEST, _SHARE * len(first))
    running = frozenset(spot for spot, count in counted.items() if count >= most and not _names(spot[1], book, form))
    return replace(document, pages=_Pages(document.pages, running)) if running else document


def _names(words: str, book: TitleBook, form: FormDef) -> bool:
    if is_caption(words) or book.best(words, form.lists)[0] >= _TITLE:
        return True
    heads = ({plain(column.names[0]) for column in each.columns if column.names} for each in form.lists)
    return any(sum(head in words for head in each) >= _COLUMNS for each in heads)


def _edges(page: Page) -> Iterator[tuple[int, Spot]]:
    """The lines at the edges of a page, by the index of their block."""
    for index, block in enumerate(page.blocks):
        if not isinstance(block, Paragraph) or (box := block.text.box) is None:
            continue
        top = box.y1 < _EDGE * page.height
        if not top and box.y0 <= (1 - _EDGE) * page.height:
            continue
        words = _FIGURES.sub("", plain(str(block.text)))
        if words:
            yield index, (top, words)


class _Pages(Sequence[Page]):
    """Pages as they are, the running lines marked when a page is asked for."""

    def __init__(self, pages: Sequence[Page], running: frozenset[Spot]) -> None:
        self._pages, self._running = pages, running

    def __len__(self) -> int:
        return len(self._pages)

    @overload
    def __getitem__(self, index: int) -> Page: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[Page]: ...

    def __getitem__(self, index: int | slice) -> Page | Sequence[Page]:
        if isinstance(index, slice):
            return _Pages(self._pages[index], self._running)
        page = self._pages[index]
        spots = {at for at, spot in _edges(page) if spot in self._running}
        return replace(page, blocks=tuple(_marked(page.blocks, spots))) if spots else page


def _marked(blocks: Sequence[Block], spots: set[int]) -> Iterator[Block]:
    for index, block in enumerate(blocks):
        yield replace(block, role="furniture") if index in spots and isinstance(block, Paragraph) else block
