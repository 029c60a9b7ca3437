"""Headings and attachment titles on any page, for the checks of what a submission holds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from extractors.lists.cells import cell_text
from extractors.lists.titles import is_caption
from extractors.lists.words import plain
from pipeline.document import Document, Page, Paragraph, Text
from pipeline.records import Heading

_LONGEST = 60
_TOP_LINES = 3
_LEVELS = (
    (1, re.compile(r"^(?:附件|附录)\d*")),
    (1, re.compile(r"^[一二三四五六七八九十]+、")),
    (2, re.compile(r"^\([一二三四五六七八九十]+\)")),
)

Spots = frozenset[tuple[int | None, object, str]]


def spots_of(texts: Iterable[Text]) -> Spots:
    """The places of values of the book: what stands there is the applicant's words and no heading."""
    return frozenset((piece.page, piece.locator or piece.box, piece.text) for text in texts for piece in text.placed)


def headings_of(document: Document, taken: Spots, used: frozenset[tuple[int, int]]) -> Iterator[Heading]:
    """Lines that head something: by the file's own levels, by their wording, or by standing first on a page.

    ``taken`` are places that belong to values, ``used`` blocks that belong to lists; neither is looked at.
    """
    for page in document.pages:
        if page.name:
            yield from _sheet_name(document, page)
        seen = 0
        for index, block in enumerate(page.blocks):
            if not isinstance(block, Paragraph) or block.role == "furniture" or (page.number, index) in used:
                continue
            if any((piece.page, piece.locator or piece.box, piece.text) in taken for piece in block.text.placed):
                continue
            heading = _heading(document, block, top=seen < _TOP_LINES)
            seen += 1
            if heading is not None:
                yield heading


def _heading(document: Document, paragraph: Paragraph, *, top: bool) -> Heading | None:
    text = cell_text(paragraph.text)
    short = 2 <= len(plain(text)) <= _LONGEST and not text.endswith(("。", "；", "，"))
    if not short or not (paragraph.level is not None or is_caption(text) or top):
        return None
    source = document.source(paragraph.text)
    return Heading(text, source, paragraph.level or _level(text)) if source is not None else None


def _level(text: str) -> int | None:
    return next((level for level, pattern in _LEVELS if pattern.match(plain(text))), None)


def _sheet_name(document: Document, page: Page) -> Iterator[Heading]:
    first = next(
        (cell.text for block in page.blocks if not isinstance(block, Paragraph) for cell in block.cells if cell.text),
        None,
    )
    source = document.source(first) if first is not None else None
    if source is not None and page.name and not re.fullmatch(r"(?i)sheet\s*\d*", page.name):
        yield Heading(page.name, source)
