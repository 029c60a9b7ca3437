"""Tables with borders that say less than they seem to: lines between columns, or a frame, but none between rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from pipeline.document import BBox, Cell, Table

Borders = Sequence[float]
"""The x of the lines between columns, the outer ones included (points); empty where none are drawn."""
_MOSTLY = 0.5
_FEWEST = 2
"""Lines in a frame below a head up to which it may be a note or a heading over all columns."""


def is_loose(table: Table) -> bool:
    """Whether most rows of the grid look like several: hardly a cell of theirs is a single line.

    Where each row has its own strip of the grid, some column of short values has one line in it.
    """
    if any(cell.row_span > 1 and cell.col_span > 1 for cell in table.cells):
        return False
    if _is_open_below(table):
        return True
    rows = [_lines(tuple(row)) for _, row in groupby(table.cells, key=lambda cell: cell.row)]
    rows = [counts for counts in rows if len(counts) > 1]
    several = sum(sorted(counts)[len(counts) > 2] > 1 for counts in rows[1:])
    alone = len(rows) == 1 and sorted(rows[0])[len(rows[0]) > 2] > 1
    return alone or (several > 0 and several >= _MOSTLY * (len(rows) - 1))


def _is_open_below(table: Table) -> bool:
    """Whether a frame without any lines in it, over all columns, holds most of what the table says."""
    last = table.cells[-1] if table.cells else None
    if last is None or table.cols < 2 or last.col_span < table.cols:
        return False
    inside, above = _lines(table.cells[-1:]), _lines(table.cells[:-1])
    return sum(inside) > max(_FEWEST, max(above, default=0)) and len(above) <= 2 * table.cols


def _lines(cells: Sequence[Cell]) -> list[int]:
    """How many lines each cell has that says something."""
    return [str(cell.text).replace("\u2029", "\n").count("\n") + 1 for cell in cells if cell.text]


def row_borders(table: Table) -> list[BBox]:
    """The lines between the rows, as boxes without height."""
    return [replace(cell.box, y1=cell.box.y0) for cell in table.cells if cell.box is not None]


def column_borders(table: Table) -> Borders:
    """Where columns begin and end."""
    boxes = [cell.box for cell in table.cells if cell.box is not None and cell.col_span == 1]
    if table.cols == 1 or not boxes:
        return ()
    return [*sorted({box.x0 for box in boxes}), max(box.x1 for box in boxes)]
