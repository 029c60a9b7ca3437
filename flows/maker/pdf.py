"""Invented books and lists as PDF files with a text layer."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from fpdf import FPDF
from fpdf.fonts import FontFace

from flows.maker.contents import contents
from flows.maker.filled import Run, Style, filled_text, label_text, own_cells, pieces_of, spans
from flows.maker.list_looks import Line
from flows.maker.truth import Truth
from pipeline.font import font_path
from pipeline.records import LayoutItem, ListDef

Rows = tuple[tuple[str, ...], ...]

_SIZE = 10.5
_MOST_ROWS = 3
"""No merged cell of more rows than this: a row that does not fit a page can't be laid out."""


class _Book(FPDF):
    def __init__(self, size: float = _SIZE) -> None:
        super().__init__(format="A4")
        self.size = size
        self.set_margins(20, 22, 20)
        self.set_auto_page_break(True, 20)
        self.add_font("cjk", fname=str(font_path()))
        self.set_font("cjk", size=size)

    def footer(self) -> None:
        """The page's number, as printed forms have it."""
        self.set_y(-14)
        self.set_font("cjk", size=9)
        self.cell(0, 6, f"— {self.page_no()} —", align="C")
        self.set_font("cjk", size=self.size)


def write_book(truth: Truth, path: Path, style: Style) -> None:
    """The declaration book as PDF, without seals (see ``marks``)."""
    book = _Book(style.size)
    book.add_page()
    cover = True
    for number, item in enumerate(truth.form.layout):
        if cover and item.new_page:
            _contents(book, truth)
        cover = cover and not item.new_page
        _item(book, item, truth, style, first=number == 1)
    book.output(str(path))


def _contents(book: _Book, truth: Truth) -> None:
    lines = list(contents(truth))
    if lines:
        book.add_page()
    for line in lines:
        _lines(book, line, size=book.size)


def _item(book: _Book, item: LayoutItem, truth: Truth, style: Style, first: bool) -> None:
    if item.new_page:
        book.add_page()
    elif item.table is not None:
        for rows in pieces_of(item.table, style):
            _table(book, rows, truth, style)
            book.ln(3)
    elif item.heading is not None:
        book.ln(24 if first else 2)
        _lines(book, _plain(item.heading, truth, style), size=17 if first else 13, align="C" if first else "L")
        book.ln(20 if first else 1)
    elif book.page_no() == 1:
        _cover_line(book, item.text or "", truth, style)
    else:
        _lines(book, _plain(item.text or "", truth, style), size=book.size, height=0.62 * book.size)


def _cover_line(book: _Book, text: str, truth: Truth, style: Style) -> None:
    if style.cover and "{" in text:
        label, hole = text.split("{", 1)
        _table(book, ((label, "{" + hole),), truth, style)
    else:
        _lines(book, _plain(text, truth, style), size=13, height=13)


def _plain(template: str, truth: Truth, style: Style) -> str:
    return _joined(filled_text(template, truth, style))


def _joined(runs: list[Run]) -> str:
    return "".join(run.text for run in runs)


def _lines(book: _Book, text: str, size: float, height: float = 7.5, align: str = "L") -> None:
    book.set_font("cjk", size=size)
    for line in text.split("\n"):
        if line.strip():
            book.multi_cell(0, height, line, align=align, new_x="LMARGIN", new_y="NEXT")
    book.set_font("cjk", size=book.size)


def _parted(rows: Rows) -> Rows:
    """Merged cells of many rows parted, the rest of each empty, as a page break would leave them."""
    parted: list[tuple[str, ...]] = []
    joined = 0
    for row in rows:
        joined = joined + 1 if "^" in row else 0
        full = joined >= _MOST_ROWS
        joined = 0 if full else joined
        parted.append(tuple("" if full and cell == "^" else cell for cell in row))
    return tuple(parted)


def _table(book: _Book, whole: Rows, truth: Truth, style: Style) -> None:
    rows = _parted(whole)
    with book.table(
        line_height=0.59 * book.size,
        padding=1.2,
        first_row_as_headings=False,
        col_widths=_widths(rows, style.narrow),
        text_align="LEFT",
    ) as table:
        for number, row in enumerate(rows):
            line = table.row()
            for column, cell in own_cells(row):
                across, down = spans(rows, number, column)
                text = _joined(label_text(cell, truth, style)) or " "
                room = text.replace("\n", "\n\n\n") if ".seal}" in cell else text
                line.cell(room, colspan=across, rowspan=down)


def _widths(rows: Rows, narrow: float) -> tuple[float, ...]:
    """Wider columns for what has longer texts; the first ones ``narrow`` times as wide."""
    width = max(len(row) for row in rows)
    usual = {2: (26, 74), 3: (20, 34, 46), 5: (16, 14, 26, 18, 26), 6: (17, 17, 12, 20, 14, 20)}
    first, *others = usual.get(width, (1,) * width)
    return (first * narrow, *others)


def write_lists(truth: Truth, kinds: Sequence[str], path: Path) -> None:
    """Some of the lists as PDF, each on its own page, heads repeated where a list goes on."""
    book = _Book()
    for definition in truth.form.lists:
        if definition.kind in kinds and definition.kind in truth.lists:
            book.add_page()
            _lines(book, definition.attachment, size=12)
            _lines(book, definition.title, size=15, height=10, align="C")
            _list(book, definition, truth)
    book.output(str(path))


def _list(book: _Book, definition: ListDef, truth: Truth) -> None:
    weights = tuple(7 if column.key == "serial" else 20 for column in definition.columns)
    with book.table(
        line_height=6.2, padding=1, col_widths=weights, headings_style=FontFace(), text_align="CENTER"
    ) as table:
        table.row([column.names[0] for column in definition.columns])
        before: str | None = None
        for name, cells in truth.lists[definition.kind]:
            if name and name != before:
                line = table.row()
                line.cell(name, colspan=len(definition.columns), align="L")
            before = name
            table.row([cells.get(column.key, "") for column in definition.columns])


def write_laid_out(
    lists: Sequence[tuple[str, Sequence[Line]]], path: Path, *, size: float = _SIZE, new_pages: bool = True
) -> None:
    """Lists as they were laid out, (title, lines) each, on pages of their own or one after the other."""
    book = _Book(size)
    book.add_page()
    for number, (_, lines) in enumerate(lists):
        if number and new_pages:
            book.add_page()
        _laid_out(book, lines)
    book.output(str(path))


def _laid_out(book: _Book, lines: Sequence[Line]) -> None:
    head = next(line for line in lines if line.kind == "head")
    for line in lines:
        if line.kind == "title":
            _lines(book, line.cells[0], size=14)
    weights = tuple(7 if name == "序号" else 20 for name in head.cells)
    with book.table(
        line_height=0.6 * book.size, padding=1, col_widths=weights, headings_style=FontFace(), text_align="CENTER"
    ) as table:
        for line in (line for line in lines if line.kind != "title"):
            row = table.row()
            for text in line.cells:
                row.cell(text, colspan=len(head.cells) if line.wide else 1)
    book.ln(6)
