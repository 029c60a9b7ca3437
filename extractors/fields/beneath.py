"""Values that stand beneath their labels, put beside them as the forms print them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractors.fields.labels import Labels, is_label
from pipeline.document import Cell, Table

_FEWEST = 2
"""Labels of a row that has its values beneath it; a single one is read before its value as it is."""


def beside_labels(table: Table, labels: Labels) -> Table:
    """The table with each row of labels and the row beneath it as one: label, value, label, value.

    The same one where no row holds labels alone over a row that holds none, cell over cell.
    """
    rows: list[list[Cell]] = [[] for _ in range(table.rows)]
    for cell in table.cells:
        rows[cell.row].append(cell)
    cells: list[Cell] = []
    at, moved = 0, False
    while at < len(rows):
        below = rows[at + 1] if at + 1 < len(rows) else []
        if _stand_over(rows[at], below, labels):
            pairs = zip(rows[at], below, strict=True)
            values = [(label, replace(value, row=label.row)) for label, value in pairs]
            cells.extend(cell for pair in values for cell in pair)
            at, moved = at + 2, True
        else:
            cells.extend(rows[at])
            at += 1
    return replace(table, cells=tuple(cells)) if moved else table


def _stand_over(above: Sequence[Cell], below: Sequence[Cell], labels: Labels) -> bool:
    """Whether cells are labels, each over one cell as wide that is none."""
    if len(above) < _FEWEST or [_columns(cell) for cell in above] != [_columns(cell) for cell in below]:
        return False
    if any(cell.row_span > 1 for cell in (*above, *below)):
        return False
    return all(is_label(cell.text, labels) for cell in above) and not any(is_label(cell.text, labels) for cell in below)


def _columns(cell: Cell) -> tuple[int, int]:
    return cell.col, cell.col_span
