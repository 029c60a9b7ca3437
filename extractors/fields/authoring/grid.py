"""A table of a blank form as rows of template cells: ``<`` continues the cell to the left, ``^`` the one above."""

from __future__ import annotations

from pipeline.document import Table


def template_rows(table: Table) -> list[list[str]]:
    """One list a row, one entry a column; what no cell covers is empty. Columns that no cell begins in are dropped."""
    rows = [[""] * table.cols for _ in range(table.rows)]
    for cell in table.cells:
        for r in range(cell.row, min(table.rows, cell.row + cell.row_span)):
            for c in range(cell.col, min(table.cols, cell.col + cell.col_span)):
                rows[r][c] = "^" if r > cell.row else "<"
        for r in range(cell.row + 1, min(table.rows, cell.row + cell.row_span)):
            rows[r][cell.col + 1 : cell.col + cell.col_span] = ["<"] * max(0, cell.col_span - 1)
        rows[cell.row][cell.col] = str(cell.text).replace("\u2029", "\n").strip()
    begun = [c for c in range(table.cols) if any(row[c] != "<" for row in rows)]
    return [[row[c] for c in begun] for row in rows]
