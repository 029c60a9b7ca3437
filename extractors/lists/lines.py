"""Tables and paragraphs as one stream of lines, so that titles, heads, class headings and rows are met in order."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from pipeline.document import BBox, Cell, Page, Paragraph, Table, union_of

AHEAD = 2
"""How many further lines may belong to a head."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table, or one paragraph (then ``table`` is None and the text is the only cell).

    ``cells`` begin in this row; ``carried`` are those from above that span into it. ``first`` marks a table's first
    line. ``blocks``: the indices of its block(s) within the page.
    """

    page: Page
    blocks: tuple[int, ...]
    cells: tuple[Cell, ...]
    carried: tuple[Cell, ...] = ()
    table: Table | None = None
    first: bool = False

    @property
    def filled(self) -> tuple[Cell, ...]:
        """The cells of this row that say something."""
        return tuple(cell for cell in self.cells if cell.text)

    @property
    def box(self) -> BBox | None:
        """The row's box on its page; None in office files."""
        if self.page.frame is None:
            return None
        cells = [cell.box for cell in self.cells if cell.box is not None and cell.row_span == 1]
        return union_of(cells or (each.text.box for each in self.cells if each.text.box is not None))


def paragraph_line(page: Page, blocks: tuple[int, ...], paragraph: Paragraph) -> Line:
    """The paragraph as a line of one cell."""
    locator = paragraph.text.placed[0].locator if paragraph.text.placed else None
    return Line(page, blocks, (Cell(0, 0, paragraph.text, locator=locator),))


def table_lines(page: Page, blocks: tuple[int, ...], table: Table) -> Iterator[tuple[Line, tuple[Line, ...]]]:
    """Each row of the table with the :data:`AHEAD` rows after it; linear in the number of cells."""
    waiting: deque[Line] = deque()
    for line in _rows(page, blocks, table):
        waiting.append(line)
        if len(waiting) > AHEAD:
            yield waiting.popleft(), tuple(waiting)
    while waiting:
        yield waiting.popleft(), tuple(waiting)


def _rows(page: Page, blocks: tuple[int, ...], table: Table) -> Iterator[Line]:
    carried: tuple[Cell, ...] = ()
    first = True
    for row, group in groupby(table.cells, key=lambda cell: cell.row):
        cells = tuple(group)
        carried = tuple(cell for cell in carried if cell.row + cell.row_span > row)
        yield Line(page, blocks, cells, carried, table, first)
        first = False
        if any(cell.row_span > 1 for cell in cells):
            carried += tuple(cell for cell in cells if cell.row_span > 1)
