"""Rows of a form's table that a page break cut in two, joined again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.document import LINE_BREAK, Block, Cell, Table, join


def meetings(blocks: Sequence[Block]) -> list[int]:
    """Index of the upper table wherever two follow each other: there a row may have been cut."""
    return [at for at, pair in enumerate(pairwise(blocks)) if all(isinstance(each, Table) for each in pair)]


def join_at_cut(blocks: Sequence[Block], at: int) -> Table:
    """The tables at ``at`` and after it as one."""
    upper, lower = blocks[at], blocks[at + 1]
    assert isinstance(upper, Table)
    assert isinstance(lower, Table)
    return _joined(upper, lower)


def _joined(upper: Table, lower: Table) -> Table:
    """One table: the cells of the lower one's first row go on those of the upper one's last row."""
    row = upper.rows - 1
    cells = list(upper.cells)
    for below in (cell for cell in lower.cells if cell.row == 0):
        at = next((n for n, above in enumerate(cells) if _ends(above, row) and _same_column(above, below)), None)
        if at is None:
            cells.append(replace(below, row=row))
        else:
            cells[at] = replace(cells[at], text=join((cells[at].text, below.text), LINE_BREAK))
    cells += [replace(cell, row=cell.row + row) for cell in lower.cells if cell.row > 0]
    return replace(upper, rows=upper.rows + lower.rows - 1, cells=tuple(cells))


def _ends(cell: Cell, row: int) -> bool:
    return cell.row + cell.row_span - 1 == row


def _same_column(above: Cell, below: Cell) -> bool:
    if above.box is None or below.box is None:
        return above.col == below.col
    common = min(above.box.x1, below.box.x1) - max(above.box.x0, below.box.x0)
    return common > 0.6 * max(above.box.width, below.box.width)
