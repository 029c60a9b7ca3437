"""The rows of a list without borders: each serial number gathers its lines; without numbers the likeliest rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from extractors.lists.free_classes import spans_of_names
from extractors.lists.free_columns import FreeColumns
from extractors.lists.free_entries import Entries, entries_of
from extractors.lists.free_habits import Habits, habits_of
from extractors.lists.free_lines import Word, WordLine, spaced
from extractors.lists.free_partition import part
from extractors.lists.free_statements import is_anchor, is_one, is_statement
from extractors.lists.words import is_note, is_total
from pipeline.document import BBox, Cell, Table, join, union_of

IsClass = Callable[[str], bool]
"""Whether a line is the heading of a class."""
_COVERED = 0.6
"""Share of the columns' width over which a line must be drawn to part rows."""


@dataclass(frozen=True, slots=True)
class FreeRow:
    """Lines that make one row; ``whole`` where they are one statement over all columns (a heading, a note)."""

    lines: tuple[WordLine, ...]
    whole: bool = False
    head: bool = False

    @property
    def box(self) -> BBox:
        """Of all its words."""
        box = union_of(line.box for line in self.lines)
        assert box is not None
        return box


@dataclass(slots=True)
class Body:
    """Makes the rows of one list, page by page: what a page showed of its habits helps with the next.

    ``heads`` are the widths of the columns' heads, points. ``ruled`` says of the lines last parted that one was drawn
    between each two rows.
    """

    columns: FreeColumns
    is_class: IsClass
    heads: Mapping[int, float]
    habits: Habits | None = None
    ruled: bool = field(default=False)

    def rows(self, lines: Sequence[WordLine], rules: Sequence[BBox]) -> list[FreeRow]:
        """The lines as rows, top to bottom; ``rules`` are the lines drawn across the page."""
        self.ruled = False
        if self.columns.serial is not None:
            return into_rows(lines, self.columns, self._levels(rules), self.is_class)
        entries = [entries_of(line, self.columns) for line in lines]
        said = [self._is_statement(line, each) for line, each in zip(lines, entries, strict=True)]
        listed = [each for each, alone in zip(entries, said, strict=True) if not alone]
        self.habits = habits_of(listed, self.heads, self.habits)
        self.ruled = True
        rows: list[FreeRow] = []
        start = 0
        for at in range(len(lines) + 1):
            if at == len(lines) or said[at]:
                rows.extend(self._parted(lines[start:at], entries[start:at], rules))
                start = at + 1
            if at < len(lines) and said[at]:
                rows.append(FreeRow((lines[at],), whole=not is_total(lines[at].words[0].piece.text)))
        return rows

    def _parted(self, lines: Sequence[WordLine], entries: Sequence[Entries], rules: Sequence[BBox]) -> list[FreeRow]:
        if not lines:
            return []
        if self.habits is None:
            self.ruled = False
            return [FreeRow((line,)) for line in lines]
        columns = [at for at in range(self.columns.count) if at != self.columns.classes]
        parting = part(entries, self.habits, columns, self._ruled(lines, rules))
        self.ruled = self.ruled and (parting.ruled or len(parting.starts) == 1)
        return [FreeRow(tuple(lines[a:b])) for a, b in pairwise((*parting.starts, len(lines)))]

    def _ruled(self, lines: Sequence[WordLine], rules: Sequence[BBox]) -> frozenset[int]:
        """The lines that have a drawn one above them."""
        across = self._levels(rules)
        return frozenset(
            at for at in range(1, len(lines)) if any(lines[at - 1].box.cy < y < lines[at].box.cy for y in across)
        )

    def _levels(self, rules: Sequence[BBox]) -> list[float]:
        """The y of what is drawn over most of the columns."""
        left, right = self.columns.borders[0], self.columns.borders[-1]
        if self.columns.classes == 0:
            left = self.columns.borders[1]
        return [y.y0 for y in rules if min(y.x1, right) - max(y.x0, left) >= _COVERED * (right - left)]

    def _is_statement(self, line: WordLine, entries: Entries) -> bool:
        """Whether the line says one thing: a total, a note, the heading of a class."""
        text = str(line.text)
        if is_total(line.words[0].piece.text):
            return True
        first = 1 if self.columns.classes == 0 else 0
        if min(entries) > first or len(entries) > 2:
            return False
        return is_note(text) or (len(line.words) <= 2 and self.is_class(text))


def into_rows(
    lines: Sequence[WordLine], columns: FreeColumns, levels: Sequence[float], is_class: IsClass
) -> list[FreeRow]:
    """The body's lines as rows round their serial numbers, top to bottom; ``levels`` are the y of drawn lines."""
    rows: list[FreeRow] = []
    block: list[WordLine] = []
    for line in lines:
        if is_statement(line, columns) or (is_one(line) and is_class(str(line.text))):
            rows.extend(_gather(block, columns, levels))
            rows.append(FreeRow((line,), whole=len(columns.deal(line)) <= 2))
            block = []
        else:
            block.append(line)
    rows.extend(_gather(block, columns, levels))
    return rows


def _gather(lines: Sequence[WordLine], columns: FreeColumns, levels: Sequence[float]) -> list[FreeRow]:
    """Lines round their serial numbers: a row ends at the line drawn below it, else where the white is widest."""
    anchors = [at for at, line in enumerate(lines) if is_anchor(line, columns)]
    if not anchors:
        return [FreeRow((line,)) for line in lines]
    cuts = [_cut(lines, a, b, levels) for a, b in pairwise(anchors)]
    edges = [0, *cuts, len(lines)]
    return [FreeRow(tuple(lines[a:b])) for a, b in pairwise(edges)]


def _cut(lines: Sequence[WordLine], one: int, two: int, levels: Sequence[float]) -> int:
    """The index of the first line that belongs to the second serial number."""
    drawn = [y for y in levels if lines[one].box.cy < y < lines[two].box.cy]
    if len(drawn) == 1:
        return next(at for at in range(one + 1, two + 1) if lines[at].box.cy > drawn[0])
    middle = (one + two + 1) / 2
    reach, best, cut = lines[one].box.y1, float("-inf"), two
    for at in range(one + 1, two + 1):
        gap = lines[at].box.y0 - reach
        better = gap > best + 0.5 or (gap > best - 0.5 and abs(at - middle) < abs(cut - middle))
        if better:
            best, cut = max(gap, best), at
        reach = max(reach, lines[at].box.y1)
    return cut


def as_table(
    rows: Sequence[FreeRow], columns: FreeColumns, page: int, names: Sequence[Word] = (), *, ruled: bool = False
) -> Table:
    """The rows as a table; every cell has the box of its place. ``names`` stand in the column of classes."""
    listed = [at for at, row in enumerate(rows) if not (row.whole or row.head)]
    spans = {
        listed[first]: (listed[last - 1] - listed[first] + 1, words)
        for first, last, words in spans_of_names(names, [rows[at].box for at in listed])
    }
    cells: list[Cell] = []
    for number, row in enumerate(rows):
        top, bottom = row.box.y0, row.box.y1
        if row.whole:
            text = join(line.text for line in row.lines)
            whole = BBox(columns.borders[0], top, columns.borders[-1], bottom)
            cells.append(Cell(number, 0, text, 1, columns.count, whole))
        else:
            span, words = spans.get(number, (1, ()))
            cells.extend(_cells(row, number, columns, words, span))
    box = union_of(cell.box for cell in cells if cell.box)
    return Table(len(rows), columns.count, tuple(cells), page, box, None, ruled=ruled)


def _cells(row: FreeRow, number: int, columns: FreeColumns, names: Sequence[Word], span: int) -> list[Cell]:
    dealt = [columns.deal(line) for line in row.lines]
    found = []
    for col in range(columns.count):
        parts: list[list[Word]] = [each[col] for each in dealt if col in each]
        parts.extend([word] for word in (names if col == columns.classes else ()))
        box = BBox(columns.borders[col], row.box.y0, columns.borders[col + 1], row.box.y1)
        rows = span if col == columns.classes else 1
        found.append(Cell(number, col, join(spaced(words) for words in parts), rows, 1, box))
    return found
