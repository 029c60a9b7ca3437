"""Lists without serial numbers and borders: cells of several lines, rows told by how they are set."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.layout.assemble import lay_out, loose_rules
from extractors.layout.rulings import Ruling
from extractors.lists import read_lists
from pipeline.document import BBox, Document, Frame, Page, Piece
from pipeline.records import FormDef, ListRecord

LEFTS = (50.0, 200.0, 290.0, 370.0)
"""Where columns of names, amounts, contacts and numbers begin, points."""
ENDS = (150.0, 270.0, 350.0, 460.0)
PITCH, PAD, SIZE = 13.0, 4.0, 10.0
HEAD = ("企业名称", "服务金额", "联系人", "联系电话")
ROWS = (
    ("甲某重型机械有限责任公司", "12.5", "子丑寅", "13900000001"),
    ("乙某有限公司", "8.1", "卯辰", "13900000002"),
    ("丙某汽车零部件股份有限公司", "", "巳午未", "13900000003"),
    ("丁某电子材料股份有限公司", "30", "申酉", "13900000004"),
    ("戊某有限公司", "7.4", "戌亥", "13900000005"),
    ("己某环保设备制造有限公司", "61.2", "甲乙", "13900000006"),
)


def wrapped(text: str, width: float) -> list[str]:
    """The text in lines of as many Chinese characters as fit."""
    step = len(text) or 1 if text.isascii() else int(width / SIZE)
    return [text[at : at + step] for at in range(0, len(text), step)] or [""]


class Sheet:
    """A page on which rows are set one below the other."""

    def __init__(self, number: int = 1) -> None:
        self.number, self.y = number, 60.0
        self.pieces: list[Piece] = []
        self.rulings: list[Ruling] = []

    def text(self, text: str, x: float, y: float) -> None:
        width = SIZE * sum(0.55 if char.isascii() else 1.0 for char in text)
        self.pieces.append(Piece(text, self.number, BBox(x, y, x + width, y + SIZE)))

    def row(self, cells: Sequence[str], *, lefts: Sequence[float] = LEFTS, ends: Sequence[float] = ENDS) -> None:
        """Cells centred over each other in height."""
        lines = [wrapped(cell, end - left) for cell, left, end in zip(cells, lefts, ends, strict=True)]
        height = max(map(len, lines)) * PITCH + 2 * PAD
        for left, cell in zip(lefts, lines, strict=True):
            top = self.y + (height - len(cell) * PITCH) / 2
            for at, line in enumerate(cell):
                if line:
                    self.text(line, left, top + at * PITCH)
        self.y += height

    def rule(self) -> None:
        self.rulings.append(Ruling(45, self.y, 465, self.y))

    def upright(self, x: float, top: float) -> None:
        self.rulings.append(Ruling(x, top, x, self.y))

    def page(self) -> Page:
        blocks = lay_out(self.pieces, self.rulings, 842)
        return Page(
            self.number, blocks, 595, 842, Frame.upright(595, 842), rules=loose_rules(self.rulings)
        )  # fmt: skip


def titled(number: int = 1) -> Sheet:
    sheet = Sheet(number)
    sheet.text("服务企业清单", 220, 40)
    return sheet


def read(form: FormDef, *sheets: Sheet) -> ListRecord:
    (record,) = read_lists(Document("ab" * 32, "application/pdf", tuple(each.page() for each in sheets)), form).lists
    return record


def said(record: ListRecord) -> list[tuple[str, ...]]:
    return [tuple(row.cells.get(key, "") for key in ("name", "amount", "contact", "phone")) for row in record.rows]


def test_cells_of_several_lines_make_one_row_which_is_not_called_sure(form: FormDef) -> None:
    sheet = titled()
    for row in (HEAD, *ROWS):
        sheet.row(row)
    record = read(form, sheet)
    assert said(record) == list(ROWS)
    assert all(row.confidence < 0.9 for row in record.rows)


def test_lines_drawn_between_all_rows_vouch_for_them(form: FormDef) -> None:
    sheet = titled()
    for row in (HEAD, *ROWS):
        sheet.rule()
        sheet.row(row)
    sheet.rule()
    record = read(form, sheet)
    assert said(record) == list(ROWS)
    assert all(row.confidence == 1.0 for row in record.rows)


def test_lines_drawn_every_few_rows_do_not_make_one_row_of_them(form: FormDef) -> None:
    sheet = titled()
    sheet.row(HEAD)
    for at, row in enumerate(ROWS):
        if at % 3 == 0:
            sheet.rule()
        sheet.row(row)
    record = read(form, sheet)
    assert said(record) == list(ROWS)
    assert all(row.confidence < 0.9 for row in record.rows)


def test_a_list_in_a_frame_is_read(form: FormDef) -> None:
    sheet = titled()
    sheet.rule()
    top = sheet.y
    for row in (HEAD, *ROWS):
        sheet.row(row)
    sheet.rule()
    sheet.upright(45, top)
    sheet.upright(465, top)
    assert said(read(form, sheet)) == list(ROWS)


def test_columns_that_are_drawn_hold_many_rows_in_one_strip(form: FormDef) -> None:
    sheet = titled()
    sheet.rule()
    top = sheet.y
    sheet.row(HEAD)
    sheet.rule()
    for row in ROWS:
        sheet.row(row)
    sheet.rule()
    for x in (45, 190, 280, 360, 465):
        sheet.upright(x, top)
    record = read(form, sheet)
    assert said(record) == list(ROWS)
    assert all(row.confidence < 0.9 for row in record.rows)


def test_the_list_goes_on_overleaf_a_little_aside(form: FormDef) -> None:
    one, two = titled(), Sheet(2)
    for row in (HEAD, *ROWS[:3]):
        one.row(row)
    for row in ROWS[3:]:
        two.row(row, lefts=[x + 9 for x in LEFTS], ends=[x + 9 for x in ENDS])
    record = read(form, one, two)
    assert said(record) == list(ROWS)
    assert [row.source.page for row in record.rows] == [1, 1, 1, 2, 2, 2]


def test_prose_overleaf_is_not_of_the_list(form: FormDef) -> None:
    one, two = titled(), Sheet(2)
    for row in (HEAD, *ROWS):
        one.row(row)
    for y in (60, 80, 100):
        two.text("以上企业均已签订服务合同并完成交付验收，款项按约定分期支付，详见附件材料。", 50, y)
    assert said(read(form, one, two)) == list(ROWS)


def test_one_class_stands_in_the_middle_of_its_rows(form: FormDef) -> None:
    sheet = Sheet()
    sheet.text("工业模型清单", 220, 40)
    lefts, ends = (50.0, 140.0, 260.0, 350.0), (130.0, 250.0, 340.0, 470.0)
    sheet.row(("类别", "模型名称", "适用行业", "功能描述"), lefts=lefts, ends=ends)
    names = ("应力分析仿真模型", "流场仿真模型", "公差模型", "订单审批模型", "排产模型")
    for first, rows in (("研发仿真模型", names[:3]), ("业务流程模型", names[3:])):
        top = sheet.y
        for name in rows:
            sheet.row(("", name, "机械", "用于分析与预警"), lefts=lefts, ends=ends)
        sheet.text(first, 50, (top + sheet.y) / 2 - SIZE / 2)
    record = read(form, sheet)
    assert [(row.class_name, row.cells["name"]) for row in record.rows] == [
        *(("研发仿真模型", name) for name in names[:3]),
        *(("业务流程模型", name) for name in names[3:]),
    ]


def test_words_of_two_columns_that_were_read_as_one_are_cut(form: FormDef) -> None:
    sheet = titled()
    lefts, ends = (50.0, 200.0, 255.0, 285.0), (190.0, 240.0, 280.0, 400.0)
    sheet.row(("企业名称", "联系人", "金额", "联系电话"), lefts=lefts, ends=ends)
    for name, _, contact, phone in ROWS:
        sheet.row((name, contact, "12.5", phone), lefts=lefts, ends=ends)
    apart = [piece for piece in sheet.pieces if piece.text == "12.5"][2]
    after = next(piece for piece in sheet.pieces if piece.text == "13900000003")
    assert apart.box is not None
    assert after.box is not None
    sheet.pieces = [piece for piece in sheet.pieces if piece not in (apart, after)]
    sheet.pieces.append(Piece("12.513900000003", 1, apart.box.union(after.box)))
    record = read(form, sheet)
    assert [(row.cells["amount"], row.cells["phone"]) for row in record.rows] == [("12.5", row[3]) for row in ROWS]
