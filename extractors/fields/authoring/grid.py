"""A table of a blank form as rows of template cells: ``<`` continues the cell to the left, ``^`` the one above."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.fields.authoring.guess import bare
from pipeline.document import Table

Rows = Sequence[Sequence[str]]


def template_rows(table: Table) -> list[list[str]]:
    """One list a row, one entry a column; what no cell covers is empty. Columns that no cell begins in are dropped."""
    rows = [[""] * table.cols for _ in range(table.rows)]
    for cell in table.cells:
        last_row = min(table.rows, cell.row + cell.row_span)
        last_col = min(table.cols, cell.col + cell.col_span)
        for r in range(cell.row, last_row):
            for c in range(cell.col, last_col):
                rows[r][c] = "<" if c > cell.col else "^"
        rows[cell.row][cell.col] = _lines(str(cell.text))
    begun = [c for c in range(table.cols) if any(row[c] != "<" for row in rows)]
    return [[row[c] for c in begun] for row in rows]


def label_of(rows: Rows, r: int, c: int) -> tuple[str, tuple[int, int], list[str]]:
    """(label, its place, groups): the nearest printed words left of a cell, and those left of them, outermost first.

    The place is the row and column of the label's own cell, (-1, -1) where there is no label.
    """
    found: list[tuple[str, tuple[int, int]]] = []
    for col in range(c - 1, -1, -1):
        row = r
        while row > 0 and rows[row][col] == "^":
            row -= 1
        words = rows[row][col]
        if words.strip() and words not in ("<", "^"):
            found.append((words, (row, col)))
    if not found:
        return "", (-1, -1), []
    label, place = found[0]
    return label.replace("\n", ""), place, [bare(words) for words, _ in reversed(found[1:])]


def _lines(text: str) -> str:
    lines = (line.strip() for line in text.replace("\u2029", "\n").split("\n"))
    return "\n".join(line for line in lines if line)
