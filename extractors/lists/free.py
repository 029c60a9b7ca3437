"""Lists set without borders, or with horizontal lines only: found by their head, read by columns of white."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import takewhile

from extractors.lists.cells import cell_text
from extractors.lists.columns import is_class_head, is_serial_head
from extractors.lists.free_borders import cut_at_borders
from extractors.lists.free_classes import without_classes
from extractors.lists.free_columns import FreeColumns, find_columns, moved
from extractors.lists.free_grid import Borders, column_borders, is_loose, row_borders
from extractors.lists.free_headed import head_above, head_spread
from extractors.lists.free_heads import FreeHeads, head_boxes, parted_head
from extractors.lists.free_lines import WordLine, word_lines
from extractors.lists.free_rows import Body, FreeRow, IsClass, as_table
from extractors.lists.free_seams import parted
from extractors.lists.free_statements import is_anchor, runs_over
from extractors.lists.lines import Line
from extractors.lists.words import attachment_number, is_note, is_total
from pipeline.document import BBox, Block, Page, Paragraph, Table, union_of

Unit = tuple[tuple[int, ...], Block]
"""A block to read, and the indices of the page's blocks that it was made of."""

_FAR = 3.0
"""Line heights of white after which what follows is not of the list."""
_HEAD_ROWS = 2
"""Rows of a head, at most."""
_FEW = 2
"""Words of a line up to which it may be a heading."""
_TOP = 6
"""Lines at the top of a page by which it is seen whether a list goes on there."""
_OVER = 0.7
"""Heights of a line by which a word reaches over a border on both sides if it belongs to no column."""


class FreeLists:
    """Makes tables of lists without borders; remembers the columns from page to page."""

    def __init__(self, is_head: Callable[[Line], bool], is_title: Callable[[str], bool], is_class: IsClass) -> None:
        self._heads, self._is_title, self._is_class = FreeHeads(is_head), is_title, is_class
        self._body: Body | None = None
        self._at_foot = False

    def units(self, page: Page) -> Iterator[Unit]:
        """The page's blocks, with runs of unruled ones replaced by tables where a list stands in them."""
        run: list[tuple[int, Block]] = []
        for index, block in enumerate(page.blocks):
            fixed = block.ruled if isinstance(block, Table) else block.role == "furniture"
            if page.frame is not None and (not fixed or self._is_head_alone(page, index)):
                run.append((index, block))
                continue
            if isinstance(block, Table):
                yield from self._below(page, run, index, block)
            else:
                yield from self._region(page, run, page.rules)
                yield (index,), block
            run = []
        yield from self._region(page, run, page.rules)

    def _is_head_alone(self, page: Page, index: int) -> bool:
        """Whether a table with borders holds the head of a list and nothing else, and the rows below it have none."""
        block = page.blocks[index]
        if not isinstance(block, Table) or block.rows > _HEAD_ROWS:
            return False
        lines = word_lines([(0, block)])
        if (0, len(lines) - 1) not in self._heads.find(page, lines, ()):
            return False
        below = takewhile(lambda each: not (isinstance(each, Table) and each.ruled), page.blocks[index + 1 :])
        return any(len(line.words) > _FEW for line in word_lines(enumerate(below)))

    def _below(self, page: Page, run: Sequence[tuple[int, Block]], index: int, table: Table) -> Iterator[Unit]:
        """A table with borders and what stands above it: that may end with the table's head."""
        lines = word_lines(run)
        headed = head_above(page, lines, table, self._heads)
        if headed is None:
            yield from self._region(page, run, page.rules)
            yield from self._framed(page, index, head_spread(page, table, self._heads) if page.frame else table)
            return
        first, whole = headed
        own = frozenset(block for line in lines[first:] for block in line.blocks)
        yield from self._region(page, [each for each in run if each[0] not in own], page.rules)
        yield from (((-1,), Paragraph(line.text)) for line in lines[:first] if line.blocks & own)
        self._body = None
        yield (*sorted(own), index), whole

    def _framed(self, page: Page, index: int, table: Table) -> Iterator[Unit]:
        """A table with borders: a frame round a list, or columns without lines between the rows, hold rows to find."""
        if page.frame is not None and (table.cols == 1 or is_loose(table)):
            yield from self._region(page, [(index, table)], row_borders(table), column_borders(table))
        else:
            self._body = None
            yield (index,), table

    def _region(
        self, page: Page, run: Sequence[tuple[int, Block]], rules: Sequence[BBox], borders: Borders = ()
    ) -> Iterator[Unit]:
        if not run:
            return
        lines = word_lines(run)
        heads = list(self._heads.find(page, lines, rules))
        start = self._resumed(lines, heads[0][0] if heads else len(lines))
        self._at_foot = False
        if not heads and start is None:
            yield from (((index,), block) for index, block in run)
            return
        taken: set[int] = set()
        tables = list(self._tables(page, lines, heads, start, taken, rules, borders))
        yield from self._in_order(run, lines, taken, tables)

    def _resumed(self, lines: Sequence[WordLine], before: int) -> int | None:
        """Where the list of the page before goes on: at the top, if a serial number stands there in its column.

        A list without numbers goes on if it reached the foot of the page before and the words lie in its columns.
        """
        if self._body is None or not lines:
            return None
        columns = self._body.columns
        top = lines[: min(before, _TOP)]
        titled = next((at for at, line in enumerate(top) if self._titled(line)), len(top))
        if columns.serial is not None:
            return 0 if any(is_anchor(parted(line, columns.seams), columns) for line in top[:titled]) else None
        fitting = sum(_fits(line, columns) for line in top)
        several = any(len(columns.deal(line)) > 1 for line in top)
        goes_on = self._at_foot and bool(top) and titled == len(top) and several and fitting == len(top)
        return 0 if goes_on else None

    def _tables(
        self, page: Page, lines: Sequence[WordLine], heads: Sequence[tuple[int, int]], start: int | None,
        taken: set[int], rules: Sequence[BBox], borders: Borders,
    ) -> Iterator[tuple[float, Table, frozenset[int]]]:  # fmt: skip
        if start is not None and self._body is not None:
            end = self._end(lines, start, heads[0][0] if heads else len(lines), self._body.columns)
            self._body.columns = moved(self._body.columns, lines[start:end])
            yield self._table(page, lines[start:end], self._body, [], rules)
            taken.update(range(start, end))
        for number, (first, last) in enumerate(heads):
            if first in taken:
                continue
            limit = heads[number + 1][0] if number + 1 < len(heads) else len(lines)
            self._body = self._begun(lines[first : last + 1], lines[last + 1 : limit], borders)
            end = self._end(lines, last + 1, limit, self._body.columns)
            if end < limit:
                self._body = self._begun(lines[first : last + 1], lines[last + 1 : end], borders)
            body = lines[last + 1 : end]
            yield self._table(page, body, self._body, lines[first : last + 1], rules)
            taken.update(range(first, end))
        self._at_foot = bool(taken) and max(taken) == len(lines) - 1

    def _begun(self, head: Sequence[WordLine], body: Sequence[WordLine], borders: Borders) -> Body:
        """What makes the rows below a head; what the list showed before it is known still."""
        boxes, texts = head_boxes(head)
        columns = find_columns(boxes, body)
        if len(borders) == columns.count + 1:
            columns = FreeColumns(tuple(borders))
        serial = next((at for at, text in enumerate(texts) if is_serial_head(text)), None)
        classes = next((at for at, text in enumerate(texts) if is_class_head(text)), None)
        if serial is None and 2 * sum(is_anchor(line, columns) for line in body) > len(body):
            serial = 0
        columns = replace(columns, serial=serial, classes=classes)
        before = self._body
        habits = before.habits if before and before.columns.count == columns.count else None
        return Body(columns, self._is_class, {at: box.width for at, box in enumerate(boxes)}, habits)

    def _table(
        self, page: Page, lines: Sequence[WordLine], body: Body, head: Sequence[WordLine], rules: Sequence[BBox]
    ) -> tuple[float, Table, frozenset[int]]:
        columns = body.columns
        blocks = frozenset(block for line in (*head, *lines) for block in line.blocks)
        if columns.seams:
            lines = [parted(line, columns.seams) for line in lines]
        lines, names = without_classes([self._cut(line, columns) for line in lines], columns)
        rows = ([FreeRow(tuple(parted_head(line) for line in head), head=True)] if head else []) + body.rows(
            lines, rules
        )
        table = as_table(rows, columns, page.number, names, ruled=body.ruled)
        return rows[0].lines[0].box.y0 if rows else 0.0, table, blocks

    def _cut(self, line: WordLine, columns: FreeColumns) -> WordLine:
        """The line with its words in their columns; a heading or note runs over them as it is."""
        text = str(line.text)
        said = is_note(text) or is_total(text) or self._is_class(text) or runs_over(line, columns)
        return line if said else cut_at_borders(line, columns)

    def _end(self, lines: Sequence[WordLine], start: int, limit: int, columns: FreeColumns) -> int:
        for at in range(start, limit):
            gap = lines[at].box.y0 - lines[at - 1].box.y1 if at > start else 0.0
            far = gap > _FAR * lines[at].box.height
            if (
                far
                or (runs_over(lines[at], columns) and not _has_rows(lines[at + 1 : limit], columns))
                or (self._titled(lines[at]) and not _in_columns(lines[at], columns, gap))
            ):
                return at
        return limit

    def _titled(self, line: WordLine) -> bool:
        """Whether the line is a title: few words, no number before them."""
        few = len(line.words) <= 3 and not line.words[0].piece.text.isdigit()
        return few and self._is_title(cell_text(line.text))

    def _in_order(
        self, run: Sequence[tuple[int, Block]], lines: Sequence[WordLine], taken: set[int],
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


def _has_rows(lines: Sequence[WordLine], columns: FreeColumns) -> bool:
    """Whether a line of them begins a row: by its number, or in lists without numbers by its many words."""
    if columns.serial is not None:
        return any(is_anchor(line, columns) for line in lines)
    return any(len(columns.deal(line)) > 2 for line in lines)


def _in_columns(line: WordLine, columns: FreeColumns, gap: float) -> bool:
    """Whether a line that reads like a title is a row's: close below another one (``gap``, points), in its columns."""
    numbered = attachment_number(str(line.text)) is not None
    near = gap < line.box.height or len(columns.deal(line)) > 1
    return near and not numbered and _fits(line, columns)


def _fits(line: WordLine, columns: FreeColumns) -> bool:
    """Whether no word of the line reaches clearly over a border between columns."""
    return not any(
        word.box.x0 + _OVER * word.box.height < border < word.box.x1 - _OVER * word.box.height
        for word in line.words
        for border in columns.borders[1:-1]
    )


def _top(block: Block) -> float:
    box = block.box if isinstance(block, Table) else block.text.box
    return (union_of([box]) or BBox(0, 0, 0, 0)).y0 if box else 0.0
