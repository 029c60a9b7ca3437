"""Invented lists as Excel files: a sheet a list, title row, head, class headings, rows."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import xlsxwriter

from flows.maker.list_looks import Line
from flows.maker.truth import Truth

_A4 = 9
"""Excel's number of that paper."""
_DIGITS, _POINTS = 24, 15
"""How wide a column is, in digits, and how high a line."""


def write_lists(truth: Truth, kinds: Sequence[str], path: Path) -> None:
    """Some of the lists as xlsx, ready to be printed: every cell framed, as wide as the sheet of paper."""
    book = xlsxwriter.Workbook(str(path))
    framed = book.add_format({"border": 1, "text_wrap": True})
    for definition in truth.form.lists:
        if definition.kind not in kinds or definition.kind not in truth.lists:
            continue
        sheet = book.add_worksheet(definition.title[:31])
        sheet.set_paper(_A4)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.write(0, 0, definition.title)
        sheet.set_column(0, 0, 6)
        sheet.set_column(1, len(definition.columns) - 1, _DIGITS)
        for column, each in enumerate(definition.columns):
            sheet.write(1, column, each.names[0], framed)
        number, before = 2, None
        for name, cells in truth.lists[definition.kind]:
            if name and name != before:
                sheet.merge_range(number, 0, number, len(definition.columns) - 1, name, framed)
                number += 1
            before = name
            for column, each in enumerate(definition.columns):
                sheet.write(number, column, cells.get(each.key, ""), framed)
            sheet.set_row(number, _POINTS * max(map(_lines, cells.values())))
            number += 1
    book.close()


def _lines(text: str) -> int:
    """How many lines a cell needs, a Chinese character being as wide as 1.6 digits."""
    return 1 + int(1.6 * len(text)) // _DIGITS


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
