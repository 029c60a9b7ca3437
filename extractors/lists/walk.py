"""Through a document line by line: titles, heads, class headings, rows; lists open and close on the way."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.lists.above import Above
from extractors.lists.cells import cell_text
from extractors.lists.classes import class_of
from extractors.lists.free import FreeLists
from extractors.lists.glued import with_numbers_apart
from extractors.lists.heads import SURE_TITLE, Head, HeadFinder
from extractors.lists.layout import Layout, assumed_layout, carried_over, layout_of, same_count
from extractors.lists.lines import Line, paragraph_line, table_lines
from extractors.lists.lost_columns import with_lost_columns
from extractors.lists.open_list import OpenList
from extractors.lists.rows import Reading, read_line
from extractors.lists.running import RunningLines
from extractors.lists.split import split_rows
from extractors.lists.titles import TitleBook, is_caption
from extractors.lists.words import attachment_number, is_note, is_total, plain
from pipeline.document import Document, Page, Paragraph, Table
from pipeline.records import FormDef, ListDef


class Walker:
    """Reads the lists of one document; see :func:`extractors.lists.find.read_lists`."""

    def __init__(self, document: Document, form: FormDef) -> None:
        self._document, self._form = document, form
        self._book = TitleBook(form)
        self._heads = HeadFinder(form, self._book)
        self._running = RunningLines(lambda text: self._is_title(text) or self._is_class(text))
        self._free = FreeLists(self._is_head, self._is_title, self._is_class)
        self._open: OpenList | None = None
        self._last: OpenList | None = None
        self._sheet = ""
        self._skip = 0
        self.above = Above(document, self._book)
        self.lists: list[OpenList] = []

    def walk(self) -> None:
        """Meet every block of every page once, in order."""
        for page in map(self._running.marked, self._document.pages):
            self._enter(page)
            for blocks, block in self._free.units(page):
                if isinstance(block, Table):
                    self._table(page, blocks, block)
                else:
                    self._paragraph(page, blocks, block)

    def _enter(self, page: Page) -> None:
        """A new sheet begins something new, and its name is a title."""
        if not page.name or page.name == self._sheet:
            return
        self._sheet = page.name
        self._close()
        self.above.forget()
        self.above.remember(page.name, Line(page, (), ()))

    def _paragraph(self, page: Page, blocks: tuple[int, ...], paragraph: Paragraph) -> None:
        text = cell_text(paragraph.text)
        if paragraph.role == "furniture" or not text:
            return
        line = paragraph_line(page, blocks, paragraph)
        if self._open is None or not self._belongs(self._open, text, line):
            self._close()
            self.above.remember(text, line)

    def _belongs(self, current: OpenList, text: str, line: Line) -> bool:
        """Whether a paragraph between tables belongs to the open list: a class heading, a note, its title repeated."""
        if current.definition.recommendations and self.above.recommender(text, line):
            return True
        if current.heading(text) or self._same_title(current, text):
            self.above.use(line)
            return True
        return is_note(text) or is_total(text) or (len(plain(text)) < 4 and not plain(text).startswith("附"))

    def _same_title(self, current: OpenList, text: str) -> bool:
        likeness, best = self._book.best(text, self._form.lists)
        return best is current.definition and likeness >= 0.75 and not text.startswith("附")

    def _table(self, page: Page, blocks: tuple[int, ...], table: Table) -> None:
        self._skip = 0
        before, self._open = self._open, None
        self._last = before or self._last
        if self._last is not None:
            table = with_lost_columns(table, self._last.layout, self._last.due)
            table = with_numbers_apart(table, self._last.layout, self._last.due)
        held = False
        for line, ahead in table_lines(page, blocks, table):
            if line.first and (self._head_within(line, ahead) is None or self._is_next(line, table)):
                self._resume(before, line, ahead, table)
            self._line(line, ahead, table, before)
            held = held or self._open is not None
        if held:
            self.above.used.update((page.number, block) for block in blocks)
        else:
            self.above.forget()

    def _head_within(self, line: Line, ahead: Sequence[Line]) -> Head | None:
        heads = (self._head(each, ahead[at:], None) for at, each in enumerate((line, *ahead[:1])))
        return next((head for head in heads if head is not None), None)

    def _is_next(self, line: Line, table: Table) -> bool:
        """Whether a table's first line is the row that is due: a head below it is then a repeated one."""
        layout = None if self._last is None else same_count(self._last.layout, table)
        if self._last is None or layout is None:
            return False
        return self._last.goes_on_with(read_line(line, layout).serial)

    def _head(self, line: Line, ahead: Sequence[Line], kind: str | None) -> Head | None:
        return self._heads.find(line, ahead, self.above.texts, kind)

    def _resume(self, before: OpenList | None, line: Line, ahead: Sequence[Line], table: Table) -> None:
        """A table without a head goes on with the list before it, or begins a list whose title stands above."""
        candidate = before or self._last
        layout = self._continued(candidate, line, ahead, table, closed=before is None) if candidate else None
        if candidate is not None and layout is not None:
            self._open = candidate
            candidate.enter(layout)
            self._name(candidate, line.page)
        else:
            self._start_without_head(line, ahead, table)

    def _continued(
        self, candidate: OpenList, line: Line, ahead: Sequence[Line], table: Table, *, closed: bool
    ) -> Layout | None:
        layout = carried_over(candidate.layout, table, same_sheet=bool(line.page.name) and not closed)
        counted = layout or same_count(candidate.layout, table)
        if counted is None:
            return None
        serials = [read_line(each, counted).serial for each in (line, *ahead)]
        goes_on = any(candidate.goes_on_with(serial) for serial in serials)
        if any(class_of(text, candidate.definition) for text in self.above.texts):
            return counted if goes_on or 1 in serials else None
        if self.above.captioned:
            return None
        return counted if goes_on or (layout is not None and not closed) else None

    def _start_without_head(self, line: Line, ahead: Sequence[Line], table: Table) -> None:
        scored = [(self._book.of_lines(self.above.texts, each), each) for each in self._form.lists]
        likeness, definition = max(scored, key=lambda pair: pair[0])
        layout = assumed_layout(definition, table) if likeness >= 0.8 else None
        if layout is not None and 1 in [read_line(each, layout).serial for each in (line, *ahead)]:
            self._start(definition, layout, line.page)

    def _line(self, line: Line, ahead: Sequence[Line], table: Table, before: OpenList | None) -> None:
        if self._skip:
            self._skip -= 1
            return
        current = self._open
        parts = split_rows(line, current.layout, current.goes_on_with) if current is not None else [line]
        for at, part in enumerate(parts, 1):
            self._whole_line(part, (*parts[at:], *ahead), table, before)

    def _whole_line(self, line: Line, ahead: Sequence[Line], table: Table, before: OpenList | None) -> None:
        current = self._open
        reading = read_line(line, current.layout) if current is not None else None
        if current is not None and reading is not None and reading.kind == "row" and reading.serial is not None:
            self._take(current, line, reading, ahead)
            return
        context = current or before
        head = self._head(line, ahead, context.definition.kind if context else None)
        if head is not None:
            self._begin(head, line, table, context)
        elif current is not None and reading is not None:
            self._inside(current, line, reading, ahead)
        else:
            self._outside(line)

    def _take(self, current: OpenList, line: Line, reading: Reading, ahead: Sequence[Line]) -> None:
        following = read_line(ahead[0], current.layout) if ahead and current.fresh else None
        current.take(line, reading, following)

    def _inside(self, current: OpenList, line: Line, reading: Reading, ahead: Sequence[Line]) -> None:
        if reading.kind in ("row", "rest"):
            self._take(current, line, reading, ahead)
        elif reading.kind == "hollow":
            current.hollow(line, reading)
        elif reading.kind == "single":
            self._single(current, line, reading, ahead)
        elif reading.kind == "total":
            current.remarks += 1

    def _single(self, current: OpenList, line: Line, reading: Reading, ahead: Sequence[Line]) -> None:
        """A line that says one thing: a class, a note, the title of the next list, or what a page break cut off."""
        text = reading.single
        recommends = current.definition.recommendations and self.above.recommender(text, line)
        if recommends or current.heading(text) or is_note(text):
            return
        current.remarks += 1
        likeness, best = self._book.best(text, self._form.lists)
        leading = line.filled[0].col == min(cell.col for cell in line.cells)
        if best is not None and likeness >= SURE_TITLE and leading and not self._is_lone_name(current, line, reading):
            if best is not current.definition:
                self._close()
            self.above.remember(text, line)
        elif current.may_hold(line, reading):
            self._take(current, line, reading, ahead)
        elif line.filled[0].col_span > 1:
            current.unknown_heading(text)
        elif not ahead:
            current.hold(line, reading)

    def _is_lone_name(self, current: OpenList, line: Line, reading: Reading) -> bool:
        """Whether a cell that reads like a title stands in the column of names of an unnumbered list, on a page.

        There a title runs over the columns or stands outside the table.
        """
        alone = line.page.frame is not None and line.filled[0].col_span == 1
        return alone and current.layout.serial_col is None and current.may_hold(line, reading)

    def _outside(self, line: Line) -> None:
        texts = [cell_text(cell.text) for cell in line.filled]
        if 0 < len(texts) <= 2:
            self.above.remember("".join(texts), line)

    def _begin(self, head: Head, line: Line, table: Table, context: OpenList | None) -> None:
        """A head: of a new list, or repeated."""
        layout = layout_of(head.cells, head.match, table)
        self._skip = head.cells.depth - 1
        if context is not None and context.definition is head.definition:
            self._open = context
            context.enter(layout)
            self._name(context, line.page)
        else:
            self._start(head.definition, layout, line.page)
            self.lists[-1].head = self._document.source(line.filled[0].text) if line.page.frame is None else None

    def _start(self, definition: ListDef, layout: Layout, page: Page) -> None:
        self._close()
        self._open = OpenList(definition, self._document, layout)
        self.lists.append(self._open)
        self._heads.seen.add(definition.kind)
        self._name(self._open, page)

    def _name(self, current: OpenList, page: Page) -> None:
        title, lines = self.above.claim(current.definition, page)
        current.title = current.title or title
        for text in lines:
            current.heading(text)

    def _is_head(self, line: Line) -> bool:
        return self._heads.find(line, (), (), None) is not None

    def _is_title(self, text: str) -> bool:
        likeness, _ = self._book.best(text, self._form.lists)
        return (likeness >= 0.75 and is_caption(text)) or attachment_number(text) is not None

    def _is_class(self, text: str) -> bool:
        return any(class_of(text, definition) is not None for definition in self._form.lists)

    def _close(self) -> None:
        if self._open is not None:
            self._last, self._open = self._open, None
