"""Invented lists as Excel files: a sheet a list, title row, head, class headings, rows."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import xlsxwriter

from flows.maker.list_looks import Line
from flows.maker.truth import Truth


def write_lists(truth: Truth, kinds: Sequence[str], path: Path) -> None:
    """Some of the lists as xlsx."""
    book = xlsxwriter.Workbook(str(path))
    for definition in truth.form.lists:
        if definition.kind not in kinds or definition.kind not in truth.lists:
            continue
        sheet = book.add_worksheet(definition.title[:31])
        sheet.write(0, 0, definition.title)
        sheet.set_column(0, 0, 6)
        sheet.set_column(1, len(definition.columns) - 1, 24)
        for column, each in enumerate(definition.columns):
            sheet.write(1, column, each.names[0])
        number, before = 2, None
        for name, cells in truth.lists[definition.kind]:
            if name and name != before:
                sheet.write(number, 0, name)
                number += 1
            before = name
            for column, each in enumerate(definition.columns):
                sheet.write(number, column, cells.get(each.key, ""))
            number += 1
    book.close()


def write_laid_out(lists: Sequence[tuple[str, Sequence[Line]]], path: Path, *, one_sheet: bool) -> None:
    """Lists as they were laid out, (title, lines) each: a sheet a list, or one under the other on one sheet."""
    book = xlsxwriter.Workbook(str(path))
    sheet, number = None, 0
    for title, lines in lists:
        if sheet is None or not one_sheet:
            sheet, number = book.add_worksheet(None if one_sheet else title[:31]), 0
        width = max(len(line.cells) for line in lines)
        for line in lines:
            if line.wide:
                sheet.merge_range(number, 0, number, width - 1, line.cells[0])
            else:
                sheet.write_row(number, 0, line.cells)
            number += 1
        number += 1
    book.close()
