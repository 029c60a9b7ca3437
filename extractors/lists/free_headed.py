"""Ruled tables whose head has no columns of its own: a line right above them, or one cell over all columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractors.lists.free_columns import FreeColumns
from extractors.lists.free_grid import column_borders
from extractors.lists.free_heads import FreeHeads, head_boxes, parted_head
from extractors.lists.free_lines import WordLine, word_lines
from extractors.lists.free_rows import FreeRow, as_table
from extractors.lists.lines import Line
from pipeline.document import Cell, Page, Table

_NEAR = 1.5
"""Heights of a line by which the head may stand above its table."""
_OVER = 0.3
"""Share of a head's width that may lie beyond the borders of its column."""


def head_above(page: Page, lines: Sequence[WordLine], table: Table, heads: FreeHeads) -> tuple[int, Table] | None:
    """The first line of the head that ends the ``lines`` above a table without one, and the table with that head."""
    if not lines or table.box is None or table.box.y0 - lines[-1].box.y1 > _NEAR * lines[-1].box.height:
        return None
    if any(heads.names_columns(Line(page, (), tuple(row))) for row in _first_rows(table)):
        return None
    found = [each for each in heads.find(page, lines, page.rules) if each[1] == len(lines) - 1]
    row = _head_row(page, lines[found[0][0] :], table) if found else None
    if row is None:
        return None
    rest = (replace(cell, row=cell.row + 1) for cell in table.cells)
    box = table.box.union(lines[-1].box)
    return found[0][0], replace(table, rows=table.rows + 1, cells=(*row, *rest), box=box)


def head_spread(page: Page, table: Table, heads: FreeHeads) -> Table:
    """The table with the first row's only cell dealt to the columns, where it holds their names."""
    first = table.cells[0] if table.cells else None
    if first is None or table.cols < 2 or (first.row_span, first.col_span) != (1, table.cols):
        return table
    lines = word_lines([(0, replace(table, cells=(first,)))])
    if not any(each == (0, len(lines) - 1) for each in heads.find(page, lines, ())):
        return table
    row = _head_row(page, lines, table)
    return replace(table, cells=(*row, *table.cells[1:])) if row is not None else table


def _first_rows(table: Table) -> list[list[Cell]]:
    return [[cell for cell in table.cells[: 2 * table.cols] if cell.row == row] for row in (0, 1)]


def _head_row(page: Page, lines: Sequence[WordLine], table: Table) -> tuple[Cell, ...] | None:
    """The head's words as a row of the table; None where they do not stand one in each column."""
    columns = FreeColumns(tuple(column_borders(table)))
    if columns.count != table.cols:
        return None
    boxes, _ = head_boxes(lines)
    places = [columns.of(box) for box in boxes]
    inside = all(
        columns.borders[at] - _OVER * box.width <= box.x0 and box.x1 <= columns.borders[at + 1] + _OVER * box.width
        for at, box in zip(places, boxes, strict=True)
    )
    if not inside or len(set(places)) < len(places):
        return None
    return as_table([FreeRow(tuple(parted_head(line) for line in lines), head=True)], columns, page.number).cells
