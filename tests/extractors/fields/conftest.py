"""Filled books made from a form's own layout, as a Word file would be read."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from pipeline.document import Block, Cell, Document, Page, Paragraph, Piece, Table, Text
from pipeline.records import FormDef, LayoutItem
from pipeline.records import Value as RecordValue
from pipeline.records.template import Hole, Literal, parts_of

Values = Mapping[str, RecordValue]
Fill = Callable[..., Document]


class _Filler:
    """Prints a form with its holes filled; ``notes`` says whether the printed instructions were left standing."""

    def __init__(self, form: FormDef, values: Values, notes: bool) -> None:
        self.form, self.values, self.notes = form, values, notes
        self.paragraphs = self.tables = 0

    def blocks(self) -> list[Block]:
        return [block for item in self.form.layout if not item.new_page for block in self._item(item)]

    def _item(self, item: LayoutItem) -> list[Block]:
        if item.table is not None:
            self.tables += 1
            return [self._table(item.table)]
        lines = self.print(item.heading or item.text or "").split("\n")
        return [self._paragraph(line) for line in lines if line.strip()]

    def _paragraph(self, line: str) -> Paragraph:
        self.paragraphs += 1
        return Paragraph(Text((Piece(line, locator=f"paragraph[{self.paragraphs}]", reader="docx"),)))

    def _table(self, rows: tuple[tuple[str, ...], ...]) -> Table:
        cells = []
        for r, row in enumerate(rows):
            for c, cell in enumerate(row):
                if cell not in ("<", "^"):
                    locator = f"table[{self.tables}]/row[{r + 1}]/cell[{c + 1}]"
                    cells.append(Cell(r, c, Text((Piece(self.print(cell), locator=locator, reader="docx"),))))
        return Table(len(rows), len(rows[0]), tuple(cells))

    def print(self, template: str) -> str:
        return "".join(self._part(part) for part in parts_of(template))

    def _part(self, part: Literal | Hole) -> str:
        if isinstance(part, Literal):
            return "" if part.optional and not self.notes else part.text
        value = self.values.get(part.key)
        if part.option:
            picked = value if isinstance(value, list) else [_option(value), "√" if value is True else ""]
            return "☑" if part.option in picked else "□"
        field = self.form.field(part.key)
        assert field is not None
        return "" if field.is_mark or value is None else str(value)


def _option(value: RecordValue) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return "" if value is None or isinstance(value, list) else str(value)


@pytest.fixture(scope="session")
def fill() -> Fill:
    def make(form: FormDef, values: Values, *, notes: bool = True) -> Document:
        blocks = tuple(_Filler(form, values, notes).blocks())
        return Document("0" * 64, "docx", (Page(1, blocks, reader="docx"),))

    return make
