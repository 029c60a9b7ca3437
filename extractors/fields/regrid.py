"""Rows that a broken ruling left in one tall cell, told apart again by the rows beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import groupby

from pipeline.document import LINE_BREAK, Cell, Piece, Table, Text, join, union_of

_TALL = 2
_WIDE = 0.3
"""Share of the table's width; labels that rightly span rows are narrower."""
_FIGURE = re.compile(r"[\d.,，．%％\s]+")
Bands = Mapping[int, tuple[float, float]]


def split_tall_cells(table: Table) -> Table:
    """The table with every cell that spans rows and holds a run of text for each cut into those rows.

    Wide cells and cells of figures only: labels rightly span rows. The table itself where nothing needs it. Whether
    the cut reads better is for the alignment to say: a narrative beside several rows would be cut as well.
    """
    bands = _bands(table)
    width = table.box.width if table.box is not None else 0.0
    cells = [part for cell in table.cells for part in _split(cell, bands, width)]
    if len(cells) == len(table.cells):
        return table
    ordered = sorted(cells, key=lambda cell: (cell.row, cell.box.x0 if cell.box else 0.0, cell.col))
    return replace(table, cells=tuple(ordered))


def _bands(table: Table) -> dict[int, tuple[float, float]]:
    """Top and bottom of each row, by the cells that stand in it alone."""
    bands: dict[int, tuple[float, float]] = {}
    for cell in table.cells:
        if cell.row_span == 1 and cell.box is not None:
            top, bottom = bands.get(cell.row, (cell.box.y0, cell.box.y1))
            bands[cell.row] = min(top, cell.box.y0), max(bottom, cell.box.y1)
    return bands


def _split(cell: Cell, bands: Bands, width: float) -> Iterator[Cell]:
    rows = range(cell.row, cell.row + cell.row_span)
    pieces = [piece for piece in cell.text.placed if piece.box is not None]
    label = cell.box is None or (cell.box.width < _WIDE * width and not all(map(_is_figure, pieces)))
    if label or cell.row_span < _TALL or len(pieces) < cell.row_span or any(row not in bands for row in rows):
        yield cell
        return
    for row, group in groupby(sorted(pieces, key=lambda piece: _row_of(piece, rows, bands)),
                              key=lambda piece: _row_of(piece, rows, bands)):  # fmt: skip
        yield from _cells(cell, row, list(_in_lines(list(group))))


def _is_figure(piece: Piece) -> bool:
    return _FIGURE.fullmatch(piece.text) is not None


def _in_lines(pieces: list[Piece]) -> Iterator[Piece]:
    """Line by line, each from left to right."""
    line: list[Piece] = []
    for piece in sorted(pieces, key=_middle):
        if line and not _level(line[0], piece):
            yield from sorted(line, key=_left)
            line = []
        line.append(piece)
    yield from sorted(line, key=_left)


def _middle(piece: Piece) -> float:
    return piece.box.cy if piece.box is not None else 0.0


def _left(piece: Piece) -> float:
    return piece.box.x0 if piece.box is not None else 0.0


def _level(one: Piece, other: Piece) -> bool:
    assert one.box is not None
    assert other.box is not None
    return abs(one.box.cy - other.box.cy) < 0.6 * min(one.box.height, other.box.height)


def _row_of(piece: Piece, rows: range, bands: Bands) -> int:
    return min(rows, key=lambda row: abs(sum(bands[row]) / 2 - _middle(piece)))


def _cells(cell: Cell, row: int, pieces: list[Piece]) -> Iterator[Cell]:
    """The pieces of one row as cells of their own where white space parts them."""
    start = 0
    for at in range(1, len(pieces) + 1):
        if at == len(pieces) or _apart(pieces[at - 1], pieces[at]):
            part = pieces[start:at]
            text = join((Text((piece,)) for piece in part), LINE_BREAK)
            box = union_of(piece.box for piece in part if piece.box is not None)
            yield Cell(row, cell.col, text, 1, 1, box, cell.locator)
            start = at


def _apart(left: Piece, right: Piece) -> bool:
    assert left.box is not None
    assert right.box is not None
    return _level(left, right) and right.box.x0 - left.box.x1 > 1.2 * right.box.height
