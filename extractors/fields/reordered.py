"""Rows of a form's table that an applicant put in another order, brought into the form's."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby

from extractors.fields.labels import Labels, label_in
from pipeline.document import Cell, Table


def in_form_order(table: Table, labels: Labels) -> Table:
    """The table with its rows in the order in which the form prints their labels; the same one where they are.

    Rows that share a cell move together. Rows without a label that the form prints once stay below the row above them.
    """
    groups = _groups(table)
    places: list[int] = []
    for group in groups:
        own = next((labels[words][0] for cell in group if len(labels.get(words := label_in(cell.text), ())) == 1), None)
        places.append(own if own is not None else places[-1] if places else -1)
    order = sorted(range(len(groups)), key=places.__getitem__)
    if order == list(range(len(groups))):
        return table
    cells: list[Cell] = []
    row = 0
    for number in order:
        group = groups[number]
        first = group[0].row
        cells.extend(replace(cell, row=cell.row - first + row) for cell in group)
        row += max(cell.row + cell.row_span for cell in group) - first
    return replace(table, cells=tuple(cells))


def _groups(table: Table) -> list[list[Cell]]:
    """The cells row by row, rows that a cell spans together."""
    groups: list[list[Cell]] = []
    end = 0
    for row, cells in groupby(sorted(table.cells, key=lambda cell: (cell.row, cell.col)), key=lambda cell: cell.row):
        own = list(cells)
        if row < end:
            groups[-1].extend(own)
        else:
            groups.append(own)
        end = max(end, *(cell.row + cell.row_span for cell in own))
    return groups
