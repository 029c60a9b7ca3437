"""Lists in documents made by hand: which rows, which cells, which class, from where."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from extractors.lists import read_lists
from pipeline.document import BBox, Document, Piece, Table, Text, join
from pipeline.records import FormDef, ListRecord

HEAD = ["序号", "设备类型", "设备名称", "设备编号", "所属企业", "接入协议"]
MakeTable = Callable[..., Table]
MakePaged = Callable[..., Document]


def device(serial: int, **cells: str) -> list[str]:
    row = {
        "type": "机床",
        "name": f"数控车床{serial}型",
        "id": f"SN-{1000 + serial}",
        "firm": "甲某重工有限公司",
        "protocol": "MQTT",
    }
    row |= cells
    return [str(serial), *row.values()]


def only(document: Document, form: FormDef) -> ListRecord:
    reading = read_lists(document, form)
    assert len(reading.lists) == 1
    return reading.lists[0]


def serials(record: ListRecord) -> list[str]:
    return [row.cells["serial"] for row in record.rows]


def test_rows_carry_class_page_and_box(form: FormDef, make_table: MakeTable, make_paged: MakePaged) -> None:
    rows = [HEAD, "一、运行设备（共2台）", device(1), device(2), "二、加工设备", device(3)]
    record = only(make_paged(["附件 1", "工业设备清单", make_table(1, rows)]), form)
    assert record.kind == "devices"
    assert record.title == "工业设备清单"
    assert [row.class_name for row in record.rows] == ["运行设备", "运行设备", "加工设备"]
    first = record.rows[0]
    assert first.cells["device_id"] == "SN-1001"
    assert first.source.page == 1
    assert first.source.bbox is not None
    assert first.source.bbox[0] < 0.1 < 0.9 < first.source.bbox[2]
    cell = first.cell_sources["name"]
    assert cell.bbox is not None
    assert cell.bbox[2] - cell.bbox[0] < 0.2


def test_title_and_table_blocks_are_used(form: FormDef, make_table: MakeTable, make_paged: MakePaged) -> None:
    other = make_table(1, [["项目", "期末数", "备注"], ["资产总计", "12", ""]], top=400)
    document = make_paged(["三、下一步计划", "附件 1", "工业设备清单", make_table(1, [HEAD, device(1)]), other])
    reading = read_lists(document, form)
    assert reading.used == {(1, 1), (1, 2), (1, 3)}
    assert [heading.text for heading in reading.titles] == ["工业设备清单"]


def test_next_page_without_head_goes_on(form: FormDef, make_table: MakeTable, make_paged: MakePaged) -> None:
    one = make_table(1, [HEAD, "一、运行设备", device(1), device(2)])
    two = make_table(2, [device(3), "二、加工设备", device(4)])
    record = only(make_paged(["工业设备清单", one], [two]), form)
    assert serials(record) == ["1", "2", "3", "4"]
    assert [row.class_name for row in record.rows][2:] == ["运行设备", "加工设备"]


def test_repeated_head_and_totals_are_no_rows(form: FormDef, make_table: MakeTable, make_paged: MakePaged) -> None:
    one = make_table(1, [HEAD, device(1), ["", "本页小计", "1", "", "", ""]])
    two = make_table(2, [HEAD, device(2), "注：数据截至2023年6月", ["合计", "", "2", "", "", ""]])
    record = only(make_paged(["工业设备清单", one], ["工业设备清单（续）", two]), form)
    assert serials(record) == ["1", "2"]


def test_who_made_the_list_is_no_row_of_it(form: FormDef, make_table: MakeTable, make_paged: MakePaged) -> None:
    signed = ["填表人：丁一", "", "审核人：丙", "", "", ""]
    named = ["", "负责人（签字）", "", "丙", "", ""]
    table = make_table(1, [HEAD, device(1), device(2, type="审核"), signed, named])
    assert serials(only(make_paged(["工业设备清单", table]), form)) == ["1", "2"]


def test_row_cut_by_a_page_break_is_one(form: FormDef, make_table: MakeTable, make_paged: MakePaged) -> None:
    one = make_table(1, [HEAD, device(1), device(2, firm="甲某重工（集团）有", protocol="OPC")])
    two = make_table(2, [HEAD, ["", "", "", "", "限公司", "UA"], device(3)])
    record = only(make_paged(["工业设备清单", one], [two]), form)
    assert serials(record) == ["1", "2", "3"]
    assert record.rows[1].cells["enterprise"] == "甲某重工（集团）有限公司"
    assert record.rows[1].cells["protocol"] == "OPC UA"
    assert record.rows[1].source.page == 1


def test_row_whose_number_stands_on_the_next_page(form: FormDef, make_table: MakeTable, make_paged: MakePaged) -> None:
    one = make_table(1, [HEAD, device(1), ["", "", "", "", "甲某重工（集", ""]])
    two = make_table(2, [HEAD, device(2, firm="团）有限公司"), device(3)])
    record = only(make_paged(["工业设备清单", one], [two]), form)
    assert serials(record) == ["1", "2", "3"]
    assert record.rows[1].cells["enterprise"] == "甲某重工（集团）有限公司"


def test_blank_cells_do_not_end_a_row_but_template_rows_are_none(
    form: FormDef, make_table: MakeTable, make_paged: MakePaged
) -> None:
    rows = [HEAD, device(1), device(2, id=""), ["3", "", "", "", "", ""], device(4), ["5"] + [""] * 5, ["6"] + [""] * 5]
    record = only(make_paged(["工业设备清单", make_table(1, rows)]), form)
    assert serials(record) == ["1", "2", "3", "4"]
    assert record.rows[1].cells["device_id"] == ""


def test_misread_heads_and_headings_are_forgiven(form: FormDef, make_table: MakeTable, make_paged: MakePaged) -> None:
    head = ["序号", "设备类塑", "没备名称", "设备编号", "所属企业", "接人协议"]
    rows = [head, "一、运行没备", device(1), "二、加工设各", device(2)]
    record = only(make_paged(["附件1", "工业没备清单", make_table(1, rows)]), form)
    assert [row.class_name for row in record.rows] == ["运行设备", "加工设备"]
    assert record.rows[0].cells == dict(
        zip(["serial", "type", "name", "device_id", "enterprise", "protocol"], device(1), strict=True)
    )


def test_same_columns_are_told_apart_by_title(form: FormDef, make_table: MakeTable, make_paged: MakePaged) -> None:
    head = ["序号", "行业", "数量（个）"]
    models = make_table(1, [head, ["1", "化工", "61"]], top=100)
    apps = make_table(1, [head, ["1", "纺织", "52"]], top=300)
    document = make_paged(["附件：分行业工业机理模型数量统计表", models, "附件：分行业工业 APP 数量统计表", apps])
    found = {record.kind: record.rows[0].cells["industry"] for record in read_lists(document, form).lists}
    assert found == {"model_industries": "化工", "app_industries": "纺织"}


def test_head_lost_but_title_there(form: FormDef, make_table: MakeTable, make_paged: MakePaged) -> None:
    record = only(make_paged(["附件1", "工业设备清单", make_table(1, [device(1), device(2)])]), form)
    assert serials(record) == ["1", "2"]
    assert record.rows[0].confidence < 0.9


def test_tables_of_the_form_are_no_lists(form: FormDef, make_table: MakeTable, make_paged: MakePaged) -> None:
    rows = [
        ["企业名称", "", "组织机构代码", ""],
        ["联系人", "姓名", "甲", "电话"],
        ["联系人", "职务", "经理", "联系电话"],
    ]
    reading = read_lists(make_paged(["一、企业基本信息", make_table(1, rows)]), form)
    assert reading.lists == ()
    assert reading.used == frozenset()


def test_list_after_a_form_table_of_another_shape(form: FormDef, make_table: MakeTable, make_paged: MakePaged) -> None:
    one = make_table(1, [HEAD, device(1)])
    certificate = make_table(
        2, [["类别", "名称", "证书号"], ["发明专利", "一种方法", "ZL-1"], ["发明专利", "一种装置", "ZL-2"]]
    )
    record = only(make_paged(["工业设备清单", one], ["附件10：知识产权证书", certificate]), form)
    assert serials(record) == ["1"]


def test_rows_left_in_one_grid_row_are_parted(form: FormDef, make_table: MakeTable, make_paged: MakePaged) -> None:
    table = make_table(1, [HEAD, device(1), device(2), device(3)])
    joined = []
    for cell in table.cells:
        if cell.row == 2:
            below = next(each for each in table.cells if (each.row, each.col) == (3, cell.col))
            joined.append(replace(cell, text=join((cell.text, below.text))))
        elif cell.row < 2:
            joined.append(cell)
    broken = replace(table, rows=3, cells=tuple(joined))
    record = only(make_paged(["工业设备清单", broken]), form)
    assert [list(row.cells.values()) for row in record.rows] == [device(1), device(2), device(3)]


def test_columns_left_in_one_cell_are_parted(form: FormDef, make_table: MakeTable, make_paged: MakePaged) -> None:
    table = make_table(1, [HEAD, device(1), device(2)])
    type_cell, name_cell = (cell for cell in table.cells if cell.row == 2 and cell.col in (1, 2))
    wide = replace(type_cell, text=join((type_cell.text, name_cell.text), Piece(" ")), col_span=2)
    cells = tuple(wide if cell is type_cell else cell for cell in table.cells if cell is not name_cell)
    record = only(make_paged(["工业设备清单", replace(table, cells=cells)]), form)
    assert [list(row.cells.values()) for row in record.rows] == [device(1), device(2)]


def test_a_bracket_taken_for_a_ruling_is_put_back(form: FormDef, make_table: MakeTable, make_paged: MakePaged) -> None:
    head = ["序号", "模型名称", "", "适用行业", "功能描述"]
    table = make_table(1, [head, ["1", "甲某精密", "集团）模型", "机械", "算应力"]])
    wide = next(cell for cell in table.cells if (cell.row, cell.col) == (0, 1))
    cells = tuple(
        replace(cell, col_span=2) if cell is wide else cell for cell in table.cells if (cell.row, cell.col) != (0, 2)
    )
    below = Text((Piece("二号", 1, BBox(160, 131, 200, 140), reader="rapidocr"),))
    cells = tuple(
        replace(cell, text=join((cell.text, below))) if (cell.row, cell.col) == (1, 1) else cell for cell in cells
    )
    record = only(make_paged(["工业模型清单", replace(table, cells=cells)]), form)
    assert record.rows[0].cells["name"] == "甲某精密（集团）模型二号"
    assert record.rows[0].cell_sources["name"].confidence < 0.9


def _broken_number(table: Table, row: int, number: str) -> Table:
    """The table with a serial number that its narrow column broke over two lines."""
    (cell,) = (cell for cell in table.cells if (cell.row, cell.col) == (row, 0))
    assert cell.box is not None
    half = cell.box.height / 2
    parts = [
        Text((Piece(digit, 1, BBox(cell.box.x0, cell.box.y0 + half * n, cell.box.x1, cell.box.y0 + half * (n + 1))),))
        for n, digit in enumerate(number)
    ]
    whole = replace(cell, text=join(parts, Piece("\n")))
    return replace(table, cells=tuple(whole if each is cell else each for each in table.cells))


def test_a_number_broken_by_a_narrow_column_is_one_row(
    form: FormDef, make_table: MakeTable, make_paged: MakePaged
) -> None:
    table = make_table(1, [HEAD, *(device(n) for n in range(1, 13))])
    record = only(make_paged(["工业设备清单", _broken_number(table, 12, "12")], reader="text layer"), form)
    assert serials(record)[-2:] == ["11", "12"]


def test_a_head_repeated_below_the_row_that_was_due_loses_no_row(
    form: FormDef, make_table: MakeTable, make_paged: MakePaged
) -> None:
    above = make_table(1, [HEAD, device(1), device(2)])
    below = make_table(1, [device(3), HEAD, device(4)], top=400)
    record = only(make_paged(["工业设备清单", above, "二、加工设备", below]), form)
    assert serials(record) == ["1", "2", "3", "4"]
    assert [row.class_name for row in record.rows][2:] == ["加工设备", "加工设备"]
