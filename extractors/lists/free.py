"""Lists set without borders, or with horizontal lines only: found by their head, read by columns of white."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from extractors.lists.cells import cell_text
from extractors.lists.free_columns import FreeColumns, find_columns
from extractors.lists.free_lines import Word, WordLine, whole_words, word_lines
from extractors.lists.free_rows import FreeRow, as_table, into_rows, is_anchor
from extractors.lists.free_seams import parted
from extractors.lists.lines import Line
from pipeline.document import BBox, Block, Cell, Page, Paragraph, Table, Text, union_of

Unit = tuple[tuple[int, ...], Block]
"""A block to read, and the indices of the page's blocks that it was made of."""

_FAR = 3.0
"""Line heights of white after which what follows is not of the list."""
_NEARER = 0.8
"""Share of the distance to the line above within which the line below is clearly nearer."""


class FreeLists:
    """Makes tables of lists without borders; remembers the columns from page to page."""

    def __init__(self, is_head: Callable[[Line], bool], is_title: Callable[[str], bool]) -> None:
        self._is_head, self._is_title = is_head, is_title
        self._columns: FreeColumns | None = None

    def units(self, page: Page) -> Iterator[Unit]:
        """The page's blocks, with runs of unruled ones replaced by tables where a list stands in them."""
        run: list[tuple[int, Block]] = []
        for index, block in enumerate(page.blocks):
            fixed = block.ruled if isinstance(block, Table) else block.role == "furniture"
            if page.frame is not None and not fixed:
                run.append((index, block))
                continue
            yield from self._region(page, run)
            run = []
            if isinstance(block, Table):
                self._columns = None
            yield (index,), block
        yield from self._region(page, run)

    def _region(self, page: Page, run: Sequence[tuple[int, Block]]) -> Iterator[Unit]:
        if not run:
            return
        lines = word_lines(run)
        heads = [at for at, line in enumerate(lines) if self._heads(page, line)]
        start = self._resumed(lines, heads[0] if heads else len(lines))
        if not heads and start is None:
            yield from (((index,), block) for index, block in run)
            return
        taken: set[int] = set()
        tables = list(self._tables(page, lines, heads, start, taken))
        yield from self._in_order(page, run, lines, taken, tables)

    def _heads(self, page: Page, line: WordLine) -> bool:
        if len(line.words) < 2:
            return False
        cells = (Cell(0, at, Text((word.piece,))) for at, word in enumerate(whole_words(line).words))
        return self._is_head(Line(page, (), tuple(cells)))

    def _resumed(self, lines: Sequence[WordLine], before: int) -> int | None:
        """Where the list of the page before goes on: at the top, if a serial number stands there in its column."""
        if self._columns is None or not lines:
            return None
        for line in lines[: min(before, 6)]:
            if self._titled(line):
                return None
            if is_anchor(parted(line, self._columns.seams), self._columns):
                return 0
        return None

    def _tables(
        self, page: Page, lines: Sequence[WordLine], heads: Sequence[int], start: int | None, taken: set[int]
    ) -> Iterator[tuple[float, Table, frozenset[int]]]:
        if start is not None and self._columns is not None:
            end = self._end(lines, start, heads[0] if heads else len(lines))
            yield self._table(page, lines[start:end], self._columns, [])
            taken.update(range(start, end))
        for number, at in enumerate(heads):
            if at in taken:
                continue
            first, last = self._head_lines(lines, at)
            end = self._end(lines, last + 1, heads[number + 1] if number + 1 < len(heads) else len(lines))
            boxes = _head_boxes(lines[first : last + 1])
            body = lines[last + 1 : end]
            self._columns = find_columns(boxes, [line for line in body if len(line.words) > 1])
            yield self._table(page, body, self._columns, lines[first : last + 1])
            taken.update(range(first, end))

    def _table(
        self, page: Page, body: Sequence[WordLine], columns: FreeColumns, head: Sequence[WordLine]
    ) -> tuple[float, Table, frozenset[int]]:
        lines = [parted(line, columns.seams) for line in body] if columns.seams else body
        rows = ([FreeRow(tuple(head))] if head else []) + into_rows(lines, columns)
        blocks = frozenset(block for row in rows for line in row.lines for block in line.blocks)
        return rows[0].lines[0].box.y0 if rows else 0.0, as_table(rows, columns, page.number), blocks

    def _head_lines(self, lines: Sequence[WordLine], at: int) -> tuple[int, int]:
        """The lines of a head of which some words stand above or below the line that was recognised."""
        first = last = at
        height = lines[at].box.height
        while first > 0 and lines[at].box.cy - lines[first - 1].box.cy < height and _fills(lines[first - 1], lines[at]):
            first -= 1
        while (
            last + 1 < len(lines)
            and lines[last + 1].box.cy - lines[at].box.cy < height
            and _fills(lines[last + 1], lines[at])
            and not _is_of_next(lines, last + 1)
        ):
            last += 1
        return first, last

    def _end(self, lines: Sequence[WordLine], start: int, limit: int) -> int:
        for at in range(start, limit):
            gap = lines[at].box.y0 - lines[at - 1].box.y1 if at > start else 0.0
            if gap > _FAR * lines[at].box.height or self._titled(lines[at]):
                return at
        return limit

    def _titled(self, line: WordLine) -> bool:
        """Whether the line is a title: few words, no number before them."""
        few = len(line.words) <= 3 and not line.words[0].piece.text.isdigit()
        return few and self._is_title(cell_text(line.text))

    def _in_order(
        self, page: Page, run: Sequence[tuple[int, Block]], lines: Sequence[WordLine], taken: set[int],
        tables: Sequence[tuple[float, Table, frozenset[int]]],
    ) -> Iterator[Unit]:  # fmt: skip
        """Tables and what is left of the other blocks, top to bottom."""
        touched = frozenset(block for _, _, blocks in tables for block in blocks)
        units: list[tuple[float, Unit]] = [(top, (tuple(sorted(blocks)), table)) for top, table, blocks in tables]
        for at, line in enumerate(lines):
            if at not in taken and line.blocks & touched:
                units.append((line.box.y0, ((-1,), Paragraph(line.text))))
        for index, block in run:
            if index not in touched:
                units.append((_top(block), ((index,), block)))
        yield from (unit for _, unit in sorted(units, key=lambda pair: pair[0]))


def _fills(line: WordLine, head: WordLine) -> bool:
    """Whether the line can hold parts of heads: right of the first column, fewer words, no numbers."""
    inside = head.words[0].box.x1 <= line.box.x0
    return inside and len(line.words) < len(head.words) and not any(word.piece.text.isdigit() for word in line.words)


def _is_of_next(lines: Sequence[WordLine], at: int) -> bool:
    """Whether the line is nearer to the one below than to the one above: where a cell of the first row wraps."""
    if at + 1 >= len(lines):
        return False
    above, line, below = (lines[n].box.cy for n in (at - 1, at, at + 1))
    return below - line < _NEARER * (line - above)


def _head_boxes(lines: Sequence[WordLine]) -> list[BBox]:
    """One box a column: words over each other are one head."""
    words: list[Word] = sorted(
        (word for line in lines for word in whole_words(line).words), key=lambda word: word.box.x0
    )
    boxes: list[BBox] = []
    for word in words:
        if boxes and word.box.x0 < boxes[-1].x1:
            boxes[-1] = boxes[-1].union(word.box)
        else:
            boxes.append(word.box)
    return boxes


def _top(block: Block) -> float:
    box = block.box if isinstance(block, Table) else block.text.box
    return (union_of([box]) or BBox(0, 0, 0, 0)).y0 if box else 0.0
