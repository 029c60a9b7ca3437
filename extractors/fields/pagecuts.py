"""Rows of a form's table that a page break cut in two, joined again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from rapidfuzz import fuzz

from extractors.fields.normal import CELL, LINE, plain
from extractors.fields.sequence import Token
from pipeline.document import LINE_BREAK, Block, Cell, Table, join

_ALIKE = 80.0
_HEAD = 6
"""Characters by which the beginning of a cell of the form is known."""


def cut_rows(blocks: Sequence[Block], template: Sequence[Token]) -> Iterator[tuple[int, Table]]:
    """(index of the upper block, both tables as one) wherever a table seems to go on amid a row.

    That is where two tables follow each other and the lower does not begin as any cell of the form begins.
    """
    heads = _heads(template)
    for at, (upper, lower) in enumerate(pairwise(blocks)):
        if isinstance(upper, Table) and isinstance(lower, Table) and not _begins(lower, heads):
            yield at, _joined(upper, lower)


def _heads(template: Sequence[Token]) -> list[str]:
    heads, words = [], ""
    for token in template:
        if token.kind == "char":
            words += token.char
        elif token.kind in ("cell", "hole", "junk"):
            heads.append(words)
            words = ""
    return [words[:_HEAD] for words in (*heads, words) if len(words) > 1]


def _begins(table: Table, heads: Sequence[str]) -> bool:
    first = next((cell.text for cell in table.cells if cell.text), None)
    words = "".join(plain(char) for char in str(first or "") if plain(char) not in (CELL, LINE))
    return any(fuzz.ratio(words[: len(head)], head) >= _ALIKE for head in heads)


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
