"""Further tables of a list whose border behind the serial numbers was lost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from extractors.lists import read_lists
from pipeline.document import BBox, Cell, Document, Table
from pipeline.records import FormDef, Row

HEAD = ["序号", "设备类型", "设备名称", "设备编号", "所属企业", "接入协议"]
MakeTable = Callable[..., Table]
MakePaged = Callable[..., Document]


def _device(serial: int, kind: str = "机床") -> list[str]:
    return [str(serial), kind, f"车床{serial}型", f"SN-{1000 + serial}", "甲某重工有限公司", "MQTT"]


def _glued(table: Table, text: str = "{0}{1}") -> Table:
    """The table as its reader gives it where the border behind the first column is lost from top to bottom."""
    rows: list[Cell] = []
    for cell in table.cells:
        if cell.col == 0:
            beside = next(each for each in table.cells if (each.row, each.col) == (cell.row, 1))
            assert cell.box is not None
            assert beside.box is not None
            box = BBox(cell.box.x0, cell.box.y0, beside.box.x1, cell.box.y1)
            piece = replace(cell.text.pieces[0], text=text.format(cell.text, beside.text), box=box)
            rows.append(replace(cell, text=replace(cell.text, pieces=(piece,)), box=box))
        elif cell.col > 1:
            rows.append(replace(cell, col=cell.col - 1))
    return replace(table, cols=table.cols - 1, cells=tuple(rows))


def _spanning(table: Table) -> Table:
    """The same where other rows of the table kept the border: the cells span two columns of the grid."""
    glued = _glued(table)
    cells = (replace(cell, col_span=2) if cell.col == 0 else replace(cell, col=cell.col + 1) for cell in glued.cells)
    return replace(glued, cols=table.cols, cells=tuple(cells))


def _rows(document: Document, form: FormDef) -> Sequence[Row]:
    (record,) = read_lists(document, form).lists
    return record.rows


def _said(rows: Sequence[Row]) -> list[list[str]]:
    return [list(row.cells.values()) for row in rows]


def test_numbers_in_one_cell_with_the_next_are_taken_off(
    form: FormDef, make_table: MakeTable, make_paged: MakePaged
) -> None:
    devices = [_device(n) for n in range(1, 8)]
    first = make_table(1, [HEAD, *devices[:3]])
    further = _glued(make_table(2, devices[3:]))
    assert _said(_rows(make_paged(["工业设备清单", first], [further]), form)) == devices


def test_cells_over_both_columns_are_parted(form: FormDef, make_table: MakeTable, make_paged: MakePaged) -> None:
    devices = [_device(n) for n in range(1, 8)]
    first = make_table(1, [HEAD, *devices[:3]])
    further = _spanning(make_table(2, devices[3:]))
    assert _said(_rows(make_paged(["工业设备清单", first], [further]), form)) == devices


def test_a_row_whose_number_was_misread_is_parted_where_the_others_are(
    form: FormDef, make_table: MakeTable, make_paged: MakePaged
) -> None:
    devices = [_device(n) for n in range(11, 20)]
    first = make_table(1, [HEAD, *devices[:3]])
    wrong = [*devices[3:5], ["I6", *devices[5][1:]], *devices[6:]]
    rows = _rows(make_paged(["工业设备清单", first], [_glued(make_table(2, wrong))]), form)
    assert [row.cells["type"] for row in rows] == ["机床"] * 9


def test_words_that_begin_with_figures_keep_them(form: FormDef, make_table: MakeTable, make_paged: MakePaged) -> None:
    devices = [_device(n, "3D打印" if n == 5 else "机床") for n in range(1, 9)]
    first = make_table(1, [HEAD, *devices[:3]])
    rows = _rows(make_paged(["工业设备清单", first], [_glued(make_table(2, devices[3:]))]), form)
    assert [row.cells["serial"] for row in rows] == [str(n) for n in range(1, 9)]


def test_numbers_that_do_not_count_on_part_nothing(form: FormDef, make_table: MakeTable, make_paged: MakePaged) -> None:
    devices = [_device(n) for n in range(1, 4)]
    first = make_table(1, [HEAD, *devices])
    other = _glued(make_table(2, [_device(n) for n in (90, 20, 60, 30)], top=300.0))
    assert _said(_rows(make_paged(["工业设备清单", first], ["其他材料", other]), form)) == devices
