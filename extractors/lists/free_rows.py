"""The rows of a list without borders: each serial number gathers the lines of its row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractors.lists.free_columns import FreeColumns
from extractors.lists.free_lines import Word, WordLine, spaced
from extractors.lists.serials import serial_number
from pipeline.document import BBox, Cell, Table, join, union_of


@dataclass(frozen=True, slots=True)
class FreeRow:
    """Lines that make one row; ``whole`` where they are one statement over all columns (a heading, a note)."""

    lines: tuple[WordLine, ...]
    whole: bool = False


def is_anchor(line: WordLine, columns: FreeColumns) -> bool:
    """Whether the line holds a serial number and something beside it."""
    dealt = columns.deal(line)
    first = dealt.get(0, [])
    return len(dealt) > 1 and len(first) == 1 and serial_number(first[0].piece.text) is not None


def is_statement(line: WordLine, columns: FreeColumns) -> bool:
    """Whether the line begins in the first column without a serial number there."""
    first = line.words[0]
    return first.box.x0 < columns.borders[1] - 1 and serial_number(first.piece.text) is None


def into_rows(lines: Sequence[WordLine], columns: FreeColumns) -> list[FreeRow]:
    """The body's lines as rows, top to bottom."""
    rows: list[FreeRow] = []
    block: list[WordLine] = []
    for line in lines:
        if is_statement(line, columns):
            rows.extend(_gather(block, columns))
            rows.append(FreeRow((line,), whole=len(columns.deal(line)) <= 2))
            block = []
        else:
            block.append(line)
    rows.extend(_gather(block, columns))
    return rows


def _gather(lines: Sequence[WordLine], columns: FreeColumns) -> list[FreeRow]:
    """Between two serial numbers the row ends at the widest white."""
    anchors = [at for at, line in enumerate(lines) if is_anchor(line, columns)]
    if not anchors:
        return [FreeRow((line,)) for line in lines]
    cuts = [_cut(lines, a, b) for a, b in pairwise(anchors)]
    edges = [0, *cuts, len(lines)]
    return [FreeRow(tuple(lines[a:b])) for a, b in pairwise(edges)]


def _cut(lines: Sequence[WordLine], one: int, two: int) -> int:
    """The index of the first line that belongs to the second serial number."""
    middle = (one + two + 1) / 2
    reach, best, cut = lines[one].box.y1, float("-inf"), two
    for at in range(one + 1, two + 1):
        gap = lines[at].box.y0 - reach
        better = gap > best + 0.5 or (gap > best - 0.5 and abs(at - middle) < abs(cut - middle))
        if better:
            best, cut = max(gap, best), at
        reach = max(reach, lines[at].box.y1)
    return cut


def as_table(rows: Sequence[FreeRow], columns: FreeColumns, page: int) -> Table:
    """The rows as an unruled table; every cell has the box of its place."""
    cells: list[Cell] = []
    for number, row in enumerate(rows):
        top, bottom = min(line.box.y0 for line in row.lines), max(line.box.y1 for line in row.lines)
        if row.whole:
            text = join(line.text for line in row.lines)
            whole = BBox(columns.borders[0], top, columns.borders[-1], bottom)
            cells.append(Cell(number, 0, text, 1, columns.count, whole))
        else:
            cells.extend(_cells(row, number, columns, top, bottom))
    box = union_of(cell.box for cell in cells if cell.box)
    return Table(len(rows), columns.count, tuple(cells), page, box, None, ruled=False)


def _cells(row: FreeRow, number: int, columns: FreeColumns, top: float, bottom: float) -> list[Cell]:
    dealt = [columns.deal(line) for line in row.lines]
    found = []
    for col in range(columns.count):
        parts: list[list[Word]] = [each[col] for each in dealt if col in each]
        box = BBox(columns.borders[col], top, columns.borders[col + 1], bottom)
        found.append(Cell(number, col, join(spaced(words) for words in parts), 1, 1, box))
    return found
