"""A whole result set as a table for other programs: CSV or xlsx, written as the hits come. Cells can run nothing."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import Any

import xlsxwriter

from desk.export.workbook import harmless
from pipeline.document import spoken_place
from pipeline.ports import Hit
from pipeline.problems import UsageError
from search.present import KIND_NAMES

HEAD = ("申报件", "申报单位", "地市", "种类", "名称", "内容", "文件", "位置", "表式", "清单", "发现", "级别", "状态")
SHEET_ROWS = 1_000_000
"""Hits on one sheet; Excel takes 1,048,576 rows."""
_LONGEST_CELL = 32_000


def write_hits(path: Path, hits: Iterable[Hit]) -> int:
    """Write the hits to ``path``, by its ending; returns how many.

    Raises:
        UsageError: the ending is neither csv nor xlsx, or the file can't be written.
    """
    writers = {".csv": _as_csv, ".xlsx": _as_workbook}
    writer = writers.get(path.suffix.lower())
    if writer is None:
        raise UsageError(f"导出文件应以 .csv 或 .xlsx 结尾：{path.name}")
    draft = path.with_name(f".{path.name}.part")  # what lies under the name is whole, or as it was before
    try:
        count = writer(draft, (_cells(hit) for hit in hits))
        draft.replace(path)
    except (OSError, xlsxwriter.exceptions.FileCreateError) as error:
        raise UsageError(f"无法写入 {path}：{error}") from error
    finally:
        draft.unlink(missing_ok=True)
    return count


def _cells(hit: Hit) -> tuple[str, ...]:
    entry = hit.entry
    said = entry.facets.get
    place = spoken_place(entry.page, entry.locator)
    cells = (
        entry.submission, said("applicant", ""), said("city", ""), KIND_NAMES[entry.kind], entry.label, entry.text,
        entry.file, place, said("form_title", ""), said("list_title", ""), said("slug", ""), said("severity", ""),
        said("status", ""),
    )  # fmt: skip
    return tuple(harmless(cell)[:_LONGEST_CELL] for cell in cells)


def _as_csv(path: Path, rows: Iterator[Sequence[str]]) -> int:
    """With a byte order mark: without it Excel takes Chinese for something else."""
    count = 0
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEAD)
        for row in rows:
            writer.writerow(row)
            count += 1
    return count


def _as_workbook(path: Path, rows: Iterator[Sequence[str]]) -> int:
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        bold = book.add_format({"bold": True})
        count = _sheet(book, "检索结果", rows, bold)
        while following := next(rows, None):
            name = f"检索结果{count // SHEET_ROWS + 1}"
            count += _sheet(book, name, chain([following], rows), bold)
    return count


def _sheet(book: Any, name: str, rows: Iterator[Sequence[str]], bold: Any) -> int:
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    for column, words in enumerate(HEAD):
        sheet.write_string(0, column, words, bold)
    count = 0
    for count, row in enumerate(islice(rows, SHEET_ROWS), 1):
        for column, cell in enumerate(row):
            sheet.write_string(count, column, cell)
    return count
