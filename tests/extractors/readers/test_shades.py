"""Painted rows and cells: every other row painted is no grid, a table painted cell by cell is one."""

from __future__ import annotations

from pathlib import Path

from fpdf import FPDF

from extractors.kinds import PDF
from extractors.read import read_pages
from extractors.readers.shades import shaded
from pipeline.document import BBox, Page, Table

_ROWS, _COLUMNS, _WIDTH, _HEIGHT = 7, 4, 100, 24


def _page(path: Path, painted: tuple[int, ...], *, lines: bool = False) -> Page:
    """A table of some columns whose ``painted`` rows have paint behind each cell."""
    book = FPDF(format="A4", unit="pt")
    book.add_page()
    book.set_font("helvetica", size=11)
    for row in range(_ROWS):
        for column in range(_COLUMNS):
            x, y = 60 + _WIDTH * column, 100 + _HEIGHT * row
            if row in painted:
                book.set_fill_color(230 - 20 * (row % 2))
                book.rect(x, y, _WIDTH, _HEIGHT, style="F")
            if lines:
                book.rect(x, y, _WIDTH, _HEIGHT)
            book.text(x + 10, y + 16, f"cell {row}{column}")
    book.output(str(path / "a.pdf"))
    (page,) = read_pages(path / "a.pdf", PDF, lambda: NotImplemented)
    return page


def _ruled(page: Page) -> list[tuple[int, int]]:
    return [(block.rows, block.cols) for block in page.blocks if isinstance(block, Table) and block.ruled]


def test_every_other_row_painted_is_no_grid_but_parts_rows(tmp_path: Path) -> None:
    page = _page(tmp_path, (0, 1, 3, 5))
    assert not _ruled(page)
    edges = {round(rule.y0) for rule in page.rules}
    assert edges >= {100 + _HEIGHT * row for row in range(1, _ROWS)}


def test_a_painted_head_is_no_table_of_its_own(tmp_path: Path) -> None:
    assert not _ruled(_page(tmp_path, (0,)))


def test_a_table_painted_cell_by_cell_is_a_grid(tmp_path: Path) -> None:
    assert _ruled(_page(tmp_path, tuple(range(_ROWS)))) == [(_ROWS, _COLUMNS)]


def test_paint_behind_drawn_cells_changes_nothing(tmp_path: Path) -> None:
    assert _ruled(_page(tmp_path, (0, 2, 4, 6), lines=True)) == [(_ROWS, _COLUMNS)]


def test_two_painted_rows_alone_are_a_grid() -> None:
    fills = [BBox(60 + 80 * x, 100 + 20 * y, 140 + 80 * x, 120 + 20 * y) for x in range(3) for y in range(2)]
    assert len(shaded(fills).borders) == 4 * len(fills)
    again = [BBox(fill.x0, fill.y0 + 60, fill.x1, fill.y1 + 60) for fill in fills if fill.y0 == 100]
    assert not shaded([*fills, *again]).borders
