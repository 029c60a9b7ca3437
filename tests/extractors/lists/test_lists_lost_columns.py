"""Further tables of a list in which no border is left between two of its columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from extractors.lists import read_lists
from pipeline.document import BBox, Cell, Document, Table, Text
from pipeline.records import FormDef

HEAD = ["序号", "设备类型", "设备名称", "设备编号", "所属企业", "接入协议"]
MakeTable = Callable[..., Table]
MakePaged = Callable[..., Document]


def _device(serial: int) -> list[str]:
    return [str(serial), "机床", f"车床{serial}型", f"SN-{1000 + serial}", "甲某重工有限公司", "MQTT"]


def _without_border(table: Table, behind: int) -> Table:
    """The table as its reader gives it where the border behind a column is lost from top to bottom."""
    rows: list[Cell] = []
    for cell in table.cells:
        if cell.col == behind:
            beside = next(each for each in table.cells if (each.row, each.col) == (cell.row, behind + 1))
            assert cell.box is not None
            assert beside.box is not None
            box = BBox(cell.box.x0, cell.box.y0, beside.box.x1, cell.box.y1)
            rows.append(replace(cell, text=Text((*cell.text.pieces, *beside.text.pieces)), box=box))
        elif cell.col != behind + 1:
            rows.append(replace(cell, col=cell.col - (cell.col > behind)))
    return replace(table, cols=table.cols - 1, cells=tuple(rows))


def _said(document: Document, form: FormDef) -> Sequence[list[str]]:
    return [list(row.cells.values()) for record in read_lists(document, form).lists for row in record.rows]


@pytest.mark.parametrize("behind", [1, 2, 4])
def test_rows_go_on_and_their_texts_stand_in_their_columns(
    form: FormDef, make_table: MakeTable, make_paged: MakePaged, behind: int
) -> None:
    devices = [_device(n) for n in range(1, 7)]
    first = make_table(1, [HEAD, *devices[:3]])
    further = _without_border(make_table(2, devices[3:]), behind)
    assert _said(make_paged(["工业设备清单", first], [further]), form) == devices


def test_a_table_whose_numbers_do_not_go_on_is_another(
    form: FormDef, make_table: MakeTable, make_paged: MakePaged
) -> None:
    devices = [_device(n) for n in range(1, 4)]
    first = make_table(1, [HEAD, *devices])
    other = _without_border(make_table(2, [_device(n) for n in range(7, 10)]), 2)
    assert _said(make_paged(["工业设备清单", first], [other]), form) == devices
