"""Lists set without borders: columns of white, rows round their serial numbers."""

from __future__ import annotations

from extractors.lists import read_lists
from extractors.lists.free_lines import word_lines
from pipeline.document import BBox, Document, Frame, Page, Paragraph, Piece, Table, Text
from pipeline.records import FormDef

COLUMNS = (50.0, 100.0, 300.0, 380.0, 460.0)
HEAD = ("序号", "企业名称", "服务金额（万元）", "联系人", "联系电话")


def words(y: float, texts: tuple[str, ...], page: int = 1, xs: tuple[float, ...] = COLUMNS) -> list[Piece]:
    made = []
    for x, text in zip(xs, texts, strict=False):
        if text:
            made.append(Piece(text, page, BBox(x, y, x + 9 * len(text), y + 10)))
    return made


def line(y: float, *texts: str, page: int = 1) -> Paragraph:
    return Paragraph(Text(tuple(words(y, texts, page))))


def document(*pages: tuple[Paragraph | Table, ...]) -> Document:
    made = [Page(at, blocks, 595, 842, Frame.upright(595, 842)) for at, blocks in enumerate(pages, 1)]
    return Document("ab" * 32, "application/pdf", tuple(made))


def test_lines_in_columns_are_rows(form: FormDef) -> None:
    page = (
        line(40, "附件4"), line(60, "服务企业清单"), line(80, *HEAD),
        line(100, "1", "甲某有限公司", "12.5", "子", "13900000001"),
        line(120, "2", "乙某有限公司", "8", "丑", "13900000002"),
        line(400, "三、其他情况说明如下"),
    )  # fmt: skip
    reading = read_lists(document(page), form)
    (record,) = reading.lists
    assert [list(row.cells.values()) for row in record.rows] == [
        ["1", "甲某有限公司", "12.5", "子", "13900000001"],
        ["2", "乙某有限公司", "8", "丑", "13900000002"],
    ]
    assert reading.used == {(1, 0), (1, 1), (1, 2), (1, 3), (1, 4)}


def test_lines_above_and_below_the_number_belong_to_its_row(form: FormDef) -> None:
    page = (
        line(60, "服务企业清单"), line(80, *HEAD),
        line(100, "", "甲某重工（集"), line(106, "1", "", "12.5", "子", "13900000001"), line(112, "", "团）有限公司"),
        line(132, "", "乙某重工（集"), line(138, "2", "", "8", "丑", "13900000002"), line(144, "", "团）有限公司"),
    )  # fmt: skip
    (record,) = read_lists(document(page), form).lists
    assert [row.cells["name"] for row in record.rows] == ["甲某重工（集团）有限公司", "乙某重工（集团）有限公司"]


def test_names_that_never_stand_beside_a_number_say_where_their_column_begins(form: FormDef) -> None:
    """The head stands in the middle of a wide column; its texts begin close to the numbers, on lines of their own."""
    head, rows = (50.0, 150.0, 300.0, 380.0, 460.0), (50.0, 80.0, 300.0, 380.0, 460.0)

    def row(y: float, *texts: str) -> Paragraph:
        return Paragraph(Text(tuple(words(y, texts, xs=rows))))

    page = (
        line(60, "服务企业清单"), Paragraph(Text(tuple(words(80, HEAD, xs=head)))),
        row(100, "", "甲某重型制造（集"), row(106, "1", "", "12.5", "子", "13900000001"), row(112, "", "团）有限公司"),
        row(132, "", "乙某重型制造（集"), row(138, "2", "", "8", "丑", "13900000002"), row(144, "", "团）有限公司"),
    )  # fmt: skip
    (record,) = read_lists(document(page), form).lists
    assert [row.cells["name"] for row in record.rows] == [
        "甲某重型制造（集团）有限公司",
        "乙某重型制造（集团）有限公司",
    ]
    assert [row.cells["amount"] for row in record.rows] == ["12.5", "8"]


def test_next_page_goes_on_in_the_same_columns(form: FormDef) -> None:
    one = (line(60, "服务企业清单"), line(80, *HEAD), line(100, "1", "甲某有限公司", "12.5", "子", "13900000001"))
    two = (line(50, "2", "乙某有限公司", "8", "丑", "13900000002", page=2),)
    (record,) = read_lists(document(one, two), form).lists
    assert [(row.cells["serial"], row.source.page) for row in record.rows] == [("1", 1), ("2", 2)]


def test_class_headings_and_totals_between_the_lines(form: FormDef) -> None:
    head = line(80, "序号", "模型名称", "适用行业", "功能描述")
    page = (
        line(60, "工业模型清单"), head, line(100, "一、研发仿真模型"), line(120, "1", "应力模型", "机械", "算应力"),
        line(140, "小计", "", "1"), line(160, "二、业务流程模型"), line(180, "2", "审批模型", "化工", "批单据"),
    )  # fmt: skip
    (record,) = read_lists(document(page), form).lists
    assert [(row.class_name, row.cells["name"]) for row in record.rows] == [
        ("研发仿真模型", "应力模型"),
        ("业务流程模型", "审批模型"),
    ]


def glued(y: float, x: float, text: str, *after: str) -> Paragraph:
    """A line whose first cells were printed without white between them, then the last columns."""
    first = Piece(text, 1, BBox(x, y, x + 9 * len(text), y + 10))
    return Paragraph(Text((first, *words(y, ("", "", *after)))))


def test_cells_set_against_each_other_are_parted(form: FormDef) -> None:
    page = (
        line(60, "服务企业清单"), line(80, *HEAD),
        glued(100, 91, "1甲某有限公司", "12.5", "子", "13900000001"),
        glued(120, 91, "2乙某有限公司", "8", "丑", "13900000002"),
        glued(140, 91, "3丙某重工公司", "80", "寅", "13900000003"),
        glued(160, 82, "10丁某3厂", "6", "卯", "13900000004"),
    )  # fmt: skip
    (record,) = read_lists(document(page), form).lists
    found = [(row.cells["serial"], row.cells["name"]) for row in record.rows]
    assert found == [("1", "甲某有限公司"), ("2", "乙某有限公司"), ("3", "丙某重工公司"), ("10", "丁某3厂")]


def test_a_figure_in_the_middle_of_a_word_is_no_seam(form: FormDef) -> None:
    head = (*words(80, HEAD[:1]), Piece(HEAD[1], 1, BBox(136, 80, 172, 90)), *words(80, ("", "", *HEAD[2:])))
    rows = [line(y, str(n), f"甲某重工{n}厂公司", "8", "丑", "13900000002") for n, y in enumerate((100, 120, 140), 1)]
    (record,) = read_lists(document((line(60, "服务企业清单"), Paragraph(Text(head)), *rows)), form).lists
    assert [row.cells["name"] for row in record.rows] == [f"甲某重工{n}厂公司" for n in (1, 2, 3)]


def test_prose_stays_prose(form: FormDef) -> None:
    page = (
        line(60, "平台服务企业名称众多，联系人与联系电话见附件。"),
        line(80, "1", "建设目标"),
        line(100, "2", "建设内容"),
    )
    reading = read_lists(document(page), form)
    assert reading.lists == ()
    assert reading.used == frozenset()


def as_read(y: float, *runs: tuple[str, tuple[float, ...]]) -> Paragraph:
    """A line as recognisers give it: runs with the edges of their characters."""
    pieces = [Piece(text, 1, BBox(edges[0], y, edges[-1], y + 10), edges) for text, edges in runs]
    return Paragraph(Text(tuple(pieces)))


def test_a_head_that_a_detector_took_for_one_line_is_parted_and_put_together(form: FormDef) -> None:
    """序号, white, 企业名称 came as one run, 服务金额(万元) in three; columns are still those of the print."""
    head = as_read(
        80,
        ("序号", (50, 59, 100)),
        ("企业名称", (100, 109, 118, 127, 300)),
        ("服务", (300, 309, 318)),
        ("ID", (318, 323, 328)),
        ("金额", (328, 337, 346)),
        ("联系人", (380, 389, 398, 407)),
        ("联系电话", (460, 469, 478, 487, 496)),
    )
    rows = (
        line(100, "1", "甲某有限公司", "12.5", "子", "13900000001"),
        line(120, "2", "乙某有限公司", "8", "丑", "13900000002"),
    )
    (record,) = read_lists(document((line(60, "服务企业清单"), head, *rows)), form).lists
    assert [list(row.cells.values()) for row in record.rows] == [
        ["1", "甲某有限公司", "12.5", "子", "13900000001"],
        ["2", "乙某有限公司", "8", "丑", "13900000002"],
    ]


def test_heads_that_stand_close_by_are_parted_where_the_white_is_wider_than_characters_are_apart(form: FormDef) -> None:
    """As a detector gave it: boxes half as high again as print, 序号 and 企业名称 four fifths of a character apart."""
    head = as_read(
        80,
        ("序号企业名称", (50, 56.6, 68.6, 75.3, 81.9, 88.6, 95.2)),
        ("服务金额", (300, 309, 318, 327, 336)),
        ("联系人", (380, 389, 398, 407)),
        ("联系电话", (460, 469, 478, 487, 496)),
    )
    rows = [line(100 + 20 * n, str(n), "甲某有限公司", "12.5", "子", "13900000001") for n in range(1, 4)]
    (record,) = read_lists(document((line(60, "服务企业清单"), head, *rows)), form).lists
    assert [(row.cells["serial"], row.cells["name"]) for row in record.rows] == [
        (str(n), "甲某有限公司") for n in range(1, 4)
    ]


def test_the_first_row_may_begin_close_under_the_head(form: FormDef) -> None:
    page = (
        line(60, "服务企业清单"), line(80, *HEAD),
        line(89, "", "甲某重工（集"), line(95, "1", "", "12.5", "子", "13900000001"), line(101, "", "团）有限公司"),
    )  # fmt: skip
    (record,) = read_lists(document(page), form).lists
    assert [row.cells["name"] for row in record.rows] == ["甲某重工（集团）有限公司"]


def test_rows_that_neither_rules_nor_numbers_part_are_not_sure(form: FormDef) -> None:
    """A cell that wraps looks like a row of its own there."""
    xs = COLUMNS[1:]
    texts = (HEAD[1:], ("甲某有限公司", "12.5", "子", "13900000001"), ("乙某有限公司", "8", "丑", "13900000002"))
    page = [Paragraph(Text(tuple(words(80 + 20 * n, row, xs=xs)))) for n, row in enumerate(texts)]
    (record,) = read_lists(document((line(60, "服务企业清单"), *page)), form).lists
    assert [row.cells["name"] for row in record.rows] == ["甲某有限公司", "乙某有限公司"]
    assert all(row.confidence < 0.9 for row in record.rows)


def test_a_number_column_so_narrow_that_its_head_stands_in_two_lines(form: FormDef) -> None:
    """序 above and 号 below the line of the other heads, as cells that are centred have it."""
    page = (
        line(60, "服务企业清单"), line(82, "序"), line(88, "", *HEAD[1:]), line(94, "号"),
        line(116, "1", "甲某有限公司", "12.5", "子", "13900000001"),
        line(136, "2", "乙某有限公司", "8", "丑", "13900000002"),
    )  # fmt: skip
    (record,) = read_lists(document(page), form).lists
    assert [(row.cells["serial"], row.cells["name"]) for row in record.rows] == [
        ("1", "甲某有限公司"), ("2", "乙某有限公司"),
    ]  # fmt: skip


def test_a_running_head_ends_no_class(form: FormDef) -> None:
    def page(number: int, *lines: Paragraph) -> tuple[Paragraph, ...]:
        running = line(30, "某某平台申报材料", "", "内部资料", page=number)
        return (running, *lines)

    head = ("序号", "模型名称", "适用行业", "功能描述")
    one = page(
        1, line(60, "工业模型清单"), line(80, *head), line(100, "一、研发仿真模型"),
        line(120, "1", "应力模型", "机械", "算应力"), line(140, "2", "传热模型", "机械", "算传热"),
    )  # fmt: skip
    two = page(2, line(80, *head, page=2), line(100, "3", "疲劳模型", "机械", "算疲劳", page=2))
    (record,) = read_lists(document(one, two), form).lists
    assert [row.class_name for row in record.rows] == ["研发仿真模型"] * 3


def test_rows_at_the_same_place_of_pages_are_no_running_heads(form: FormDef) -> None:
    """They say the same but for their numbers."""
    head = ("序号", "企业名称", "服务金额（万元）")

    def page(number: int, *serials: int) -> tuple[Paragraph, ...]:
        rows = [
            line(70 + 20 * at, str(n), "某某重型机械有限公司", f"{n}.5", page=number) for at, n in enumerate(serials)
        ]
        return (line(30, "服务企业清单", page=number), line(50, *head, page=number), *rows)

    (record,) = read_lists(document(page(1, 1, 2, 3), page(2, 4, 5, 6), page(3, 7, 8)), form).lists
    assert [row.cells["serial"] for row in record.rows] == ["1", "2", "3", "4", "5", "6", "7", "8"]


def test_running_heads_count_pages(form: FormDef) -> None:
    head = ("序号", "模型名称", "适用行业", "功能描述")

    def page(number: int, *lines: Paragraph) -> tuple[Paragraph, ...]:
        return (line(30, f"某某平台申报材料（2023） 第{number}页", page=number), *lines)

    one = page(1, line(60, "工业模型清单"), line(80, *head), line(100, "一、研发仿真模型"),
               line(120, "1", "应力模型", "机械", "算应力"), line(140, "2", "传热模型", "机械", "算传热"))  # fmt: skip
    two = page(2, line(80, *head, page=2), line(100, "3", "疲劳模型", "机械", "算疲劳", page=2))
    (record,) = read_lists(document(one, two), form).lists
    assert [row.class_name for row in record.rows] == ["研发仿真模型"] * 3


def test_figures_set_to_the_right_stay_in_their_column(form: FormDef) -> None:
    """They end close to the next column and leave more white under the left half of their head than beside them."""
    head, rows = (50.0, 100.0, 250.0, 360.0, 460.0), (50.0, 100.0, 310.0, 345.0, 440.0)

    def row(y: float, *texts: str) -> Paragraph:
        return Paragraph(Text(tuple(words(y, texts, xs=rows))))

    page = (
        line(60, "服务企业清单"), Paragraph(Text(tuple(words(80, HEAD, xs=head)))),
        row(100, "1", "甲某有限公司", "2.5", "子某某", "13900000001"),
        row(120, "2", "乙某有限公司", "1.8", "丑某某", "13900000002"),
    )  # fmt: skip
    (record,) = read_lists(document(page), form).lists
    assert [(row.cells["amount"], row.cells["contact"]) for row in record.rows] == [
        ("2.5", "子某某"),
        ("1.8", "丑某某"),
    ]


def test_totals_in_the_middle_of_the_columns_are_no_part_of_the_last_row(form: FormDef) -> None:
    page = (
        line(60, "服务企业清单"), line(80, *HEAD), line(100, "1", "甲某有限公司", "12.5", "子", "13900000001"),
        line(120, "2", "乙某有限公司", "8", "丑", "13900000002"), line(140, "", "合计", "20.5"),
    )  # fmt: skip
    (record,) = read_lists(document(page), form).lists
    assert [(row.cells["name"], row.cells["amount"]) for row in record.rows] == [
        ("甲某有限公司", "12.5"), ("乙某有限公司", "8"),
    ]  # fmt: skip


def test_running_text_below_a_list_is_no_part_of_its_last_row(form: FormDef) -> None:
    text = "上述内容反映了平台近年来的建设成效后续将继续扩大服务范围提升服务质量带动更多企业"
    page = (
        line(60, "服务企业清单"), line(80, *HEAD), line(100, "1", "甲某有限公司", "12.5", "子", "13900000001"),
        line(120, "2", "乙某有限公司", "8", "丑", "13900000002"),
        Paragraph(Text(tuple(words(140, (text,), xs=(110.0,))))), line(155, "转型，数据来自后台记录"),
    )  # fmt: skip
    reading = read_lists(document(page), form)
    assert [row.cells["name"] for row in reading.lists[0].rows] == ["甲某有限公司", "乙某有限公司"]
    assert not reading.used & {(1, 4), (1, 5)}


def test_a_line_drawn_between_numbered_rows_parts_them(form: FormDef) -> None:
    """The white above a second line is no wider than that below it; the bracket of a number was read apart."""

    def numbered(y: float, number: str, *texts: str) -> Paragraph:
        bracket = Piece(")", 1, BBox(68, y, 72, y + 10))
        return Paragraph(Text((*words(y, (f"({number}", *texts)), bracket)))

    blocks = (
        line(60, "服务企业清单"), line(80, *HEAD), numbered(104, "1", "甲某有限公司", "12.5", "子", "13900000001"),
        line(124, "", "乙某重型机械制造（集"), numbered(130, "2", "", "8", "丑", "13900000002"),
        line(136, "", "团）有限公司"),
    )  # fmt: skip
    rules = (BBox(50, 120, 560, 120), BBox(50, 150, 560, 150))
    page = Page(1, blocks, 595, 842, Frame.upright(595, 842), rules=rules)
    (record,) = read_lists(Document("ab" * 32, "application/pdf", (page,)), form).lists
    assert [row.cells["name"] for row in record.rows] == ["甲某有限公司", "乙某重型机械制造（集团）有限公司"]


def test_a_word_that_begins_under_the_middle_of_its_head_moves_no_border(form: FormDef) -> None:
    """It lies on neither side of the strip in which the border is looked for."""
    second = (*words(120, ("2", "", "8", "丑", "13900000002")), Piece("乙某", 1, BBox(117.8, 120, 136, 130)))
    page = (
        line(60, "服务企业清单"), line(80, *HEAD), line(100, "1", "甲某有限公司", "12.5", "子", "13900000001"),
        Paragraph(Text(second)),
        line(140, "3", "丙某有限公司", "9", "寅", "13900000003"),
    )  # fmt: skip
    (record,) = read_lists(document(page), form).lists
    assert [(row.cells["serial"], row.cells["name"]) for row in record.rows] == [
        ("1", "甲某有限公司"), ("2", "乙某"), ("3", "丙某有限公司"),
    ]  # fmt: skip


def test_names_left_of_their_head_stay_apart_from_the_numbers(form: FormDef) -> None:
    """Between number and name there is less white than between the name and what stands under the head's middle."""
    head, rows = (50.0, 150.0, 300.0, 380.0, 460.0), (60.0, 76.0, 300.0, 380.0, 460.0)

    def row(y: float, *texts: str) -> Paragraph:
        return Paragraph(Text(tuple(words(y, texts, xs=rows))))

    page = (
        line(60, "服务企业清单"), Paragraph(Text(tuple(words(80, HEAD, xs=head)))),
        row(100, "1", "甲某", "12.5", "子", "13900000001"), row(120, "2", "乙某某", "8", "丑", "13900000002"),
    )  # fmt: skip
    (record,) = read_lists(document(page), form).lists
    assert [(row.cells["serial"], row.cells["name"]) for row in record.rows] == [("1", "甲某"), ("2", "乙某某")]


def test_a_class_that_stands_alone_in_another_column_is_a_heading(form: FormDef) -> None:
    """Its number, one stroke, was not read."""
    page = (
        line(60, "工业模型清单"), line(80, "序号", "模型名称", "适用行业", "功能描述"), line(100, "", "研发仿真模型"),
        line(120, "1", "应力模型", "机械", "算应力"), line(140, "2", "传热模型", "机械", "算传热"),
    )  # fmt: skip
    (record,) = read_lists(document(page), form).lists
    assert [(row.class_name, row.cells["name"]) for row in record.rows] == [
        ("研发仿真模型", "应力模型"), ("研发仿真模型", "传热模型"),
    ]  # fmt: skip


def test_a_head_over_some_heads_and_a_line_below_it(form: FormDef) -> None:
    """The line is drawn under the upper head only: it ends no head."""
    xs = (50.0, 100.0, 300.0, 400.0, 500.0)
    page = Page(
        1,
        (
            line(60, "服务企业清单"), Paragraph(Text(tuple(words(81, ("", "", "", "联系信息"), xs=(*xs[:3], 410.0))))),
            Paragraph(Text(tuple(words(90, HEAD[:3], xs=xs)))),
            Paragraph(Text(tuple(words(99, ("", "", "", *HEAD[3:]), xs=xs)))),
            Paragraph(Text(tuple(words(130, ("1", "甲某有限公司", "12.5", "子", "13900000001"), xs=xs)))),
            Paragraph(Text(tuple(words(150, ("2", "乙某有限公司", "8", "丑", "13900000002"), xs=xs)))),
        ),
        595, 842, Frame.upright(595, 842), rules=(BBox(395, 99, 600, 99), BBox(50, 116, 600, 116)),
    )  # fmt: skip
    (record,) = read_lists(Document("ab" * 32, "application/pdf", (page,)), form).lists
    assert [(row.cells["name"], row.cells["contact"], row.cells["phone"]) for row in record.rows] == [
        ("甲某有限公司", "子", "13900000001"), ("乙某有限公司", "丑", "13900000002"),
    ]  # fmt: skip


def test_white_between_a_figure_and_the_next_column_is_not_the_figures() -> None:
    """Engines say of a figure read with the next column's words that it reaches up to them."""
    edges = (345.0, 351.0, 357.0, 363.0, 380.0, 380.0, 389.0, 398.0, 407.0)
    both = Piece("84.0 闫军振", 1, BBox(345, 97, 407, 113), edges, reader="rapidocr")
    (found,) = word_lines([(0, Paragraph(Text((both,))))])
    assert [(word.piece.text, word.box.x1 < 375) for word in found.words] == [("84.0", True), ("闫军振", False)]
