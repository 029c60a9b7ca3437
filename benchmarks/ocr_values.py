"""Whole books read to values by the product's whole way: fields and list cells, each with its confidence."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from ocr_measures import plain
from ocr_pages import QUALITIES, Book, Sheet, scan_of

from extractors.fields.book import read_book
from extractors.lists import read_lists
from flows.maker.truth import Truth
from pipeline.checks.trust import SURE
from pipeline.document import Document, Page
from pipeline.records import FieldValue, ListRecord, Row

_NUMBERS = ("integer", "decimal", "percent")
_ENGINE: list[Any] = []


@dataclass(slots=True)
class Counts:
    """Right ones of how many, by kind of value at one quality; ``wrong`` are values at or above the threshold."""

    right: dict[str, int] = field(default_factory=dict)
    of: dict[str, int] = field(default_factory=dict)
    sure: int = 0
    wrong: list[str] = field(default_factory=list)

    def add(self, kind: str, right: bool, confidence: float = 0.0, what: str = "") -> None:
        self.of[kind] = self.of.get(kind, 0) + 1
        self.right[kind] = self.right.get(kind, 0) + right
        if what and confidence >= SURE:
            self.sure += 1
            if not right:
                self.wrong.append(what)


@dataclass(slots=True)
class Values:
    """Counts by quality of scan, or by another way to copy."""

    counts: dict[str, Counts] = field(default_factory=lambda: {quality: Counts() for quality in QUALITIES})

    def report(self) -> str:
        """A Markdown table, and each sure value that is wrong."""
        kinds = sorted({kind for own in self.counts.values() for kind in own.of})
        lines = [f"| | {' | '.join(self.counts)} |", "| --- |" + " --- |" * len(self.counts)]
        for kind in kinds:
            cells = [f"{own.right.get(kind, 0)} of {own.of.get(kind, 0)}" for own in self.counts.values()]
            lines.append(f"| {kind} | {' | '.join(cells)} |")
        sure = [f"{len(own.wrong)} of {own.sure}" for own in self.counts.values()]
        lines.append(f"| at or above the threshold, wrong | {' | '.join(sure)} |")
        said = [f"* {quality}: {what}" for quality, own in self.counts.items() for what in own.wrong[:20]]
        return "\n".join([*lines, "", *said])


def read_values(books: Sequence[Book], processors: int) -> Values:
    """All pages of the books at every quality."""
    jobs = [(sheet, q) for book in books for part in (book.form, book.lists) for sheet in part for q in QUALITIES]
    with multiprocessing.get_context("spawn").Pool(processors, _start) as pool:
        pages = dict(zip([(s.name, q) for s, q in jobs], pool.map(_read, jobs, chunksize=1), strict=True))
    values = Values()
    for book in books:
        for quality, counts in values.counts.items():
            form, lists = _document(book.form, quality, pages), _document(book.lists, quality, pages)
            count_fields(book.truth, read_book(form, book.truth.form).fields, counts)
            count_lists(book.truth, read_lists(lists, book.truth.form).lists, counts)
    return values


def _start() -> None:
    os.environ["OMP_NUM_THREADS"] = "1"
    from extractors.ocr.rapid import RapidEngine

    _ENGINE.append(RapidEngine(1))


def _read(job: tuple[Sheet, str]) -> Page:
    from extractors.scan.page import read_scan

    sheet, quality = job
    scan = scan_of(sheet, QUALITIES[quality], 5)
    return read_scan(scan.pixels, sheet.number, sheet.width, sheet.height, _ENGINE[0])


def _document(sheets: Sequence[Sheet], quality: str, pages: dict[tuple[str, str], Page]) -> Document:
    return Document(sheets[0].name, "application/pdf", tuple(pages[sheet.name, quality] for sheet in sheets))


def count_fields(truth: Truth, values: Iterable[FieldValue], counts: Counts) -> None:
    """Choices, numbers and short texts against what was written; marks and narratives are measured elsewhere."""
    read = {value.key: value for value in values}
    for each in truth.form.fields:
        value, written = read.get(each.key), truth.fields.get(each.key)
        if written is None or each.is_mark or each.kind == "narrative":
            continue
        what = f"{each.key}: {written} read as {value.raw}" if value is not None and value.status == "filled" else ""
        confidence = value.confidence if value is not None else 0.0
        if isinstance(written, list | bool):
            counts.add("tick boxes (choices)", same_choice(written, value), confidence, what)
        elif each.kind in _NUMBERS:
            counts.add("numeric fields", _same_number(written, value), confidence, what)
        else:
            right = value is not None and plain(value.raw) == plain(written)
            counts.add("short texts, dates, codes", right, confidence, what)


def _same_number(written: str, value: FieldValue | None) -> bool:
    number = value.number if value is not None else None
    return number is not None and abs(number - float(written.replace(",", "").rstrip("%"))) < 1e-6


def same_choice(written: list[str] | bool, value: FieldValue | None) -> bool:
    if value is None:
        return False
    if isinstance(written, bool):
        return value.value is written
    chosen = value.value if isinstance(value.value, list | tuple) else [value.value] if value.value else []
    return {plain(str(each)) for each in chosen} == {plain(each) for each in written}


def count_lists(truth: Truth, lists: Iterable[ListRecord], counts: Counts) -> None:
    """Rows and cells against what was written: by their place where all rows were read, else by their serial number."""
    read = {each.kind: list(each.rows) for each in lists}
    for kind, rows in truth.lists.items():
        found = read.get(kind, [])
        counts.add("lists with every row", len(found) == len(rows))
        by_serial = {plain(row.cells.get("serial", "")): row for row in found}
        for at, (_, cells) in enumerate(rows):
            row = found[at] if len(found) == len(rows) else by_serial.get(cells["serial"])
            counts.add("list rows", row is not None)
            for key, written in cells.items():
                _cell(kind, key, written, row, counts)


def _cell(kind: str, key: str, written: str, row: Row | None, counts: Counts) -> None:
    said = row.cells.get(key, "") if row is not None else ""
    source = row.cell_sources.get(key) if row is not None else None
    what = f"{kind}.{key}: {written} read as {said}" if said else ""
    counts.add("list cells", plain(said) == plain(written), source.confidence if source else 0.0, what)
