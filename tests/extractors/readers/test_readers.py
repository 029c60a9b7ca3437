from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path

import docx
import pytest
import xlsxwriter
from fpdf import FPDF
from lxml import etree

from extractors.kinds import media_type_of
from extractors.read import count_pages, read_pages
from extractors.readers.sheet import shown
from extractors.readers.ticks import with_tick_boxes
from pipeline.document import Page, Paragraph, Table
from pipeline.font import font_path
from pipeline.ports import OcrEngine
from pipeline.problems import (
    DamagedFileError,
    EmptyFileError,
    EncryptedFileError,
    UnsafeFileError,
    UnsupportedFileError,
)


def _no_engine() -> OcrEngine:
    raise AssertionError("no pixels have to be read here")


def _read(path: Path) -> list[Page]:
    return list(read_pages(path, media_type_of(path), _no_engine))


def _tables(page: Page) -> list[Table]:
    return [block for block in page.blocks if isinstance(block, Table)]


def _pdf(path: Path) -> Path:
    book = FPDF(format="A4")
    book.add_font("cjk", fname=str(font_path()))
    book.set_font("cjk", size=11)
    book.add_page()
    book.multi_cell(0, 8, "工业设备清单", align="C", new_x="LMARGIN", new_y="NEXT")
    with book.table(first_row_as_headings=False) as table:
        for row in (("序号", "名称", "选择"), ("1", "数控车床", "■是 □否"), ("2", "注塑机", "□是 ■否")):
            table.row(row)
    book.output(str(path))
    return path


def test_a_pdf_with_a_text_layer_is_read_without_an_engine(tmp_path: Path) -> None:
    (page,) = _read(_pdf(tmp_path / "a.pdf"))
    (table,) = _tables(page)
    assert [str(cell.text) for cell in table.cells] == [
        "序号", "名称", "选择", "1", "数控车床", "☑是 □否", "2", "注塑机", "□是 ☑否",
    ]  # fmt: skip
    assert all(cell.box is not None for cell in table.cells)
    assert str(page.blocks[0].text) == "工业设备清单" if isinstance(page.blocks[0], Paragraph) else False


def test_what_is_struck_out_and_a_watermark_are_no_words_of_a_pdf(tmp_path: Path) -> None:
    book = FPDF(format="A4")
    book.add_font("cjk", fname=str(font_path()))
    book.add_page()
    book.set_font("cjk", size=11)
    book.text(30, 40, "总资产 999 14208")
    width = book.get_string_width("总资产 ")
    book.line(30 + width, 38.6, 30 + width + book.get_string_width("999"), 38.6)
    book.set_font("cjk", size=60)
    with book.rotation(35, 60, 60):
        book.text(30, 60, "内部资料")
    book.output(str(tmp_path / "a.pdf"))
    (page,) = _read(tmp_path / "a.pdf")
    assert [str(block.text).split() for block in page.blocks if isinstance(block, Paragraph)] == [["总资产", "14208"]]


def test_a_turned_pdf_page_is_read_as_it_is_shown(tmp_path: Path) -> None:
    import pypdfium2 as pdfium

    document = pdfium.PdfDocument(_pdf(tmp_path / "a.pdf"))
    document[0].set_rotation(90)
    document.save(str(tmp_path / "turned.pdf"))
    (page,) = _read(tmp_path / "turned.pdf")
    assert page.width > page.height
    assert page.frame is not None


def test_word_keeps_merges_controls_symbols_and_locators(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("一、基本信息", 1)
    table = document.add_table(rows=2, cols=3)
    table.cell(0, 0).merge(table.cell(1, 0)).text = "联系人"
    table.cell(0, 1).text, table.cell(0, 2).text = "姓名", "☑自建 ☐合作"
    table.cell(1, 1).merge(table.cell(1, 2)).text = "丙"
    control = etree.fromstring(
        '<w:sdt xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
        'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"><w:sdtPr><w14:checkbox>'
        '<w14:checked w14:val="1"/></w14:checkbox></w:sdtPr><w:sdtContent><w:r><w:t>☒</w:t></w:r>'
        "</w:sdtContent></w:sdt>"
    )
    document.add_paragraph("是否具备：")._p.append(control)
    document.save(str(tmp_path / "a.docx"))
    (page,) = _read(tmp_path / "a.docx")
    (found,) = _tables(page)
    spans = {(cell.row, cell.col): (cell.row_span, cell.col_span, str(cell.text)) for cell in found.cells}
    assert spans[0, 0] == (2, 1, "联系人")
    assert spans[1, 1] == (1, 2, "丙")
    assert spans[0, 2][2] == "☑自建 □合作"
    assert found.cells[1].locator == "table[1]/row[1]/cell[2]"
    last = page.blocks[-1]
    assert isinstance(last, Paragraph)
    assert str(last.text) == "是否具备：☑"
    assert page.frame is None


def test_hidden_words_are_not_read(tmp_path: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("设备127台")
    paragraph.add_run("，隐藏88").font.hidden = True
    paragraph.add_run("。").font.hidden = False
    document.save(str(tmp_path / "a.docx"))
    (page,) = _read(tmp_path / "a.docx")
    (shown_only,) = page.blocks
    assert isinstance(shown_only, Paragraph)
    assert str(shown_only.text) == "设备127台。"


def test_percents_and_months_of_a_sheet_are_read_as_they_are_shown(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"))
    sheet = book.add_worksheet("申报书")
    for row, (value, code) in enumerate(
        (
            (0.431, "0.00%"),
            (0.5, "General"),
            (date(2020, 7, 1), 'yyyy"年"m"月"'),
            (date(2020, 7, 1), "yyyy/m/d"),
        )
    ):
        sheet.write(row, 0, value, book.add_format({"num_format": code}))
    book.close()
    (page,) = _read(tmp_path / "a.xlsx")
    assert [str(cell.text) for cell in _tables(page)[0].cells] == ["43.1%", "0.5", "2020-07", "2020-07-01"]


def test_sheets_are_shown_as_excel_shows_them(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"))
    sheet = book.add_worksheet("附件1")
    sheet.merge_range(0, 0, 0, 2, "工业设备清单")
    for column, value in enumerate(("序号", "名称", "金额")):
        sheet.write(1, column, value)
    sheet.write(2, 0, 1)
    sheet.write(2, 1, "车床")
    sheet.write(2, 2, 79.3)
    book.close()
    (page,) = _read(tmp_path / "a.xlsx")
    (table,) = _tables(page)
    assert page.name == "附件1"
    assert [(str(cell.text), cell.locator) for cell in table.cells][-3:] == [
        ("1", "附件1!A3"),
        ("车床", "附件1!B3"),
        ("79.3", "附件1!C3"),
    ]
    assert table.cells[0].col_span == 3


@pytest.mark.parametrize(("value", "text"), [(79.30000000000001, "79.3"), (12000.0, "12000"), (None, ""), (True, "是")])
def test_numbers_have_no_noise(value: object, text: str) -> None:
    assert shown(value) == text


def test_a_row_of_a_csv_ends_at_a_line_end_and_at_no_other_break(tmp_path: Path) -> None:
    """Other breaks come with cells that were pasted from slides and pages; a row broken in two counts twice."""
    written = '序号,名称,数量\r\n1,"数控\n车床",12\r\n2,注塑\u2028机,7\r\n3,冲\x0b床,8\r\n4,铣\x85床,9\r\n'
    (tmp_path / "a.csv").write_bytes(written.encode())
    (page,) = _read(tmp_path / "a.csv")
    (found,) = _tables(page)
    assert found.rows == 5
    assert [cell.locator for cell in found.cells if cell.col == 2] == ["CSV!C1", "CSV!C2", "CSV!C3", "CSV!C4", "CSV!C5"]
    assert ["".join(str(cell.text).split()) for cell in found.cells if cell.col == 1][1:3] == ["数控车床", "注塑机"]


def test_a_csv_with_the_line_ends_of_old_systems_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes("序号,名称\r1,数控车床\r".encode())
    (page,) = _read(tmp_path / "a.csv")
    assert _tables(page)[0].rows == 2


def test_a_csv_of_a_chinese_system_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes("序号,名称\n1,数控车床\n".encode("gb18030"))
    (page,) = _read(tmp_path / "a.csv")
    assert [str(cell.text) for cell in _tables(page)[0].cells] == ["序号", "名称", "1", "数控车床"]


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("□√是 ☐否", "☑是 □否"),
        ("[√]有", "☑有"),
        ("\uf0fe是 \uf0a8否", "☑是 □否"),
        ("■自建", "☑自建"),
        ("无框", "无框"),
        ("[ ]是 [√]否", "□是 ☑否"),
        ("【　】自建 【√】租用", "□自建 ☑租用"),
        ("函数() 说明（）", "函数() 说明（）"),
    ],
)
def test_every_way_of_ticking_is_one_character(written: str, plain: str) -> None:
    assert with_tick_boxes(written) == plain


def test_broken_files_are_refused_by_name(tmp_path: Path) -> None:
    whole = _pdf(tmp_path / "a.pdf").read_bytes()
    document = docx.Document()
    document.add_paragraph("甲" * 4000)
    document.save(str(tmp_path / "whole.docx"))
    word = (tmp_path / "whole.docx").read_bytes()
    for name, data, problem in (
        ("empty.pdf", b"", EmptyFileError),
        ("text.pdf", "这不是 PDF".encode(), UnsupportedFileError),
        ("cut.docx", word[: len(word) // 2], DamagedFileError),
        ("cut.pdf", whole[:60], DamagedFileError),
        ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, UnsupportedFileError),
    ):
        path = tmp_path / name
        path.write_bytes(data)
        with pytest.raises(problem):
            _read(path)


def test_a_pdf_with_a_password_is_refused(tmp_path: Path) -> None:
    book = FPDF()
    book.set_encryption(owner_password="a", user_password="b")
    book.add_page()
    book.output(str(tmp_path / "locked.pdf"))
    with pytest.raises(EncryptedFileError):
        count_pages(tmp_path / "locked.pdf", media_type_of(tmp_path / "locked.pdf"))


def test_a_part_that_defines_entities_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "evil.docx", "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')
    with pytest.raises(UnsafeFileError):
        media_type_of(tmp_path / "evil.docx")
