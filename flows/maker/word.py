"""Invented books and lists as Word files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH

from flows.maker.contents import contents
from flows.maker.filled import Run, Style, filled_text, label_text, own_cells, pieces_of, spans
from flows.maker.list_looks import Line
from flows.maker.truth import Truth
from pipeline.records import LayoutItem, ListDef

Rows = tuple[tuple[str, ...], ...]


def write_book(truth: Truth, path: Path, style: Style) -> None:
    """The declaration book as docx."""
    document = docx.Document()
    cover = True
    for item in truth.form.layout:
        if cover and item.new_page:
            _contents(document, truth)
        cover = cover and not item.new_page
        _item(document, item, truth, style, cover=cover)
    document.save(str(path))


def _contents(document: Any, truth: Truth) -> None:
    lines = list(contents(truth))
    if lines:
        document.add_page_break()
    for line in lines:
        document.add_paragraph(line)


def _item(document: Any, item: LayoutItem, truth: Truth, style: Style, *, cover: bool) -> None:
    if item.new_page:
        document.add_page_break()
    elif item.table is not None:
        for rows in pieces_of(item.table, style):
            _table(document, rows, truth, style)
            document.add_paragraph()
    elif cover and style.cover and item.text and "{" in item.text:
        label, hole = item.text.split("{", 1)
        _table(document, ((label, "{" + hole),), truth, style)
    else:
        runs = filled_text(item.heading or item.text or "", truth, style)
        for line in _lines(runs):
            paragraph = document.add_paragraph()
            _write(paragraph, line, bold=item.heading is not None)


def _lines(runs: Sequence[Run]) -> list[list[Run]]:
    """The runs in lines: a line break ends a paragraph."""
    lines: list[list[Run]] = [[]]
    for run in runs:
        for n, part in enumerate(run.text.split("\n")):
            if n:
                lines.append([])
            if part:
                lines[-1].append(Run(part, run.written))
    return [line for line in lines if line]


def _write(paragraph: Any, runs: Sequence[Run], bold: bool = False) -> None:
    for run in runs:
        written = paragraph.add_run(f" {run.text} " if run.written and len(run.text) < 30 else run.text)
        written.bold = bold
        written.underline = run.written and len(run.text) < 30


def _table(document: Any, rows: Rows, truth: Truth, style: Style) -> None:
    width = max(len(row) for row in rows)
    table = document.add_table(rows=len(rows), cols=width)
    table.style = "Table Grid"
    for number, row in enumerate(rows):
        for column, text in own_cells(row):
            cell = _merged(table, rows, number, column) if style.merged else table.cell(number, column)
            for n, line in enumerate(_lines(label_text(text, truth, style))):
                paragraph = cell.paragraphs[0] if n == 0 else cell.add_paragraph()
                paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if len(text) < 20 else None
                for run in line:
                    paragraph.add_run(run.text).underline = run.written and bool(style.filler)


def _merged(table: Any, rows: Rows, number: int, column: int) -> Any:
    across, down = spans(rows, number, column)
    start = table.cell(number, column)
    return start.merge(table.cell(number + down - 1, column + across - 1)) if (across, down) != (1, 1) else start


def write_lists(truth: Truth, kinds: Sequence[str], path: Path) -> None:
    """Some of the lists as docx, each under its title, with class headings."""
    document = docx.Document()
    for definition in truth.form.lists:
        if definition.kind in kinds and definition.kind in truth.lists:
            document.add_heading(f"{definition.attachment} {definition.title}", 1)
            _list(document, definition, truth)
    document.save(str(path))


def _list(document: Any, definition: ListDef, truth: Truth) -> None:
    table = document.add_table(rows=1, cols=len(definition.columns))
    table.style = "Table Grid"
    for cell, column in zip(table.rows[0].cells, definition.columns, strict=True):
        cell.text = column.names[0]
    before: str | None = None
    for name, cells in truth.lists[definition.kind]:
        if name and name != before:
            row = table.add_row().cells
            row[0].merge(row[-1]).text = name
        before = name
        for cell, column in zip(table.add_row().cells, definition.columns, strict=True):
            cell.text = cells.get(column.key, "")


def write_laid_out(lists: Sequence[tuple[str, Sequence[Line]]], path: Path) -> None:
    """Lists as they were laid out, (title, lines) each: titles and notes as paragraphs, classes as merged rows."""
    document = docx.Document()
    for _, lines in lists:
        width, table = max(len(line.cells) for line in lines), None
        for line in lines:
            if line.kind in ("title", "note"):
                document.add_paragraph(line.cells[0])
                continue
            if table is None:
                table = document.add_table(rows=0, cols=width)
                table.style = "Table Grid"
            row = table.add_row().cells
            for cell, text in zip([row[0].merge(row[-1])] if line.wide else row, line.cells, strict=True):
                cell.text = text
        document.add_paragraph()
    document.save(str(path))
