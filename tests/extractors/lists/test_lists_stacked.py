"""Two rows of a list in one row of the grid, since the border between them was worn away."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from extractors.lists import read_lists
from pipeline.checks.trust import SURE
from pipeline.document import BBox, Cell, Document, Piece, Table, Text
from pipeline.records import FormDef

HEAD = ["序号", "设备类型", "设备名称", "设备编号", "所属企业", "接入协议"]
MakeTable = Callable[..., Table]
MakePaged = Callable[..., Document]


def _device(serial: int) -> list[str]:
    return [str(serial), "机床", f"车床{serial}型", f"SN-{1000 + serial}", "甲某重工有限公司", "MQTT"]


def _without_border(table: Table, below: int, remains: str) -> Table:
    """The table without the border below a row; ``remains`` is what a piece of it between the numbers was read as."""
    cells: list[Cell] = []
    for cell in table.cells:
        if cell.row == below:
            under = next(each for each in table.cells if (each.row, each.col) == (below + 1, cell.col))
            assert cell.box is not None
            assert under.box is not None
            between = BBox(cell.box.x0 + 2, cell.box.y1 - 1, cell.box.x0 + 8, cell.box.y1 + 1)
            rest = (Piece(remains, table.page, between),) if remains and not cell.col else ()
            box = BBox(cell.box.x0, cell.box.y0, cell.box.x1, under.box.y1)
            cells.append(replace(cell, text=Text((*cell.text.pieces, *rest, *under.text.pieces)), box=box))
        elif cell.row != below + 1:
            cells.append(replace(cell, row=cell.row - (cell.row > below)))
    return replace(table, rows=table.rows - 1, cells=tuple(cells))


@pytest.mark.parametrize("remains", ["", "一", "-"])
def test_each_number_has_its_row(form: FormDef, make_table: MakeTable, make_paged: MakePaged, remains: str) -> None:
    devices = [_device(n) for n in range(1, 6)]
    table = _without_border(make_table(1, [HEAD, *devices]), 3, remains)
    (record,) = read_lists(make_paged(["工业设备清单", table]), form).lists
    assert [list(row.cells.values()) for row in record.rows] == devices


def test_two_rows_texts_in_one_cell_are_not_sure_where_a_stray_border_parts_its_rows(
    form: FormDef, make_table: MakeTable, make_paged: MakePaged
) -> None:
    """The cell spans a column more than the list has, which some other row shows."""
    table = make_table(1, [HEAD, *(_device(n) for n in range(1, 6))])
    cells: list[Cell] = []
    for cell in table.cells:
        moved = replace(cell, col=cell.col + (cell.col > 4), col_span=1 + (cell.col == 4))
        if (cell.row, cell.col) == (3, 4):
            under = next(each for each in table.cells if (each.row, each.col) == (4, 4))
            assert cell.box is not None
            assert under.box is not None
            pieces = [replace(each, confidence=0.98) for each in (*cell.text.pieces, *under.text.pieces)]
            box = BBox(cell.box.x0, cell.box.y0, cell.box.x1, under.box.y1)
            moved = replace(moved, row_span=2, box=box, text=Text((pieces[0], Piece("\n"), pieces[1])))
        if (cell.row, cell.col) != (4, 4):
            cells.append(moved)
    parted = replace(table, cols=7, cells=tuple(cells))
    (record,) = read_lists(make_paged(["工业设备清单", parted]), form).lists
    assert record.rows[2].cells["enterprise"] == "甲某重工有限公司甲某重工有限公司"
    assert record.rows[2].cell_sources["enterprise"].confidence < SURE
