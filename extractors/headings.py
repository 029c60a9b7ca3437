"""Headings and attachment titles on any page, for the checks of what a submission holds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from extractors.lists.cells import cell_text
from extractors.lists.titles import is_caption
from extractors.lists.words import plain
from pipeline.document import Document, Page, Paragraph, Piece, Source, Table, Text
from pipeline.records import Heading

_LONGEST = 60
_TOP_LINES = 3
_ATTACHMENTS = re.compile(r"附件(\d{1,2})")
_LEVELS = (
    (1, re.compile(r"^(?:附件|附录)\d*")),
    (1, re.compile(r"^[一二三四五六七八九十]+、")),
    (2, re.compile(r"^\([一二三四五六七八九十]+\)")),
)


Spot = tuple[int, int]
"""Page number and index of a block."""


class Taken:
    """Places of a document that are no headings: the applicant's words in narratives, and the entries of the 目录."""

    def __init__(self, narratives: Iterable[Text] = (), toc: Iterable[Heading] = ()) -> None:
        self._spots = {_spot(piece) for text in narratives for piece in text.placed}
        self._entries = [entry.source for entry in toc]

    def holds(self, text: Text, source: Source) -> bool:
        """Whether the line stands at such a place."""
        return any(_spot(piece) in self._spots for piece in text.placed) or any(
            _within(entry, source) for entry in self._entries
        )


def _spot(piece: Piece) -> tuple[int | None, object]:
    return (
        (piece.page, piece.locator) if piece.box is None else (piece.page, (round(piece.box.x1), round(piece.box.y0)))
    )


def _within(entry: Source, source: Source) -> bool:
    if entry.bbox is None or source.bbox is None or entry.page != source.page:
        return entry.bbox is None and entry.locator is not None and entry.locator == source.locator
    x, y = (entry.bbox[0] + entry.bbox[2]) / 2, (entry.bbox[1] + entry.bbox[3]) / 2
    return source.bbox[0] <= x <= source.bbox[2] and source.bbox[1] <= y <= source.bbox[3]


def headings_of(document: Document, taken: Taken, used: frozenset[Spot], *, book: bool) -> Iterator[Heading]:
    """Lines that head something: by the file's own levels, by their wording, or by standing first on a page.

    ``used`` are blocks that belong to lists; they and what is ``taken`` are not looked at. A ``book`` names its
    attachments somewhere, so that two names in a row are such a list there.
    """
    listed = _listings(document, 2 if book else 4)
    for page in document.pages:
        if page.name:
            yield from _sheet_name(document, page)
        seen = 0
        for index, block in enumerate(page.blocks):
            if not isinstance(block, Paragraph) or block.role == "furniture" or (page.number, index) in used | listed:
                continue
            heading = _heading(document, block, top=seen < _TOP_LINES)
            seen += 1
            if heading is not None and not taken.holds(block.text, heading.source):
                yield heading


def _listings(document: Document, fewest: int) -> frozenset[Spot]:
    """Attachments named one right after the other, with nothing in between, are a list of them and not their titles.

    ``fewest`` is how many make a list. A page of pictures between two names, which has no blocks, parts them.
    """
    found: set[Spot] = set()
    run: list[Spot] = []
    for spot, numbers in _attachment_lines(document):
        if len(set(numbers)) > 1:
            found.add(spot)
        if run and (not numbers or spot[0] - run[-1][0] > 1):
            found.update(run if len(run) >= fewest else ())
            run = []
        if numbers:
            run.append(spot)
    return frozenset(found.union(run if len(run) >= fewest else ()))


def _attachment_lines(document: Document) -> Iterator[tuple[Spot, list[str]]]:
    """Each block that is no running head, with the numbers of the attachments that it names."""
    for page in document.pages:
        for index, block in enumerate(page.blocks):
            if isinstance(block, Table):
                yield (page.number, index), []
            elif block.role != "furniture" and block.text:
                yield (page.number, index), _ATTACHMENTS.findall(plain(str(block.text)))


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
