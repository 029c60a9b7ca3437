"""Borders between columns that wear has taken from a further table of a list: its other ones are the list's."""

from __future__ import annotations

from dataclasses import replace

from extractors.lists.cells import cell_text
from extractors.lists.layout import Layout
from extractors.lists.serials import serial_number
from pipeline.document import BBox, Cell, Table

_SAME = 0.012
"""Share of the table's width up to which edges are the same."""
_ROWS = 3
"""Rows of the table in one of which the number stands that is due."""


def with_lost_columns(table: Table, layout: Layout, due: int | None) -> Table:
    """The table with the list's columns, cells over several of them where borders were lost; else itself.

    Args:
        table: of a page, without a head, further rows of a list.
        layout: how the list's columns lie.
        due: the number that the list's next row has.
    """
    box, spans = table.box, layout.spans
    if box is None or spans is None or not 1 < table.cols < layout.cols or set(spans) != set(range(layout.cols)):
        return table
    if due is None or not _holds(table, layout, due):
        return table
    columns = [spans[col] for col in range(layout.cols)]
    cells = [spread for cell in table.cells if (spread := _spread(cell, columns, box)) is not None]
    return replace(table, cols=layout.cols, cells=tuple(cells)) if len(cells) == len(table.cells) else table


def _holds(table: Table, layout: Layout, due: int) -> bool:
    """Whether the number that is due stands in the column of numbers in one of the first rows."""
    first = (cell for cell in table.cells if cell.row < _ROWS and cell.col == layout.serial_col)
    return any(serial_number(cell_text(cell.text)) == due for cell in first)


def _spread(cell: Cell, spans: list[tuple[float, float]], box: BBox) -> Cell | None:
    """The cell over the columns between its edges; None where its edges are none of theirs."""
    if cell.box is None or box.width <= 0:
        return None
    left, right = ((x - box.x0) / box.width for x in (cell.box.x0, cell.box.x1))
    first = next((col for col, (start, _) in enumerate(spans) if abs(start - left) <= _SAME), None)
    last = next((col for col, (_, end) in enumerate(spans) if abs(end - right) <= _SAME), None)
    if first is None or last is None or last < first:
        return None
    return replace(cell, col=first, col_span=last - first + 1)
