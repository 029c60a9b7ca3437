"""One list while its rows are being collected, over tables, pages and class headings."""

from __future__ import annotations

from dataclasses import dataclass, field

from extractors.lists.cells import trimmed
from extractors.lists.classes import class_of, exact_class
from extractors.lists.doubts import CellAt, other_readings
from extractors.lists.drafts import Draft, finish
from extractors.lists.layout import Layout
from extractors.lists.lines import Line
from extractors.lists.rows import Reading
from extractors.lists.words import plain, unnumbered
from pipeline.checks.trust import SURE
from pipeline.document import Document, Source, Text
from pipeline.records import ListDef, Row


@dataclass(slots=True)
class OpenList:
    """Collects rows; only the last row is kept unfinished, since a page break may have cut it.

    ``head`` is where its head stands, None in files of pages, where rows may stand overleaf unrecognised; ``remarks``
    counts the lines that are neither rows nor headings.
    """

    definition: ListDef
    document: Document
    layout: Layout
    title: str = ""
    rows: list[Row] = field(default_factory=list)
    doubts: dict[CellAt, tuple[str, ...]] = field(default_factory=dict)
    class_name: str | None = None
    last_serial: int | None = None
    fresh: bool = False
    head: Source | None = None
    remarks: int = 0
    _draft: Draft | None = None
    _tail: Draft | None = None
    _hollow: list[Draft] = field(default_factory=list)

    def enter(self, layout: Layout) -> None:
        """Go on in another table: its first line may be the rest of the row before."""
        self.layout = layout
        self.fresh = True

    def heading(self, text: str) -> bool:
        """Take a class heading; False where the text is none."""
        name = class_of(text, self.definition, self._next_class())
        if name is None:
            return False
        self.start_class(name)
        return True

    def start_class(self, name: str | None) -> None:
        """The rows from here on stand under this class."""
        self._settle()
        self._hollow.clear()
        self.class_name = name

    def unknown_heading(self, text: str) -> None:
        """A numbered heading that names no class of the list: the rows below it are of none that is known."""
        if self.definition.classes and unnumbered(text) != plain(text):
            self.start_class(None)

    def may_hold(self, line: Line, reading: Reading) -> bool:
        """Whether a line with one filled cell is a row of its own or a part of one, rather than a note."""
        if line.filled[0].col_span > 1 or not any(reading.texts.values()):
            return False
        if self.layout.serial_col is None:
            return any(reading.texts.get(key) for key in self.definition.required_columns)
        return self._draft is not None and (self.fresh or (line.table is not None and not line.table.ruled))

    def take(self, line: Line, reading: Reading, following: Reading | None) -> None:
        """A line with content: a row, or a part of the row before."""
        if reading.class_text:
            self.class_name = exact_class(reading.class_text, self.definition) or self.class_name
        rest = reading.kind == "rest" or (reading.kind == "single" and self.layout.serial_col is not None)
        if rest or (self.fresh and self._is_rest(reading, following)):
            self._continue(line, reading)
        else:
            self._begin(line, reading)
        self.fresh = False

    def hollow(self, line: Line, reading: Reading) -> None:
        """A line with a serial number only: a row if rows follow it, the end of a template if not."""
        self._settle()
        self._hollow.append(self._new(line, reading))
        self.fresh = False

    def hold(self, line: Line, reading: Reading) -> None:
        """The last line of a table with one filled cell: it counts only as the beginning of the next page's row."""
        self._tail = self._new(line, reading)

    def close(self) -> list[Row]:
        """All rows; nothing more is expected, but going on afterwards does no harm."""
        self._settle()
        self._hollow.clear()
        return self.rows

    @property
    def due(self) -> int | None:
        """The serial number of the row that would come next; None where no row had one."""
        return None if self.last_serial is None else self.last_serial + 1

    def goes_on_with(self, serial: int | None) -> bool:
        """Whether a row of that serial number would come next."""
        return serial is not None and serial == self.due

    def _begin(self, line: Line, reading: Reading) -> None:
        draft = self._new(line, reading)
        before = self._tail or self._draft
        self._tail = None
        if self.fresh and before is not None and self._is_beginning(before, reading):
            before.grow(draft.texts)
            draft = before
            self._draft = None if self._draft is before else self._draft
        self._settle()
        for each in self._hollow:
            self._keep(each)
        self._hollow.clear()
        self._draft = draft
        self.last_serial = reading.serial if reading.serial is not None else self.last_serial

    def _new(self, line: Line, reading: Reading) -> Draft:
        texts = {key: trimmed(text) for key, text in reading.texts.items()}
        name = self.class_name or self._class_by_type(texts)
        return Draft(texts, line, line.box, name, self.layout.assumed)

    def _class_by_type(self, texts: dict[str, Text]) -> str | None:
        said = texts.get("type")
        return exact_class(str(said), self.definition) if said and self.definition.classes else None

    def _continue(self, line: Line, reading: Reading) -> None:
        if self._draft is None:
            if reading.kind != "rest":
                self._begin(line, reading)
            else:
                self.remarks += 1
            return
        self._draft.grow(reading.texts)

    def _is_rest(self, reading: Reading, following: Reading | None) -> bool:
        """The first line of a page belongs to the row before it when it lacks the number that rows have."""
        if self._draft is None or self.layout.serial_col is None or reading.texts.get("serial"):
            return False
        if self.last_serial is None:
            return False
        if following is not None and following.serial in (self.last_serial + 1, self.last_serial + 2):
            return following.serial == self.last_serial + 1
        content = sum(1 for key, text in reading.texts.items() if key != "serial" and text)
        return content < len(set(self.layout.keys.values())) - 1

    def _is_beginning(self, before: Draft, reading: Reading) -> bool:
        """The last line of a page without a number is the beginning of the row whose number stands on the next page."""
        if before.string("serial") or reading.serial is None or self.layout.serial_col is None:
            return False
        return self.goes_on_with(reading.serial) and before.filled < len(set(self.layout.keys.values())) - 1

    def _settle(self) -> None:
        if self._draft is not None:
            self._keep(self._draft)
            self._draft = None

    def _keep(self, draft: Draft) -> None:
        row = finish(draft, self.document)
        if row.confidence < SURE:
            for key, text in draft.texts.items():
                others = other_readings(text)
                if others:
                    self.doubts[len(self.rows), key] = others
        self.rows.append(row)

    def _next_class(self) -> int:
        classes = self.definition.classes
        return classes.index(self.class_name) + 1 if self.class_name in classes else 0
