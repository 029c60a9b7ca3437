"""Rows of a form's table that a page break cut in two, joined again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.document import LINE_BREAK, Block, Cell, Table, join


def meetings(blocks: Sequence[Block]) -> list[int]:
    """Index of the upper table wherever two follow each other over a page break: there a row may have been cut."""
    return [at for at, (upper, lower) in enumerate(pairwise(blocks)) if _goes_over(upper, lower)]


def _goes_over(upper: Block, lower: Block) -> bool:
    return isinstance(upper, Table) and isinstance(lower, Table) and upper.page != lower.page


def ways_to_join(blocks: Sequence[Block], at: int) -> list[Table]:
    """The tables at ``at`` and after it as one: amid a row, or amid cells that span rows, beside whole rows.

    Those cells have rows beside them on the lower page, or are the first that go on, and all that is left of it.
    """
    upper, lower = blocks[at], blocks[at + 1]
    assert isinstance(upper, Table)
    assert isinstance(lower, Table)
    first = [cell for cell in lower.cells if cell.row == 0]
    spanning = [cell for cell in first if cell.row_span > 1]
    written = next((number for number, cell in enumerate(first) if str(cell.text).strip()), len(first))
    left = first[: written + 1]
    beside = [each for each in (spanning, left) if each and len(each) < len(first)]
    return [
        _joined(upper, lower, first, upper.rows - 1),
        *(_joined(upper, lower, each, upper.rows) for each in (beside[:1] if spanning == left else beside)),
    ]


def _joined(upper: Table, lower: Table, going_on: Sequence[Cell], row: int) -> Table:
    """One table: ``going_on`` continue the upper one's last cells, the others follow from ``row`` on."""
    last = upper.rows - 1
    cells, rest = list(upper.cells), []
    for below in lower.cells:
        if below not in going_on:
            rest.append(replace(below, row=below.row + row))
            continue
        at = next((n for n, above in enumerate(cells) if _ends(above, last) and _same_column(above, below)), None)
        if at is None:
            rest.append(replace(below, row=row))
        else:
            cells[at] = replace(cells[at], text=join((cells[at].text, below.text), LINE_BREAK))
    return replace(upper, rows=lower.rows + row, cells=(*cells, *rest))


def _ends(cell: Cell, row: int) -> bool:
    return cell.row + cell.row_span - 1 == row


def _same_column(above: Cell, below: Cell) -> bool:
    if above.box is None or below.box is None:
        return above.col == below.col
    common = min(above.box.x1, below.box.x1) - max(above.box.x0, below.box.x0)
    return common > 0.6 * max(above.box.width, below.box.width)
