"""Sheets whose few cells lie so far apart that a reader which lays them out in full would fill the memory."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import NamedTuple

from extractors.archives import BROKEN_ZIP
from pipeline.problems import TooLargeError

MOST_CELLS = 60_000_000
"""Cells of the rectangle from the first cell to the last; some 2 GB where it is laid out."""
_PIECE = 1 << 20
_LONGEST = 64
_ROW = re.compile(rb"<(?:\w+:)?row[^<>]{0,40}? r=\"(\d{1,10})\"")
_FAR_ROW = re.compile(rb" r=\"[A-Z]{1,3}(\d{5,10})\"")
_FAR_COLUMN = re.compile(rb" r=\"([A-Z]{2,3})\d")
_FEWEST_COLUMNS = 26


class _Extent(NamedTuple):
    """The last row and the last column that are written in a sheet, counted from 1."""

    rows: int
    columns: int


def refuse_sprawl(path: Path) -> None:
    """Look at the places of the cells before anybody lays them out.

    Raises:
        TooLargeError: a sheet spans more cells than may be.
    """
    if not zipfile.is_zipfile(path):
        return
    with zipfile.ZipFile(path) as book:
        for name in book.namelist():
            if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                extent = _extent(book, name)
                if extent.rows * extent.columns > MOST_CELLS:
                    raise TooLargeError(f"工作表的范围达 {extent.rows} 行 × {extent.columns} 列")


def _extent(book: zipfile.ZipFile, name: str) -> _Extent:
    """Piece by piece; nothing where the sheet can't be unpacked."""
    rows, columns, rest = 0, _FEWEST_COLUMNS, b""
    try:
        with book.open(name) as sheet:
            while piece := sheet.read(_PIECE):
                text = rest + piece
                rows = max([rows, *map(int, _ROW.findall(text)), *map(int, _FAR_ROW.findall(text))])
                columns = max([columns, *map(_number, set(_FAR_COLUMN.findall(text)))])
                rest = text[-_LONGEST:]
    except BROKEN_ZIP:
        return _Extent(0, 0)  # for the reader to say
    return _Extent(rows, columns)


def _number(letters: bytes) -> int:
    """The column's number: AA is 27."""
    number = 0
    for letter in letters:
        number = 26 * number + letter - 64
    return number
