"""Documents and forms made by hand: invented lists of invented firms."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from pipeline.document import BBox, Cell, Document, Frame, Page, Paragraph, Piece, Table, Text
from pipeline.records import ColumnDef, FormDef, ListDef

WIDTH, HEIGHT, ROW = 595.0, 842.0, 20.0
Rows = Sequence[Sequence[str] | str]


def list_def(kind: str, attachment: str, title: str, columns: str, *, classes: str = "", **more: object) -> ListDef:
    made = tuple(ColumnDef(part.split(":")[0], tuple(part.split(":")[1].split("/"))) for part in columns.split("|"))
    return ListDef(kind, attachment, title, made, tuple(classes.split("|")) if classes else (), **more)  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def form() -> FormDef:
    lists = (
        list_def(
            "devices", "附件1", "工业设备清单",
            "serial:序号|type:设备类型|name:设备名称/名称|device_id:设备ID/设备编号|"
            "enterprise:所属企业/接入企业|protocol:接入协议/通信协议",
            classes="运行设备|加工设备|行走设备|其它设备",
            id_column="device_id", required_columns=("name", "device_id"),
        ),
        list_def(
            "models", "附件2", "工业模型清单",
            "serial:序号|name:模型名称|industry:适用行业/所属行业|function:功能描述/模型说明",
            classes="研发仿真模型|业务流程模型", id_column="name", required_columns=("name",),
        ),
        list_def(
            "enterprises", "附件4", "服务企业清单",
            "serial:序号|name:企业名称/服务企业名称|amount:服务金额（万元）/合同金额（万元）|contact:联系人|phone:联系电话/联系方式",
            id_column="name", required_columns=("name",),
        ),
        list_def("model_industries", "附件", "分行业工业机理模型数量统计表",
                 "serial:序号|industry:行业|count:数量（个）", id_column="industry",
                 required_columns=("industry", "count")),
        list_def("app_industries", "附件", "分行业工业APP数量统计表", "serial:序号|industry:行业|count:数量（个）",
                 id_column="industry", required_columns=("industry", "count")),
        list_def(
            "recommendations", "通知附件3", "重点工业互联网平台推荐信息汇总表",
            "serial:序号|platform:工业互联网平台名称|applicant:申报企业|contact:联系人|mobile:联系方式（手机）",
            id_column="platform", required_columns=("platform", "applicant"), recommendations=True,
        ),
    )  # fmt: skip
    return FormDef("made-up", "某表", "某省", 2023, (), lists, ())


def piece(text: str, page: int, box: BBox, confidence: float = 1.0) -> Text:
    return Text((Piece(text, page, box, (), None, confidence, "rapidocr"),)) if text else Text()


def table_on(page: int, rows: Rows, *, top: float = 100.0, ruled: bool = True, confidence: float = 1.0) -> Table:
    """A table of equal columns on a page; a row that is one string is merged over all columns."""
    cols = max(len(row) for row in rows if not isinstance(row, str))
    step = 500.0 / cols
    cells: list[Cell] = []
    for number, row in enumerate(rows):
        y = top + ROW * number
        if isinstance(row, str):
            box = BBox(50, y, 550, y + ROW)
            cells.append(Cell(number, 0, piece(row, page, box, confidence), 1, cols, box))
            continue
        for col, text in enumerate(row):
            box = BBox(50 + step * col, y, 50 + step * (col + 1), y + ROW)
            cells.append(Cell(number, col, piece(text, page, box, confidence), 1, 1, box))
    return Table(len(rows), cols, tuple(cells), page, BBox(50, top, 550, top + ROW * len(rows)), None, ruled)


def paragraph_on(page: int, text: str, y: float = 60.0) -> Paragraph:
    return Paragraph(piece(text, page, BBox(50, y, 300, y + 14)))


def paged(*pages: Sequence[str | Table], reader: str = "rapidocr") -> Document:
    """A scan: each page a sequence of paragraphs (strings) and tables."""
    made = []
    for number, blocks in enumerate(pages, 1):
        kept = tuple(paragraph_on(number, block) if isinstance(block, str) else block for block in blocks)
        made.append(Page(number, kept, WIDTH, HEIGHT, Frame.upright(WIDTH, HEIGHT), reader))
    return Document("ab" * 32, "application/pdf", tuple(made))


def sheet_page(number: int, name: str, rows: Rows) -> Page:
    cols = max(len(row) for row in rows if not isinstance(row, str))
    cells: list[Cell] = []
    for at, row in enumerate(rows):
        for col, text in enumerate((row,) if isinstance(row, str) else row):
            locator = f"{name}!{chr(65 + col)}{at + 1}"
            made = Text((Piece(text, locator=locator, reader="sheet"),)) if text else Text()
            cells.append(Cell(at, col, made, 1, cols if isinstance(row, str) else 1, None, locator))
    return Page(number, (Table(len(rows), cols, tuple(cells), number),), reader="sheet", name=name)


def workbook(**sheets: Rows) -> Document:
    pages = tuple(sheet_page(number, name, rows) for number, (name, rows) in enumerate(sheets.items(), 1))
    return Document("cd" * 32, "application/vnd.ms-excel", pages)


@pytest.fixture(scope="session")
def make_table() -> Callable[..., Table]:
    return table_on


@pytest.fixture(scope="session")
def make_paged() -> Callable[..., Document]:
    return paged


@pytest.fixture(scope="session")
def make_workbook() -> Callable[..., Document]:
    return workbook
