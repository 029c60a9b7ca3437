"""Serial numbers in one cell with what stands behind them: the border between was lost.

Spreadsheets print numbers right up to a border and words right behind it, so that next to nothing of it shows between
them. Where numbers count on from row to row, where they end is where the border was.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from extractors.lists.layout import Layout
from extractors.lists.serials import serial_number
from pipeline.document import BBox, Cell, Piece, Table, Text

_BEGINS = re.compile(r"\s*([0-9]{1,7})(?=[^0-9.,，])")
_COUNTED_ON = 0.5
"""Share of the steps from one row's number to the next one's that are by one; figures are misread at times."""
_FEWEST = 3
"""Numbers that say where the border was."""


def with_numbers_apart(table: Table, layout: Layout, due: int | None) -> Table:
    """The table with its serial numbers in a column of their own; itself where they are, or where none count on.

    Args:
        table: of a page, further rows of a list.
        layout: how the list's columns lie.
        due: the number that the list's next row has.
    """
    if layout.serial_col != 0 or table.box is None or table.cols not in (layout.cols, layout.cols - 1):
        return table
    lost = layout.cols - table.cols
    first = [cell for cell in table.cells if cell.col == 0 and cell.text]
    ends = list(_ends([cell for cell in first if cell.col_span + lost > 1], due))
    if len(ends) < _FEWEST or not _count_on([number for number, _ in ends]):
        return table
    border = median(x for _, x in ends)
    cells = tuple(part for cell in table.cells for part in _parted(cell, border, lost))
    return replace(table, cols=layout.cols, cells=cells)


def _ends(cells: Sequence[Cell], due: int | None) -> Iterator[tuple[int, float]]:
    """The numbers that the cells begin with, and how far right there is room for a border behind each (points)."""
    for cell in cells:
        begins = _BEGINS.match(str(cell.text))
        if begins is None:
            continue
        figures = begins.group(1)
        if due is not None and figures.startswith(str(due)):
            figures = str(due)  # 51 and 3D打印机
        number, end = int(figures), begins.start(1) + len(figures)
        left, right = cell.text.cut(0, end).box, cell.text.cut(end, end + 1).box
        if left is not None and right is not None:
            yield number, (left.x1 + right.x0) / 2
        due = number + 1


def _count_on(numbers: Sequence[int]) -> bool:
    steps = [two - one for one, two in pairwise(numbers)]
    return sum(step == 1 for step in steps) >= max(_FEWEST - 1, _COUNTED_ON * len(steps))


def _parted(cell: Cell, border: float, lost: int) -> tuple[Cell, ...]:
    """The cell in a table of ``lost`` columns more; where it stands on both sides of the border, as two."""
    if cell.col > 0:
        return (replace(cell, col=cell.col + lost),)
    if cell.col_span + lost < 2:
        return (cell,)
    left, right = _sides(cell.text, border)
    if not right or not left or not left.box or left.box.x1 > border:
        alone = serial_number(str(cell.text)) is not None and not right
        return (cell if alone else replace(cell, col_span=cell.col_span + lost),)
    before, behind = _boxes(cell.box, border)
    rest = replace(cell, col=1, col_span=cell.col_span - 1 + lost, text=right, box=behind)
    return replace(cell, col_span=1, text=left, box=before), rest


def _sides(text: Text, border: float) -> tuple[Text, Text]:
    """What stands before the border and what stands behind it."""
    sides: tuple[list[Piece], list[Piece]] = ([], [])
    for piece in text.pieces:
        characters = (piece.cut(n, n + 1).box for n in range(len(piece.text)))
        before = [box.cx < border for box in characters if box is not None]
        if not before:  # a break, on either side
            sides[0].append(piece)
            sides[1].append(piece)
            continue
        at = sum(before)
        sides[0].append(piece.cut(0, at))
        sides[1].append(piece.cut(at, len(before)))
    return Text(tuple(sides[0])).strip(), Text(tuple(sides[1])).strip()


def _boxes(box: BBox | None, border: float) -> tuple[BBox | None, BBox | None]:
    if box is None or not box.x0 < border < box.x1:
        return box, box
    return replace(box, x1=border), replace(box, x0=border)
