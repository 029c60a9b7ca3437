from __future__ import annotations

from extractors.layout.assemble import lay_out
from extractors.layout.rulings import Ruling, straighten
from pipeline.document import BBox, Paragraph, Piece, Table


def _grid(xs: list[float], ys: list[float]) -> list[Ruling]:
    across = [Ruling(xs[0], y, xs[-1], y) for y in ys]
    return across + [Ruling(x, ys[0], x, ys[-1]) for x in xs]


def _word(text: str, x: float, y: float) -> Piece:
    return Piece(text, 1, BBox(x, y, x + 10 * len(text), y + 10))


def _cells(table: Table) -> dict[tuple[int, int], str]:
    return {(cell.row, cell.col): str(cell.text) for cell in table.cells}


def _table(blocks: object) -> Table:
    assert isinstance(blocks, tuple)
    (found,) = [block for block in blocks if isinstance(block, Table)]
    return found


def test_words_go_into_the_cells_they_stand_in() -> None:
    pieces = [_word("序号", 12, 15), _word("名称", 62, 15), _word("1", 12, 45), _word("车床", 62, 45)]
    table = _table(lay_out(pieces, _grid([10, 60, 200], [10, 40, 70]), 400))
    assert _cells(table) == {(0, 0): "序号", (0, 1): "名称", (1, 0): "1", (1, 1): "车床"}


def test_a_run_across_a_border_is_cut_there_so_that_two_numbers_stay_two() -> None:
    run = Piece("3960704", 1, BBox(20, 15, 100, 25), edges=(20, 28, 36, 44, 60, 74, 86, 100))
    table = _table(lay_out([run], _grid([10, 60, 200], [10, 40]), 400))
    assert _cells(table) == {(0, 0): "3960", (0, 1): "704"}


def test_what_a_spreadsheet_prints_over_a_border_stays_with_its_cell_and_is_in_doubt() -> None:
    """任 begins before the border, and what comes after it was cut off; 79.3 is the next cell's."""
    text = "有限责任79.3"
    run = Piece(text, 1, BBox(20, 15, 98, 25), edges=(20, 30.5, 41, 51.5, 63, 71, 79, 87, 98))
    table = _table(lay_out([run], _grid([10, 54, 200], [10, 40]), 400))
    assert _cells(table) == {(0, 0): "有限责任", (0, 1): "79.3"}
    sure = {cell.col: min(piece.confidence for piece in cell.text.pieces) for cell in table.cells}
    assert sure[0] < 0.9 <= sure[1]


def test_of_a_scan_nobody_knows_which_side_of_a_border_a_character_begins() -> None:
    run = Piece("责任79", 1, BBox(20, 15, 98, 25), edges=(20, 51.5, 63, 71, 79), reader="rapidocr 3.9")
    table = _table(lay_out([run], _grid([10, 54, 200], [10, 40]), 400))
    assert _cells(table) == {(0, 0): "责", (0, 1): "任79"}


def test_a_missing_border_is_a_merge() -> None:
    rulings = [each for each in _grid([10, 60, 200], [10, 40, 70]) if each.horizontal or each.x0 != 60]
    rulings.append(Ruling(60, 40, 60, 70))
    table = _table(lay_out([_word("标题", 90, 15), _word("甲", 20, 45)], rulings, 400))
    (head,) = [cell for cell in table.cells if cell.row == 0]
    assert (head.col_span, str(head.text)) == (2, "标题")


def test_a_row_that_a_page_break_left_open_is_a_row() -> None:
    """Browsers draw no border there: verticals that go on beyond the last horizontal end where the page does."""
    rulings = [each for each in _grid([10, 60, 200], [10, 40, 70, 100]) if each.y0 != 10 and each.y1 != 10]
    rulings = [each for each in rulings if not (each.horizontal and each.y0 == 100)]
    rulings += [Ruling(x, 10, x, 100) for x in (10, 60, 200)]
    words = [_word(str(number), x, y) for number, (x, y) in enumerate((x, y) for y in (15, 45, 75) for x in (12, 62))]
    blocks = lay_out(words, rulings, 400)
    assert _cells(_table(blocks)) == {(0, 0): "0", (0, 1): "1", (1, 0): "2", (1, 1): "3", (2, 0): "4", (2, 1): "5"}
    assert len(blocks) == 1


def test_double_borders_and_small_gaps_are_one_line() -> None:
    lines = straighten([Ruling(0, 10, 50, 10), Ruling(52, 11, 100, 11), Ruling(0, 12, 100, 12)], horizontal=True)
    assert len(lines) == 1
    assert (lines[0].start, lines[0].end) == (0, 100)


def test_lines_of_one_cell_stay_in_order_though_their_boxes_overlap() -> None:
    upper = Piece("深圳天马铝业（集团）有限", 1, BBox(20, 12, 150, 24))
    lower = Piece("公司", 1, BBox(70, 20, 90, 32))
    table = _table(lay_out([lower, upper], _grid([10, 200], [10, 36]), 400))
    assert _cells(table)[0, 0].replace("\n", "") == "深圳天马铝业（集团）有限公司"


def test_a_page_number_is_no_text() -> None:
    blocks = lay_out([_word("正文内容", 20, 100), _word("— 3 —", 140, 385)], [], 400)
    roles = {str(block.text): block.role for block in blocks if isinstance(block, Paragraph)}
    assert roles == {"正文内容": "text", "— 3 —": "furniture"}


def test_columns_of_white_make_a_table_without_rulings() -> None:
    rows = [(str(n), 100.0 + 20 * n) for n in range(5)]
    pieces = [_word(words, x, y) for n, y in rows for words, x in ((n, 20), ("数控车床", 80), ("甲公司", 200))]
    table = _table(lay_out(pieces, [], 400))
    assert not table.ruled
    assert (table.rows, table.cols) == (5, 3)
