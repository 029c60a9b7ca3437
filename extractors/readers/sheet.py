"""Spreadsheets: xlsx and xls by calamine, csv by the standard library. A page a sheet; long sheets in parts."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from io import BytesIO, StringIO
from pathlib import Path

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError

from extractors.kinds import WIDE
from extractors.readers.number_formats import Formats, formats_of
from extractors.readers.sprawl import refuse_sprawl
from extractors.readers.ticks import with_tick_boxes
from pipeline.document import Cell, Page, Piece, Table, Text
from pipeline.problems import DamagedFileError, EmptyFileError, EncryptedFileError

ROWS_A_TABLE = 2000
"""A longer sheet becomes several tables of one page, so that no table is large."""

Value = object


def read_sheets(path: Path) -> Iterator[Page]:
    """The sheets of a workbook that hold anything, hidden ones too (noted ``hidden``).

    Raises:
        EncryptedFileError: it needs a password.
        DamagedFileError: not a whole workbook.
        EmptyFileError: no sheet holds anything.
    """
    refuse_sprawl(path)
    with _damage(path):
        workbook = CalamineWorkbook.from_filelike(BytesIO(path.read_bytes()))  # its kind is told by its content
        sheets = [(meta.name, str(meta.visible), workbook.get_sheet_by_name(meta.name)) for meta in _work(workbook)]
    number, formats = 0, formats_of(path)
    for name, visible, sheet in sheets:
        with _damage(path):
            tables = tuple(_tables(name, _as_formatted(_rows_of(sheet), name, formats), sheet))
        if tables:
            number += 1
            notes = () if visible.endswith("Visible") else ("hidden",)
            yield Page(number, tables, reader="sheet", name=name, notes=notes)
    if not number:
        raise EmptyFileError(path.name)


@contextmanager
def _damage(path: Path) -> Iterator[None]:
    """What calamine raises over a stranger's bytes; a panic of its own code is no ordinary exception."""
    try:
        yield
    except PasswordError as error:
        raise EncryptedFileError(path.name) from error
    except (CalamineError, OSError, ValueError, TypeError, OverflowError) as error:
        raise DamagedFileError(path.name) from error
    except BaseException as error:
        if type(error).__module__ != "pyo3_runtime":
            raise
        raise DamagedFileError(path.name) from None


def _work(workbook: CalamineWorkbook) -> list:  # type: ignore[type-arg]
    return [meta for meta in workbook.sheets_metadata if str(meta.typ).endswith("WorkSheet")]


def _rows_of(sheet: CalamineSheet) -> Iterator[Sequence[Value]]:
    yield from sheet.to_python(skip_empty_area=False) if sheet.height else []


def _as_formatted(rows: Iterator[Sequence[Value]], name: str, formats: Formats) -> Iterator[Sequence[Value]]:
    """The rows with shares as percents and days as months where the sheet shows them so."""
    if not formats.by_sheet.get(name):
        yield from rows
        return
    for number, row in enumerate(rows, 1):
        yield [formats.shown(name, f"{_letters(col)}{number}", value) for col, value in enumerate(row)]


def read_csv(path: Path) -> Iterator[Page]:
    """A text table: UTF-8 (with or without mark), GB 18030, or UTF-16 with its mark; comma (， too), semicolon or tab.

    Raises:
        EmptyFileError: nothing is written in it.
        DamagedFileError: it is no text.
    """
    data = path.read_bytes()
    for encoding in ("utf-16",) if data.startswith(WIDE) else ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise DamagedFileError(path.name)
    first = text.split("\n", 1)[0]
    delimiter = max(",\t;，", key=first.count)
    lines = StringIO(text, newline="")  # rows end at line ends alone; cells hold other breaks, and in quotes these too
    rows: Iterator[Sequence[Value]] = (row for row in csv.reader(lines, delimiter=delimiter))
    try:
        tables = tuple(_tables("CSV", rows, None))
    except csv.Error as error:  # a field beyond any table's
        raise DamagedFileError(path.name) from error
    if not tables:
        raise EmptyFileError(path.name)
    yield Page(1, tables, reader="sheet", name=path.stem)


def _tables(name: str, rows: Iterator[Sequence[Value]], sheet: CalamineSheet | None) -> Iterator[Table]:
    """The used rows in tables of at most ROWS_A_TABLE rows; wholly empty rows are left out."""
    merged = _merges(sheet)
    part: list[tuple[int, list[str]]] = []
    for number, row in enumerate(rows):
        written = [shown(value) for value in row]
        if any(written):
            part.append((number, written))
        if len(part) == ROWS_A_TABLE:
            yield _table(name, part, merged)
            part = []
    if part:
        yield _table(name, part, merged)


def _merges(sheet: CalamineSheet | None) -> dict[tuple[int, int], tuple[int, int]]:
    """Spans by top-left place: (rows, columns)."""
    ranges = (sheet.merged_cell_ranges or []) if sheet is not None else []
    return {(start[0], start[1]): (end[0] - start[0] + 1, end[1] - start[1] + 1) for start, end in ranges}


def _table(name: str, rows: Sequence[tuple[int, list[str]]], merged: dict[tuple[int, int], tuple[int, int]]) -> Table:
    width = max(len(row) for _, row in rows)
    cells = []
    for at, (number, row) in enumerate(rows):
        for col, value in enumerate(row):
            if value:
                place = f"{name}!{_letters(col)}{number + 1}"
                text = Text((Piece(with_tick_boxes(value), locator=place, reader="sheet"),))
                down, across = merged.get((number, col), (1, 1))
                cells.append(Cell(at, col, text, down, across, None, place))
    first = rows[0][0] + 1
    return Table(len(rows), width, tuple(cells), locator=f"{name}!A{first}")


def _letters(col: int) -> str:
    letters = ""
    col += 1
    while col:
        col, rest = divmod(col - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def shown(value: Value) -> str:
    """A cell as Excel shows it: no float noise, whole numbers without a point, dates as yyyy-mm-dd.

    >>> shown(79.30000000000001), shown(12000.0), shown(True)
    ('79.3', '12000', '是')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{value:.12g}"
    if isinstance(value, datetime):
        midnight = value.time() == time(0)
        return value.date().isoformat() if midnight else value.isoformat(" ", "minutes")
    if isinstance(value, date | time | timedelta):
        return str(value)
    return str(value).replace("_x000D_", "").strip()
