"""Lists in workbooks and Word bodies: sheets, stacked lists, classes by sheet, by column, by merged cells."""

from __future__ import annotations

from collections.abc import Callable

from extractors.lists import read_lists
from pipeline.document import Cell, Document, Page, Piece, Table, Text
from pipeline.records import FormDef

HEAD = ["序号", "设备类型", "设备名称", "设备ID", "接入企业", "通信协议"]
MakeWorkbook = Callable[..., Document]


def test_one_sheet_a_class(form: FormDef, make_workbook: MakeWorkbook) -> None:
    document = make_workbook(
        运行设备=["工业设备清单", HEAD, ["1", "动力", "水泵", "A1", "乙厂", "CAN"]],
        加工设备=[HEAD, ["1", "机床", "铣床", "A2", "乙厂", "S7"]],
    )
    (record,) = read_lists(document, form).lists
    assert [(row.class_name, row.cells["device_id"]) for row in record.rows] == [("运行设备", "A1"), ("加工设备", "A2")]
    assert record.rows[1].source.locator == "加工设备!A2"
    assert record.rows[1].cell_sources["name"].locator == "加工设备!C2"


def test_several_lists_in_one_sheet(form: FormDef, make_workbook: MakeWorkbook) -> None:
    document = make_workbook(
        Sheet1=[
            ["工业设备清单", "", "", "", "", ""], HEAD, ["1", "动力", "水泵", "A1", "乙厂", "CAN"], [""] * 6,
            ["服务企业清单", "", "", "", "", ""], ["序号", "企业名称", "合同金额（万元）", "联系人", "联系电话", ""],
            ["1", "丙厂", "12.50", "丁", "13900000000", ""],
        ]
    )  # fmt: skip
    lists = read_lists(document, form).lists
    assert [(record.kind, len(record.rows)) for record in lists] == [("devices", 1), ("enterprises", 1)]
    assert lists[1].rows[0].cells == {
        "serial": "1", "name": "丙厂", "amount": "12.50", "contact": "丁", "phone": "13900000000",
    }  # fmt: skip


def test_class_column_and_columns_of_no_interest(form: FormDef, make_workbook: MakeWorkbook) -> None:
    head = ["序号", "类别", "设备名称", "品牌", "设备ID", "接入企业", "备注"]
    rows = [
        ["1", "加工设备", "铣床", "戊牌", "A1", "乙厂", "二手"],
        ["2", "其他设备", "地磅", "己牌", "A2", "乙厂", ""],
    ]
    (record,) = read_lists(make_workbook(设备=[head, *rows]), form).lists
    assert [row.class_name for row in record.rows] == ["加工设备", "其它设备"]
    assert set(record.rows[0].cells) == {"serial", "name", "device_id", "enterprise"}


def test_headings_in_the_first_cell_only(form: FormDef, make_workbook: MakeWorkbook) -> None:
    heading, second = ["（一）研发仿真模型", "", "", ""], ["（二）业务流程模型 共1个", "", "", ""]
    head = ["序号", "模型名称", "所属行业", "模型说明"]
    rows = [head, heading, ["1", "应力", "机械", "算"], second, ["1", "审批", "化工", "批"]]
    (record,) = read_lists(make_workbook(模型=rows), form).lists
    assert [row.class_name for row in record.rows] == ["研发仿真模型", "业务流程模型"]


def test_head_of_two_lines(form: FormDef, make_workbook: MakeWorkbook) -> None:
    rows = [
        ["序号", "企业名称", "服务金额", "联系人", ""],
        ["", "", "（万元）", "姓名", "联系电话"],
        ["1", "庚厂", "3", "辛", "13800000000"],
    ]
    (record,) = read_lists(make_workbook(企业=rows), form).lists
    assert record.rows[0].cells["contact"] == "辛"
    assert record.rows[0].cells["phone"] == "13800000000"
    assert len(record.rows) == 1


def test_list_without_serials(form: FormDef, make_workbook: MakeWorkbook) -> None:
    rows = [
        ["服务企业清单", "", "", ""],
        ["企业名称", "服务金额（万元）", "联系人", "联系方式"],
        ["庚厂", "3", "", ""],
        ["壬厂", "", "", ""],
    ]
    (record,) = read_lists(make_workbook(表=rows), form).lists
    assert [row.cells["name"] for row in record.rows] == ["庚厂", "壬厂"]


def word_cell(row: int, col: int, text: str, row_span: int = 1) -> Cell:
    return Cell(
        row, col, Text((Piece(text, locator=f"table[1]/row[{row + 1}]/cell[{col + 1}]"),)) if text else Text(), row_span
    )


def test_cell_merged_downwards_counts_for_each_row(form: FormDef) -> None:
    head = [word_cell(0, col, text) for col, text in enumerate(["序号", "设备名称", "设备ID", "所属企业"])]
    firm = word_cell(1, 3, "癸厂", row_span=2)
    rows = [word_cell(1, 0, "1"), word_cell(1, 1, "泵"), word_cell(1, 2, "A1"), firm,
            word_cell(2, 0, "2"), word_cell(2, 1, "阀"), word_cell(2, 2, "A2")]  # fmt: skip
    document = Document("ef" * 32, "docx", (Page(1, (Table(3, 4, (*head, *rows)),), reader="docx"),))
    (record,) = read_lists(document, form).lists
    assert [row.cells["enterprise"] for row in record.rows] == ["癸厂", "癸厂"]


def test_number_merged_downwards_is_one_row(form: FormDef) -> None:
    head = [word_cell(0, col, text) for col, text in enumerate(["序号", "模型名称", "适用行业", "功能描述"])]
    tall = [word_cell(1, col, text, 2) for col, text in enumerate(["1", "应力", "机械"])]
    plain = [word_cell(3, col, text) for col, text in enumerate(["2", "热", "化工", "算热"])]
    cells = (*head, *tall, word_cell(1, 3, "算应力；"), word_cell(2, 3, "算应变"), *plain)
    document = Document("ef" * 32, "docx", (Page(1, (Table(4, 4, cells),), reader="docx"),))
    (record,) = read_lists(document, form).lists
    assert [row.cells["function"] for row in record.rows] == ["算应力；算应变", "算热"]
    assert record.rows[0].cells["name"] == "应力"


def test_recommender_above_the_table(form: FormDef, make_workbook: MakeWorkbook) -> None:
    head = ["序号", "工业互联网平台名称", "申报企业", "联系人", "联系方式（手机）"]
    above = ["2023年某省重点工业互联网平台推荐信息汇总表", ["推荐单位（盖章）：", "某市经济和信息化局", "", "", ""]]
    rows = [*above, head, ["1", "子平台", "子公司", "丑", "13700000000"], ["2", "", "", "", ""]]  # fmt: skip
    reading = read_lists(make_workbook(表=rows), form)
    assert len(reading.lists[0].rows) == 1
    assert "推荐单位：某市经济和信息化局" in [heading.text for heading in reading.titles]


def test_an_empty_table_is_told_from_one_that_could_not_be_read(form: FormDef, make_workbook: MakeWorkbook) -> None:
    blank = read_lists(make_workbook(设备=["工业设备清单", HEAD, ["1", *[""] * 5], ["2", *[""] * 5]]), form)
    assert [(each.kind, each.source.locator) for each in blank.empty] == [("devices", "设备!A2")]
    assert blank.lists == ()
    elsewhere = read_lists(make_workbook(设备=["工业设备清单", HEAD, ["数据量大，另附光盘", *[""] * 5]]), form)
    assert (elsewhere.empty, elsewhere.lists) == ((), ())
    filled = read_lists(make_workbook(设备=["工业设备清单", HEAD, ["1", "动力", "水泵", "A1", "乙厂", "CAN"]]), form)
    assert filled.empty == ()
