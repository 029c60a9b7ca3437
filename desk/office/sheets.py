"""Delivered files as sheets to look at: pictures of pages, their text to select, office files as plain tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Condition

from cachetools import LRUCache, cached
from PIL import Image, ImageDraw

from desk.office.masks import known_values, masked_text, personal_sources, telling_places, texts_of
from desk.office.masks import masked as masked_value
from desk.pictures import Picture, crop_with_mark
from desk.pictures.apart import render_apart
from desk.pictures.crop import as_picture
from flows.versions import reading_version
from pipeline.document import Cell, Fractions, Page, Paragraph, Text
from pipeline.problems import StoreDamagedError, UnreadableFileError
from pipeline.records import FileEntry, Record
from pipeline.store import Store
from pipeline.store.glance import Glance
from pipeline.store.lazy import StoredPages

_COVER = (214, 219, 227)
_CUT_DPI = 150
_BEFORE = 0.36
"""The share of the page's width before a place in which its label stands."""

_ROWS_SHOWN = 300
_PICTURES = 24
"""Pages kept in memory as pictures."""


@dataclass(frozen=True, slots=True)
class Word:
    """A run of text on a page, to be selected: its box as fractions of the page."""

    text: str
    box: Fractions


@dataclass(frozen=True, slots=True)
class Line:
    """A line of an office file: a paragraph (one cell) or a table's row; ``cells`` are (locator, text, columns, rows).

    ``block`` numbers the paragraph or table that the line is of.
    """

    kind: str
    block: int
    cells: tuple[tuple[str, str, int, int], ...]


@dataclass(slots=True)
class _Personal:
    """What is personal in a submission: values, boxes by (file, page), (file, locator) of office files."""

    values: list[str]
    boxes: dict[tuple[str, int], list[Fractions]] = field(default_factory=dict)
    locators: set[tuple[str, str]] = field(default_factory=set)


class Sheets:
    """The sheets of one store. ``masked`` paints over what is personal."""

    def __init__(self, store: Store, glance: Glance) -> None:
        self._store, self._glance = store, glance
        self._image = cached(LRUCache(_PICTURES), condition=Condition())(self._render)  # asked for at once: drawn once
        self._personal = lru_cache(maxsize=8)(self._gathered)

    def forget(self) -> None:
        """Drop the pictures that are kept in memory."""
        self._image.cache_clear()
        self._personal.cache_clear()

    def picture(self, name: str, file: FileEntry, page: int, dpi: int, masked: bool) -> Picture:
        """A page as PNG.

        Raises:
            StoreDamagedError: the file's bytes are not in the store.
            UnreadableFileError: the page can't be shown.
        """
        return as_picture(self._shown(name, file, page, dpi, masked), widest=2600)

    def cut(
        self, name: str, file: FileEntry, page: int, box: Fractions, margin: float, masked: bool, wide: bool
    ) -> Picture:
        """The surroundings of a place, with a frame round it; ``wide`` reaches for what stands before it on its line.

        Raises:
            StoreDamagedError: the file's bytes are not in the store.
            UnreadableFileError: the page can't be shown.
        """
        image = self._shown(name, file, page, _CUT_DPI, masked)
        return crop_with_mark(image, box, margin, before=_BEFORE if wide else 0.0)

    def _shown(self, name: str, file: FileEntry, page: int, dpi: int, masked: bool) -> Image.Image:
        image = self._image(file.sha256, file.media_type, page, dpi)
        if not masked:
            return image
        image = image.copy()
        draw = ImageDraw.Draw(image)
        for x0, y0, x1, y1 in self.personal_boxes(name, file.sha256, page):
            draw.rectangle((x0 * image.width, y0 * image.height, x1 * image.width, y1 * image.height), fill=_COVER)
        return image

    def personal_boxes(self, name: str, sha256: str, page: int) -> tuple[Fractions, ...]:
        """The places on a page that are painted over."""
        known = self._personal_of(name).boxes.get((sha256, page), ())
        kept = self.page(sha256, page)
        return (*known, *(telling_places(kept) if kept else ()))

    def _personal_of(self, name: str) -> _Personal:
        standing = self._store.standing(name)
        return self._personal(name, standing.record_key if standing else "")

    def _gathered(self, name: str, _: str) -> _Personal:
        record = self._glance.outline(name)
        found = _Personal(known_values(record) if record else [])
        for source in personal_sources(record) if record else ():
            if source.page is not None and source.bbox is not None:
                found.boxes.setdefault((source.sha256, source.page), []).append(source.bbox)
            elif source.locator:
                found.locators.add((source.sha256, source.locator))
        return found

    def _render(self, sha256: str, media_type: str, page: int, dpi: int) -> Image.Image:
        with TemporaryDirectory(prefix="heshu-") as spool, self._store.blobs.as_file(sha256, Path(spool)) as path:
            return render_apart(path, media_type, page, dpi)

    def page(self, sha256: str, number: int) -> Page | None:
        """A page as read; None where it has not been."""
        pages = self._pages(sha256)
        return pages[number - 1] if 1 <= number <= len(pages) else None

    def _pages(self, sha256: str) -> StoredPages:
        return self._store.pages_by_any(sha256, reading_version())

    def parts(self, sha256: str) -> list[str]:
        """The names of an office file's parts: a workbook's sheets; one unnamed part of a Word file."""
        return [page.name or "" for page in self._pages(sha256)]

    def words(self, name: str, sha256: str, number: int, masked: bool) -> list[Word]:
        """The text of a page, run by run, where a viewer sees it; what is painted over is left out."""
        page = self.page(sha256, number)
        if page is None or page.frame is None:
            return []
        covered = self.personal_boxes(name, sha256, number) if masked else ()
        found = []
        for text in texts_of(page):
            for piece in text.placed:
                if piece.box is not None:
                    box = page.frame.fractions(piece.box)
                    if not any(_touches(box, each) for each in covered):
                        found.append(Word(piece.text, box))
        return found

    def lines(self, name: str, sha256: str, number: int, around: str, masked: bool) -> tuple[list[Line], int]:
        """An office file's part as lines near a locator, and how many there are; at most 300 at once."""
        page = self.page(sha256, number)
        if page is None:
            return [], 0
        personal = self._personal_of(name) if masked else None
        lines = list(_lines(page, lambda locator, words: _written(personal, sha256, locator, words)))
        at = next((n for n, line in enumerate(lines) if any(cell[0] == around for cell in line.cells)), 0)
        start = max(0, min(at - _ROWS_SHOWN // 2, len(lines) - _ROWS_SHOWN)) if around else 0
        return lines[start : start + _ROWS_SHOWN], len(lines)

    def evidence(self, record: Record, sha256: str, page: int, box: Fractions) -> Picture | None:
        """A place cut out of its page, for a report; None where it can't be shown."""
        file = next((each for each in record.files if each.sha256 == sha256), None)
        if file is None:
            return None
        try:
            image = self._image(file.sha256, file.media_type, page, 130)
            return crop_with_mark(image, box)
        except (StoreDamagedError, UnreadableFileError):
            return None


def _all_texts(page: Page) -> Iterator[Text]:
    for block in page.blocks:
        if isinstance(block, Paragraph):
            yield block.text
        else:
            yield from (cell.text for cell in block.cells)


def _touches(box: Fractions, other: Fractions) -> bool:
    return box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3]


Write = Callable[[str, str], str]


def _written(personal: _Personal | None, sha256: str, locator: str, words: str) -> str:
    if personal is None:
        return words
    return masked_value(words) if (sha256, locator) in personal.locators else masked_text(words, personal.values)


def _lines(page: Page, write: Write) -> Iterator[Line]:
    for number, block in enumerate(page.blocks):
        if isinstance(block, Paragraph):
            locator = block.text.placed[0].locator or "" if block.text.placed else ""
            kind = "heading" if block.level else "paragraph"
            yield Line(kind, number, ((locator, write(locator, str(block.text)), 1, 1),))
            continue
        rows: dict[int, list[Cell]] = {}
        for cell in block.cells:
            rows.setdefault(cell.row, []).append(cell)
        for _, cells in sorted(rows.items()):
            yield Line("row", number, tuple(_cell(cell, write) for cell in cells))


def _cell(cell: Cell, write: Write) -> tuple[str, str, int, int]:
    locator = _locator(cell)
    return locator, write(locator, str(cell.text)), cell.col_span, cell.row_span


def _locator(cell: Cell) -> str:
    placed = cell.text.placed
    return cell.locator or (placed[0].locator if placed else None) or ""
