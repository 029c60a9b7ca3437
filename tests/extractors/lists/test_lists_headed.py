"""Lists of which only the head has borders, or only the rows."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from extractors.lists import read_lists
from pipeline.document import BBox, Cell, Document, Frame, Page, Paragraph, Piece, Table, Text
from pipeline.records import FormDef

HEAD = ("序号", "企业名称", "联系人", "联系电话", "服务金额（万元）")
"""In another order than the form's."""
KEYS = ("serial", "name", "contact", "phone", "amount")
ROWS = [("1", "甲某有限公司", "子", "13900000001", "12.5"), ("2", "乙某有限公司", "丑", "13900000002", "8")]
Tables = Callable[..., Table]


def _words(y: float, texts: tuple[str, ...]) -> tuple[Piece, ...]:
    """Each in the middle of one of five columns of 100 points."""
    made = []
    for n, text in enumerate(texts):
        x = 100 * n + 100 - 4.5 * len(text)
        made.append(Piece(text, 1, BBox(x, y, x + 9 * len(text), y + 10)))
    return tuple(made)


def _line(y: float, *texts: str) -> Paragraph:
    return Paragraph(Text(_words(y, texts)))


def _head(make_table: Tables) -> Table:
    """A table of the head alone."""
    table = make_table(1, [HEAD], top=80.0)
    cells = (Cell(0, n, Text((each,)), 1, 1, table.cells[n].box) for n, each in enumerate(_words(84, HEAD)))
    return Table(1, 5, tuple(cells), 1, table.box, None, ruled=True)


def _one_cell(table: Table, row: int, *lines: tuple[Piece, ...]) -> Table:
    """The table with another row of one cell over all columns."""
    assert table.box is not None
    box = BBox(50, lines[0][0].box.y0 - 4, 550, lines[-1][0].box.y1 + 4)  # type: ignore[union-attr]
    pieces = [piece for n, line in enumerate(lines) for piece in (*((Piece("\n"),) if n else ()), *line)]
    cell = Cell(row, 0, Text(tuple(pieces)), 1, table.cols, box)
    cells = sorted((*table.cells, cell), key=lambda each: each.row)
    return Table(table.rows + 1, table.cols, tuple(cells), 1, table.box.union(box), None, ruled=True)


def _read(form: FormDef, *blocks: Paragraph | Table) -> list[list[str]]:
    page = Page(1, blocks, 595, 842, Frame.upright(595, 842))
    reading = read_lists(Document("ab" * 32, "application/pdf", (page,)), form)
    return [[row.cells.get(key, "") for key in KEYS] for record in reading.lists for row in record.rows]


def test_a_head_right_above_a_table_is_its_head(form: FormDef) -> None:
    """Its columns are as wide as the table's and not as its words would have them."""
    xs = (50.0, 80.0, 330.0, 400.0, 500.0, 550.0)

    def cell(row: int, n: int, text: str) -> Cell:
        box = BBox(xs[n], 100 + 20 * row, xs[n + 1], 120 + 20 * row)
        return Cell(row, n, Text((Piece(text, 1, box),)), 1, 1, box)

    cells = tuple(cell(at, n, text) for at, row in enumerate(ROWS) for n, text in enumerate(row))
    head = [
        Piece(text, 1, BBox((one + two) / 2 - 10, 84, (one + two) / 2 + 10, 94))
        for text, (one, two) in zip(HEAD, pairwise(xs), strict=True)
    ]
    table = Table(2, 5, cells, 1, BBox(50, 100, 550, 140), None, ruled=True)
    assert _read(form, _line(60, "服务企业清单"), Paragraph(Text(tuple(head))), table) == [list(row) for row in ROWS]


def test_a_head_whose_borders_do_not_show_is_dealt_to_the_columns(form: FormDef, make_table: Tables) -> None:
    body = make_table(1, ROWS, top=100.0)
    shifted = tuple(Cell(c.row + 1, c.col, c.text, 1, 1, c.box) for c in body.cells)
    table = _one_cell(Table(2, 5, shifted, 1, body.box, None, ruled=True), 0, _words(84, HEAD))
    assert _read(form, _line(60, "服务企业清单"), table) == [list(row) for row in ROWS]


def test_rows_without_borders_below_a_head_that_has_some(form: FormDef, make_table: Tables) -> None:
    below = (_line(110 + 20 * n, *row) for n, row in enumerate(ROWS))
    assert _read(form, _line(60, "服务企业清单"), _head(make_table), *below) == [list(row) for row in ROWS]


def test_rows_in_a_frame_below_a_head(form: FormDef, make_table: Tables) -> None:
    more = [*ROWS, ("3", "丙某有限公司", "寅", "13900000003", "9")]
    lines = [_words(110 + 20 * n, row) for n, row in enumerate(more)]
    table = _one_cell(_head(make_table), 1, *lines)
    assert _read(form, _line(60, "服务企业清单"), table) == [list(row) for row in more]


def test_an_empty_head_above_headings_and_tables_stays_a_table(form: FormDef, make_table: Tables) -> None:
    head = make_table(1, [("序号", "模型名称", "适用行业", "功能描述")], top=80.0)
    body = make_table(1, [("1", "应力模型", "机械", "算应力"), ("2", "传热模型", "机械", "算传热")], top=130.0)
    found = _read(form, _line(60, "工业模型清单"), head, _line(108, "一、研发仿真模型"), body)
    assert [row[1] for row in found] == ["应力模型", "传热模型"]
