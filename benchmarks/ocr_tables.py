"""Tables as read against the tables that stand there: cells by their place, structure by GriTS."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from importlib.util import find_spec

from ocr_measures import plain, without_ticks
from ocr_pages import Line, Sheet
from ocr_peers import GridCell, Reading, tables_of

from pipeline.document import BBox


@dataclass(slots=True)
class TableScore:
    """Counts over pages; cells and rows of lists only. GriTS over all tables, of readers that give tables."""

    cells: int = 0
    cells_right: int = 0
    rows: int = 0
    rows_right: int = 0
    pages: list[tuple[list[str], list[str]]] = field(default_factory=list)

    def add(self, sheet: Sheet, reading: Reading) -> None:
        truth = tables_of(sheet.page)
        if sheet.kind == "list":
            self._cells(truth, reading)
        if reading.tables is not None:
            self.pages.append(([_html(table) for table in truth], [_html(table) for table in reading.tables if table]))
            if sheet.kind == "list":
                self.rows += 1
                self.rows_right += _rows(truth) == _rows(reading.tables)

    def _cells(self, truth: list[list[GridCell]], reading: Reading) -> None:
        """A cell is right if its text is; readers without tables are given the true cells to sort their lines into."""
        read = [cell for table in reading.tables or () for cell in table]
        for table in truth:
            for cell in table:
                wanted = without_ticks(plain(cell.text))
                if not wanted or cell.box is None:
                    continue
                said = _in_cell(cell.box, read) if reading.tables is not None else _sorted_in(cell.box, reading.lines)
                self.cells += 1
                self.cells_right += without_ticks(plain(said)) == wanted

    def grits(self) -> tuple[float, float] | None:
        """(topology, content), F scores over all cells; None where nothing gives tables or the library is missing."""
        if find_spec("grits") is None or not self.pages:
            return None
        from grits import GritsEvaluator

        evaluator = GritsEvaluator()
        for truth, read in self.pages:
            evaluator.eval_htmls(truth, read)
        scores = evaluator.compute_grits()
        return scores["grits_top"], scores["grits_con"]


def _rows(tables: Sequence[Sequence[GridCell]]) -> list[int]:
    return [max(cell.row + cell.rows for cell in table) for table in tables if table]


def _in_cell(box: BBox, read: Sequence[GridCell]) -> str:
    """The text of the cell that covers the same place."""
    best = max(read, key=lambda cell: _shared(box, cell.box), default=None)
    return best.text if best is not None and _shared(box, best.box) > 0.5 else ""


def _shared(one: BBox, other: BBox | None) -> float:
    both = one.intersection(other) if other is not None else None
    if both is None or other is None:
        return 0.0
    return both.area / (one.area + other.area - both.area)


def _sorted_in(box: BBox, lines: Sequence[Line]) -> str:
    inside = [line for line in lines if box.holds(line.box.cx, line.box.cy)]
    return "".join(line.text for line in sorted(inside, key=lambda line: (round(line.box.cy / 6), line.box.x0)))


def _html(table: Sequence[GridCell]) -> str:
    rows: dict[int, list[GridCell]] = {}
    for cell in table:
        rows.setdefault(cell.row, []).append(cell)
    body = "".join(
        "<tr>" + "".join(_td(cell) for cell in sorted(rows.get(n, ()), key=lambda each: each.col)) + "</tr>"
        for n in range(max(rows, default=-1) + 1)
    )
    return f"<table>{body}</table>"


def _td(cell: GridCell) -> str:
    return f'<td rowspan="{cell.rows}" colspan="{cell.cols}">{escape(plain(cell.text)) or "-"}</td>'
