"""What one line of a table is while a list is open: a row, a class heading, a total, a note, or the rest of a row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from extractors.lists.beside import beside
from extractors.lists.cells import cell_text
from extractors.lists.layout import Layout
from extractors.lists.lines import Line
from extractors.lists.serials import is_serial, serial_number
from extractors.lists.split import split_columns
from extractors.lists.unwrapped import doubted
from extractors.lists.words import is_note, is_signed_off, is_total
from pipeline.document import Cell, Text

LineKind = Literal["row", "hollow", "rest", "single", "total", "blank"]


@dataclass(frozen=True, slots=True)
class Reading:
    """A line by the list's columns. ``single`` is the text of a line that says one thing only (a heading, a note)."""

    kind: LineKind
    texts: dict[str, Text]
    serial: int | None = None
    single: str = ""
    class_text: str = ""


def read_line(line: Line, layout: Layout) -> Reading:
    """Sort the line; linear in its cells. The line of who made the list goes with its totals."""
    texts, class_text = _by_key(line, layout)
    filled = line.filled
    if not filled:
        return Reading("blank", texts)
    first = cell_text(filled[0].text)
    serial_text = cell_text(texts["serial"]) if "serial" in texts else ""
    serial = serial_number(serial_text)
    if is_total(first) or (len(filled) > 1 and serial is None and is_total(cell_text(filled[1].text))):
        return Reading("total", texts, serial)
    if serial is None and is_signed_off(first):
        return Reading("total", texts)
    single = _single(line, filled, layout)
    if single and not (serial is not None and single == serial_text):
        return Reading("single", texts, serial, single, class_text)
    return Reading(_kind(line, layout, texts, serial_text), texts, serial, "", class_text)


def _kind(line: Line, layout: Layout, texts: dict[str, Text], serial_text: str) -> LineKind:
    content = sum(1 for key, text in texts.items() if key != "serial" and text)
    if _serial_carried(line, layout):
        return "rest"
    if layout.serial_col is None:
        return "row" if content >= 2 else "rest" if content else "blank"
    if serial_text:
        if content == 0:
            return "hollow" if is_serial(serial_text) else "total"
        return "row" if is_serial(serial_text) or (content >= 2 and not is_note(serial_text)) else "total"
    wanted = len(set(layout.keys.values())) - 1
    return "row" if content >= 2 or (content and wanted <= 2) else "rest" if content else "blank"


def _serial_carried(line: Line, layout: Layout) -> bool:
    col = layout.serial_col
    return any(cell.col == col and cell.text and serial_number(cell_text(cell.text)) for cell in line.carried)


def _by_key(line: Line, layout: Layout) -> tuple[dict[str, Text], str]:
    texts: dict[str, Text] = {}
    class_text = ""
    # Below a number that spans several lines only what is new in each line belongs to the row.
    cells = line.cells if not line.carried or _serial_carried(line, layout) else (*line.cells, *line.carried)
    for cell in cells:
        covered = range(cell.col, cell.col + cell.col_span)
        if layout.class_col is not None and layout.class_col in covered and cell.text:
            class_text = cell_text(cell.text)
        for col, text in _parts(cell, line, layout):
            key = next((layout.keys[each] for each in range(col, covered.stop) if each in layout.keys), None)
            if key is not None:
                before = texts.get(key)
                texts[key] = text if not before else beside(before, text) if text else before
    return texts, class_text


def _parts(cell: Cell, line: Line, layout: Layout) -> list[tuple[int, Text]]:
    """The cell's text by column: one, unless a lost border left several columns in it."""
    box = line.table.box if line.table is not None else None
    if cell.col_span == 1 or layout.spans is None or box is None or len(cell.text.pieces) < 2:
        return [(cell.col, doubted(cell))]
    parts = split_columns(cell, layout, box.x0, box.width)
    return parts if len(parts) > 1 else [(cell.col, doubted(cell))]


def _single(line: Line, filled: tuple[Cell, ...], layout: Layout) -> str:
    """The text of a line that holds one statement: merged over the columns, in its first cell, or number and words."""
    distinct = list(dict.fromkeys(cell_text(cell.text) for cell in filled))
    widest = max(cell.col_span for cell in filled)
    if len(distinct) == 1 and (len(filled) == 1 or widest > 1 or len(filled) == layout.cols):
        lone = filled[0].col != layout.serial_col and filled[0].col_span == 1 and line.carried
        return "" if lone else distinct[0]
    if len(distinct) == 2 and len(filled) == 2 and layout.cols > 3 and serial_number(distinct[0]) is None:
        return distinct[0] + distinct[1] if filled[0].col == 0 and len(distinct[0]) <= 4 else ""
    return ""
