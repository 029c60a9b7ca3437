"""Books whose tables an applicant laid out anew: other orders, values beneath or in the cells of their labels."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from extractors.fields.book import read_book
from pipeline.checks.trust import EMPTY
from pipeline.document import BBox, Block, Cell, Document, Frame, Page, Paragraph, Piece, Table, Text
from pipeline.records import FieldValue
from pipeline.records import Value as RecordValue
from pipeline.records.load import load_form
from tests.extractors.fields.in_word import read_blocks, word_text

Fill = Callable[..., Document]
FORM = load_form("anhui-2023")
TOLD: dict[str, RecordValue] = {
    "applicant.name": "云岭重工机械有限公司", "applicant.org_code": "91340100MA2XYZ1234", "applicant.address": "合肥市",
    "contact.name": "顾勇思", "contact.phone": "0551-62870001", "contact.title": "副总经理",
    "contact.mobile": "13028693768",
    "applicant.total_assets": 14208.91, "applicant.debt_ratio": 59.93, "applicant.credit_rating": "A",
    "applicant.sales_last_year": 13514.36, "platform.name": "云岭平台", "platform.builder": "云岭重工机械有限公司",
    "devices.total": 5230, "apps.total": 13,
}  # fmt: skip


def _told(read: dict[str, FieldValue]) -> dict[str, RecordValue]:
    return {key: read[key].value for key in TOLD}


def _with_tables(fill: Fill, change: Callable[[Table], Table]) -> list[Block]:
    return [block if isinstance(block, Paragraph) else change(block) for block in fill(FORM, TOLD).pages[0].blocks]


def _first_cell(table: Table, row: int) -> str:
    return next((str(cell.text) for cell in table.cells if cell.row == row), "")


def _swapped(table: Table) -> Table:
    """With the rows of the name and the code, of the assets and the rating, of the promise and the recommendation."""
    rows = list(range(table.rows))
    for words in ("企业名称", "总资产", "真实性"):
        at = next((row for row in rows if _first_cell(table, row).startswith(words)), None)
        if at is not None:
            rows[at], rows[at + 1] = rows[at + 1], rows[at]
    cells = [replace(cell, row=new) for new, old in enumerate(rows) for cell in table.cells if cell.row == old]
    return replace(table, cells=tuple(cells))


def test_rows_may_stand_in_another_order(fill: Fill) -> None:
    assert _told(read_blocks(_with_tables(fill, _swapped), FORM)) == TOLD


def _pairs(table: Table) -> Iterator[tuple[str, list[Cell]]]:
    """(the label beside several rows, the other cells) of every row."""
    group = ""
    for row in range(table.rows):
        cells = [cell for cell in table.cells if cell.row == row]
        group = str(cells[0].text) if len(cells) == 5 else group if cells[0].col else ""
        yield group, cells[1:] if len(cells) == 5 else cells


def _beneath(table: Table) -> Table:
    """Rows of two labels and two values as a row of labels over a row of values."""
    made: list[Cell] = []
    at = 0
    for group, cells in _pairs(table):
        pairs = list(zip(cells[::2], cells[1::2], strict=True)) if len(cells) == 4 else []
        for n, (label, value) in enumerate(pairs):
            made += [Cell(at, n, word_text(group + str(label.text))), Cell(at + 1, n, value.text)]
        made.extend(replace(cell, row=at) for cell in cells if not pairs)
        at += 2 if pairs else 1
    return replace(table, rows=at, cells=tuple(sorted(made, key=lambda cell: (cell.row, cell.col))))


def test_values_may_stand_beneath_their_labels(fill: Fill) -> None:
    assert _told(read_blocks(_with_tables(fill, _beneath), FORM)) == TOLD


def _in_one_cell(table: Table) -> Table:
    """Label and value in one cell, a colon between them."""
    made: list[Cell] = []
    for row, (group, cells) in enumerate(_pairs(table)):
        pairs = list(zip(cells[::2], cells[1::2], strict=False)) if len(cells) in (2, 4) else []
        words = [f"{group}{label.text}：{value.text}" for label, value in pairs]
        made.extend(Cell(row, n, word_text(each)) for n, each in enumerate(words))
        made.extend(cell for cell in cells if not pairs)
    return replace(table, cells=tuple(made))


def test_label_and_value_may_share_a_cell(fill: Fill) -> None:
    read = read_blocks(_with_tables(fill, _in_one_cell), FORM)
    assert _told(read) == TOLD
    assert read["applicant.total_assets"].confidence >= 0.9


def test_a_value_in_another_cell_than_its_labels_is_doubtful(fill: Fill) -> None:
    """The rows of the assets and of the rating as one row, the other way round."""

    def jumbled(table: Table) -> Table:
        at = next((row for row in range(table.rows) if _first_cell(table, row).startswith("总资产")), None)
        own = [cell for cell in table.cells if at is not None and at <= cell.row <= at + 1]
        order = [own[n] for n in (4, 5, 6, 7, 0, 1, 2, 3)] if own else []
        before = [cell for cell in table.cells if at is None or cell.row < at]
        after = [cell for cell in table.cells if at is not None and cell.row > at + 1]
        return replace(table, cells=(*before, *(replace(cell, row=at or 0) for cell in order), *after))

    read = read_blocks(_with_tables(fill, jumbled), FORM)
    keys = ("applicant.total_assets", "applicant.debt_ratio", "applicant.credit_rating", "applicant.sales_last_year")
    assert not [key for key in keys if read[key].value != TOLD[key] and read[key].confidence >= 0.9]


def test_the_next_label_is_no_value_of_an_empty_place(fill: Fill) -> None:
    read = read_blocks(_with_tables(fill, _in_one_cell), FORM)
    assert read["contact.fax"].value is None


def test_a_figure_amid_a_label_makes_its_empty_place_doubtful(fill: Fill) -> None:
    """The label broke into two lines, and the figure beside them was taken for a third."""

    def amid(table: Table) -> Table:
        words = {"工业设备连接数量(个)": "工业设备连接\n5230\n数量(个)", "5230": ""}
        return replace(
            table,
            cells=tuple(
                replace(cell, text=word_text(words.get(str(cell.text), str(cell.text)))) for cell in table.cells
            ),
        )

    read = read_blocks(_with_tables(fill, amid), FORM)
    assert read["devices.total"].value == 5230 or read["devices.total"].confidence < EMPTY


def test_on_a_page_without_rulings_no_value_of_a_table_is_sure(fill: Fill) -> None:
    """Lines of neighbouring cells run into each other there; with colons they do not."""
    lines: dict[str, list[str]] = {"": [], "：": []}
    for block in fill(FORM, TOLD).pages[0].blocks:
        for colon, own in lines.items():
            rows = [[str(block.text)]] if isinstance(block, Paragraph) else [_row(block, n) for n in range(block.rows)]
            own.extend(f"{colon} ".join(row) for row in rows)
    for colon, sure in (("", False), ("：", True)):
        blocks = [
            Paragraph(Text((Piece(line, 1, BBox(50, 20 + 9 * n, 500, 28 + 9 * n)),)))
            for n, line in enumerate(lines[colon])
        ]
        page = Page(1, tuple(blocks), 595, 842, Frame.upright(595, 842), "text layer")
        book = read_book(Document("0" * 64, "application/pdf", (page,)), FORM)
        read = {value.key: value for value in book.fields}
        assert (read["applicant.address"].value, read["applicant.address"].confidence >= 0.9) == ("合肥市", sure)


def _row(table: Table, row: int) -> list[str]:
    return [str(cell.text) for cell in table.cells if cell.row == row]
