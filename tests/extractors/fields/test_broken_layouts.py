"""Books whose layout suffered: wrapped, without borders, cut by pages, misread, in another order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from extractors.fields.book import read_book
from extractors.fields.regrid import split_tall_cells
from pipeline.document import BBox, Block, Cell, Document, Page, Paragraph, Piece, Table, Text
from pipeline.records import FieldValue
from pipeline.records import Value as RecordValue
from pipeline.records.load import load_form
from tests.extractors.fields.in_word import read_blocks, word_text

Fill = Callable[..., Document]
FORM = load_form("anhui-2023")
VALUES: dict[str, RecordValue] = {
    "applicant.name": "云岭重工机械有限公司", "applicant.sales_last_year": 3837.1, "contact.phone": "0551-62870001",
    "devices.total": 5230, "apps.total": 13, "platform.iaas": "租用", "platform.iaas_provider": "河谷云",
    "ip.patents_or_copyrights": 33, "narrative.plan": "两年内建成标识解析节点。",
}  # fmt: skip


def _told(read: dict[str, FieldValue]) -> dict[str, RecordValue]:
    return {key: read[key].value for key in VALUES}


def _blocks(fill: Fill) -> list[Block]:
    return list(fill(FORM, VALUES).pages[0].blocks)


def _reworded(block: Block, change: Callable[[str], str]) -> Block:
    if isinstance(block, Paragraph):
        return replace(block, text=word_text(change(str(block.text))))
    return replace(block, cells=tuple(replace(cell, text=word_text(change(str(cell.text)))) for cell in block.cells))


def test_lines_may_wrap_anywhere(fill: Fill) -> None:
    def wrapped(words: str) -> str:
        return "\n".join(words[n : n + 5] for n in range(0, len(words), 5))

    read = read_blocks([_reworded(block, wrapped) for block in _blocks(fill)], FORM)
    assert _told(read) == VALUES


def test_tables_may_have_lost_their_borders(fill: Fill) -> None:
    lines: list[Block] = []
    for block in _blocks(fill):
        if isinstance(block, Paragraph):
            lines.append(block)
            continue
        for row in range(block.rows):
            words = "  ".join(str(cell.text) for cell in block.cells if cell.row == row)
            lines.append(Paragraph(word_text(words)))
    assert _told(read_blocks(lines, FORM)) == VALUES


def test_misread_labels_do_not_move_values(fill: Fill) -> None:
    swaps = str.maketrans({"业": "亚", "量": "星", "末": "未", "总": "息", "（": "(", "企": "全"})

    def misread(words: str) -> str:
        return words if words in {str(value) for value in VALUES.values()} else words.translate(swaps)

    assert _told(read_blocks([_reworded(block, misread) for block in _blocks(fill)], FORM)) == VALUES


def test_a_row_cut_by_a_page_is_one_row(fill: Fill) -> None:
    blocks: list[Block] = []
    for block in _blocks(fill):
        at = _row_of(block, "拥有行业创新")
        blocks.extend([block] if at is None or not isinstance(block, Table) else _cut(block, at))
    assert len(blocks) == len(_blocks(fill)) + 1
    assert _told(read_blocks(blocks, FORM)) == VALUES


def test_every_other_page_may_cut_a_row(fill: Fill) -> None:
    form = load_form("guangdong-2018")
    counts = [each.key for each in form.fields if each.kind == "integer"]
    told = {key: 10 + n for n, key in enumerate(counts)}
    blocks = [part for block in fill(form, told).pages[0].blocks for part in _cut_often(block)]
    document = Document("0" * 64, "docx", (Page(1, tuple(blocks), reader="docx"),))
    read = {value.key: value.value for value in read_book(document, form).fields}
    assert {key: read[key] for key in counts} == told


def test_tables_on_one_page_stay_apart(fill: Fill) -> None:
    """A cover of one-row tables fits the form a little better as one table; that is no reason to make it one."""
    told: dict[str, RecordValue] = {"cover.applicant": "云岭重工", "cover.platform_name": "云岭平台"}
    blocks: list[Block] = []
    for block in fill(FORM, told).pages[0].blocks:
        label, _, value = str(block.text).partition(" ") if isinstance(block, Paragraph) else ("", "", "")
        row = tuple(Cell(0, n, word_text(words)) for n, words in enumerate((label, value)))
        blocks.append(Table(1, 2, row) if len(blocks) < 8 and value in told.values() else block)
    assert sum(isinstance(block, Table) and block.rows == 1 for block in blocks) == 2
    read = read_blocks(blocks, FORM)
    assert {key: read[key].value for key in told} == told


def _cut_often(block: Block) -> list[Block]:
    """Cut in every third row: its longest cell goes on below, its others stay above."""
    if not isinstance(block, Table):
        return [block]
    parts: list[Block] = []
    rest = block
    for row in range(block.rows - 2, 1, -3):
        longest = max((cell for cell in rest.cells if cell.row == row), key=lambda cell: len(str(cell.text)))
        words = str(longest.text)
        if len(words) < 12:
            continue
        below = [replace(longest, row=0, text=word_text(words[8:]))]
        below += [replace(cell, row=cell.row - row) for cell in rest.cells if cell.row > row]
        above = [replace(cell, text=word_text(words[:8])) if cell is longest else cell for cell in rest.cells]
        parts.insert(0, replace(rest, rows=rest.rows - row, cells=tuple(below)))
        rest = replace(rest, rows=row + 1, cells=tuple(cell for cell in above if cell.row <= row))
    return [replace(part, page=page) for page, part in enumerate([rest, *parts], 1) if isinstance(part, Table)]


def test_a_label_beside_many_rows_may_go_on_over_the_page(fill: Fill) -> None:
    form = load_form("guangdong-2018")
    told: dict[str, RecordValue] = {"devices.total": 7, "sensors.points": 6, "devices.manageable": 12}
    blocks = [part for block in fill(form, told).pages[0].blocks for part in _cut_between_rows(block)]
    read = read_blocks(blocks, form)
    assert {key: read[key].value for key in told} == told


def _cut_between_rows(block: Block) -> list[Block]:
    """The table of abilities cut after its first row, amid the note of the cell that stands beside all of its rows."""
    if not isinstance(block, Table) or "基础共性能力" not in str(block.cells[0].text):
        return [block]
    words = str(block.cells[0].text)
    above = [
        replace(cell, text=word_text(words[:30])) if not cell.col else cell for cell in block.cells if not cell.row
    ]
    note = Cell(0, 0, word_text(words[30:]), row_span=block.rows - 1)
    below = [note, *(replace(cell, row=cell.row - 1) for cell in block.cells if cell.row)]
    upper, lower = replace(block, rows=1, cells=tuple(above)), replace(block, rows=block.rows - 1, cells=tuple(below))
    return [replace(upper, page=1), replace(lower, page=2)]


def test_a_label_may_go_on_over_the_page_beside_one_row_above_and_one_below(fill: Fill) -> None:
    form = load_form("guangdong-2018")
    told: dict[str, RecordValue] = {"industry.apps": 34, "industry.enterprises": 20, "industry.coverage": 9.4}
    blocks = [part for block in fill(form, told).pages[0].blocks for part in _cut_within_coverage(block)]
    read = read_blocks(blocks, form)
    assert {key: read[key].value for key in told} == told


def _cut_within_coverage(block: Block) -> list[Block]:
    """The table of abilities cut between the users and their coverage, amid the words of the cell beside both."""
    at = _row_of(block, "企业用户覆盖率")
    if at is None or not isinstance(block, Table):
        return [block]
    upper = [cell for cell in block.cells if cell.row < at]
    label = next(cell for cell in upper if str(cell.text).startswith("行业用户覆盖能力"))
    above = [replace(cell, text=word_text("行业用户覆")) if cell is label else cell for cell in upper]
    below = [replace(cell, row=cell.row - at) for cell in block.cells if cell.row >= at]
    rest = replace(label, row=0, text=word_text(str(label.text)[5:]))
    return [
        replace(block, rows=at, cells=tuple(above), page=1),
        replace(block, rows=block.rows - at, cells=(rest, *below), page=2),
    ]


def _row_of(block: Block, words: str) -> int | None:
    cells = block.cells if isinstance(block, Table) else ()
    return next((cell.row for cell in cells if words in str(cell.text)), None)


def _cut(table: Table, at: int) -> list[Block]:
    """Two tables: the label of row ``at`` breaks after nine characters, the value stays above."""
    upper, lower = [cell for cell in table.cells if cell.row < at], []
    for cell in (cell for cell in table.cells if cell.row == at):
        words = str(cell.text)
        label = words.startswith("拥有")
        upper.append(replace(cell, text=word_text(words[:9] if label else words)))
        lower.append(replace(cell, row=0, text=word_text(words[9:]) if label else Text()))
    lower += [replace(cell, row=cell.row - at) for cell in table.cells if cell.row > at]
    return [
        replace(table, rows=at + 1, cells=tuple(upper), page=1),
        replace(table, rows=table.rows - at, cells=tuple(lower), page=2),
    ]


def test_a_label_that_is_gone_makes_its_value_doubtful(fill: Fill) -> None:
    def without(words: str) -> str:
        return "" if words == "工业设备连接数量(个)" else words

    assert read_blocks([_reworded(block, without) for block in _blocks(fill)], FORM)["devices.total"].confidence < 0.9


@pytest.mark.parametrize(("empty", "ticked"), [("○", "●"), ("□", "▇"), ("◇", "◆")])
def test_rings_and_discs_are_boxes_where_the_form_prints_boxes(fill: Fill, empty: str, ticked: str) -> None:
    drawn = str.maketrans({"□": empty, "☑": ticked})
    read = read_blocks([_reworded(block, lambda words: words.translate(drawn)) for block in _blocks(fill)], FORM)
    assert _told(read) == VALUES
    assert read["platform.iaas"].confidence >= 0.9


def test_empty_cells_after_a_value_do_not_take_it_away(fill: Fill) -> None:
    def padded(block: Block) -> Block:
        if not isinstance(block, Table):
            return block
        shifted = [replace(cell, col=8 * cell.col) for cell in block.cells]
        empty = [Cell(cell.row, cell.col + n, Text()) for cell in shifted for n in range(1, 5)]
        cells = sorted((*shifted, *empty), key=lambda cell: (cell.row, cell.col))
        return replace(block, cols=8 * block.cols, cells=tuple(cells))

    assert _told(read_blocks([padded(block) for block in _blocks(fill)], FORM)) == VALUES


def test_what_swallowed_the_print_beside_it_is_doubtful(fill: Fill) -> None:
    form = load_form("guangdong-2018")
    blocks = list(fill(form, {"platform.type_industry": "石化"}).pages[0].blocks)
    broken = [_reworded(block, lambda words: words.replace("石化）", "石化）（ 面")) for block in blocks]
    document = Document("0" * 64, "docx", (Page(1, tuple(broken), reader="docx"),))
    read = {value.key: value for value in read_book(document, form).fields}
    assert read["platform.type_industry"].confidence < 0.9


def test_labels_may_be_worded_longer(fill: Fill) -> None:
    longer = {"职务": "职务/职称", "手机": "手机号码", "总资产（万元）": "企业总资产（万元）", "传真": "传真号码"}
    told = {**VALUES, "contact.title": "A", "contact.mobile": "13900000001", "applicant.total_assets": 4370}

    def reworded(words: str) -> str:
        return longer.get(words, words)

    read = read_blocks([_reworded(block, reworded) for block in fill(FORM, told).pages[0].blocks], FORM)
    assert {key: read[key].value for key in told} == told


def test_a_unit_may_stand_behind_the_value_and_not_in_the_label(fill: Fill) -> None:
    def moved(words: str) -> str:
        return words.replace("(个)", "").replace("(项)", "").replace("5230", "5,230个").replace("13", "13个")

    blocks = [_reworded(block, moved) if isinstance(block, Table) else block for block in _blocks(fill)]
    read = read_blocks(blocks, FORM)
    assert _told(read) == VALUES
    assert min(read[key].confidence for key in ("devices.total", "apps.total")) >= 0.9


def test_words_before_the_next_label_are_not_the_value_above_them(fill: Fill) -> None:
    told: dict[str, RecordValue] = {"cover.applicant": "云岭重工", "cover.platform_name": "云岭平台"}
    blocks = fill(FORM, told).pages[0].blocks
    read = read_blocks(
        [_reworded(each, lambda words: words.replace("平台名称 云", "工业互联网平台名称 云")) for each in blocks], FORM
    )
    assert {key: read[key].value for key in told} == told


def test_a_value_with_one_border_only_is_doubtful(fill: Fill) -> None:
    form = load_form("guangdong-2018")
    blocks = [
        _reworded(block, lambda words: words.replace("总资产(万元)", "资产总额(万元)"))
        for block in fill(form, {"applicant.total_assets": 4370}).pages[0].blocks
    ]
    document = Document("0" * 64, "docx", (Page(1, tuple(blocks), reader="docx"),))
    sure = {value.key: value.value for value in read_book(document, form).fields if value.confidence >= 0.9}
    assert sure.get("contact.email") is None
    assert sure.get("applicant.total_assets") in (None, 4370)


def test_other_papers_around_the_book_do_not_disturb(fill: Fill) -> None:
    before = [Paragraph(word_text("关于报送材料的函。现将我公司材料报上，请审阅。"))] * 20
    after = [Paragraph(word_text("附件6：企业相关资质")), Paragraph(word_text("营业执照副本。证照编号一二三四。"))] * 10
    assert _told(read_blocks([*before, *_blocks(fill), *after], FORM)) == VALUES


def _piece(words: str, x: float, y: float) -> Piece:
    return Piece(words, 1, BBox(x, y, x + 10 * len(words), y + 10))


@pytest.fixture
def broken_grid() -> Table:
    """Two rows whose right halves were left in one tall cell, in a table 400 points wide."""
    pieces = (_piece("甲值", 110, 0), _piece("丙标", 250, 1), _piece("乙值", 110, 20), _piece("丁标", 250, 21))
    label = [Cell(row, 0, Text((_piece(words, 0, 20 * row),)), box=BBox(0, 20 * row, 100, 20 * row + 19))
             for row, words in enumerate(("甲标", "乙标"))]  # fmt: skip
    tall = Cell(0, 1, Text(pieces), row_span=2, box=BBox(100, 0, 400, 39))
    return Table(2, 2, (label[0], tall, label[1]), page=1, box=BBox(0, 0, 400, 39))


def test_tall_cells_are_told_apart_by_the_rows_beside_them(broken_grid: Table) -> None:
    cells = [(cell.row, str(cell.text)) for cell in split_tall_cells(broken_grid).cells]
    assert cells == [(0, "甲标"), (0, "甲值"), (0, "丙标"), (1, "乙标"), (1, "乙值"), (1, "丁标")]


def test_a_narrow_cell_of_figures_is_told_apart() -> None:
    label = [Cell(row, 0, Text((_piece(words, 0, 20 * row),)), box=BBox(0, 20 * row, 100, 20 * row + 19))
             for row, words in enumerate(("甲标", "乙标"))]  # fmt: skip
    figures = Cell(0, 1, Text((_piece("7", 120, 0), _piece("4", 120, 20))), row_span=2, box=BBox(100, 0, 150, 39))
    split = split_tall_cells(Table(2, 2, (label[0], figures, label[1]), page=1, box=BBox(0, 0, 400, 39)))
    assert [(cell.row, str(cell.text)) for cell in split.cells] == [(0, "甲标"), (0, "7"), (1, "乙标"), (1, "4")]


@pytest.mark.parametrize(
    ("written", "meant"), [("河谷云 —", "河谷云"), ("河谷云──", "河谷云"), ("—", None), ("AA-", "AA-")]
)
def test_what_is_left_of_a_blanks_line_is_no_part_of_the_value(fill: Fill, written: str, meant: str | None) -> None:
    blocks = [_reworded(block, lambda words: words.replace("河谷云", written)) for block in _blocks(fill)]
    assert read_blocks(blocks, FORM)["platform.iaas_provider"].value == meant


def test_a_number_over_two_lines_is_doubtful(fill: Fill) -> None:
    broken = [_reworded(block, lambda words: words.replace("5230", "52\n30")) for block in _blocks(fill)]
    assert read_blocks(_blocks(fill), FORM)["devices.total"].confidence >= 0.9
    assert read_blocks(broken, FORM)["devices.total"].confidence < 0.9


def test_a_narrow_label_that_spans_rows_is_left_whole(broken_grid: Table) -> None:
    wide = replace(broken_grid, box=BBox(0, 0, 2000, 39))
    assert split_tall_cells(wide) is wide
