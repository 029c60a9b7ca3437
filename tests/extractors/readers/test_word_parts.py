"""What stands in a Word file where one forgets to look: styles' numbers, boxes in cells, tracked rows, pictures."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Cm
from PIL import Image

from extractors.readers.word import read_word
from extractors.told import told_of_notes
from pipeline.document import Page, Paragraph, Table
from pipeline.problems import EmptyFileError, UnsupportedFileError

_BOX = (
    f'<w:r {nsdecls("w")}><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox><w:txbxContent>'
    "<w:p><w:r><w:t>{}</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
)


def _read(document: Document, folder: Path) -> Page:
    document.save(str(folder / "a.docx"))
    (page,) = read_word(folder / "a.docx")
    return page


def _lines(page: Page) -> list[str]:
    return [str(block.text) for block in page.blocks if isinstance(block, Paragraph)]


def _picture() -> BytesIO:
    buffer = BytesIO()
    Image.new("RGB", (60, 84), "white").save(buffer, "PNG")
    buffer.seek(0)
    return buffer


def test_a_style_numbers_its_paragraphs_and_those_of_styles_based_on_it(tmp_path: Path) -> None:
    document = docx.Document()
    own = document.styles.add_style("自定", 1)
    own.base_style = document.styles["List Number"]
    for style in ("List Number", "自定", "List Number 2", "List Bullet", "List Number"):
        document.add_paragraph("甲", style=style)
    assert _lines(_read(document, tmp_path)) == ["1.甲", "2.甲", "1.甲", "甲", "3.甲"]


def test_a_paragraph_may_refuse_its_styles_number(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("甲", style="List Number")
    without = document.add_paragraph("乙", style="List Number")
    without._p.get_or_add_pPr().append(parse_xml(f'<w:numPr {nsdecls("w")}><w:numId w:val="0"/></w:numPr>'))
    assert _lines(_read(document, tmp_path)) == ["1.甲", "乙"]


def test_styles_based_on_each_other_end(tmp_path: Path) -> None:
    document = docx.Document()
    one, two = document.styles.add_style("一", 1), document.styles.add_style("二", 1)
    one.base_style, two.base_style = two, one
    document.add_paragraph("甲", style="一")
    assert _lines(_read(document, tmp_path)) == ["甲"]


def test_a_text_box_in_a_cell_is_read_with_the_cell(tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(1, 2)
    table.cell(0, 0).text = "单位"
    table.cell(0, 1).paragraphs[0]._p.append(parse_xml(_BOX.format("远桥公司")))
    (block,) = (each for each in _read(document, tmp_path).blocks if isinstance(each, Table))
    assert [str(cell.text) for cell in block.cells] == ["单位", "远桥公司"]


def test_a_box_within_a_box_is_read_once(tmp_path: Path) -> None:
    document = docx.Document()
    outer = parse_xml(_BOX.format("外"))
    next(outer.iter("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}p")).append(
        parse_xml(_BOX.format("内"))
    )
    document.add_paragraph("正文")._p.append(outer)
    assert _lines(_read(document, tmp_path)) == ["正文", "外", "内"]


def test_a_row_whose_deletion_is_tracked_is_gone(tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(3, 1)
    for number, row in enumerate(table.rows):
        row.cells[0].text = f"第{number}行"
    table.rows[1]._tr.get_or_add_trPr().append(parse_xml(f'<w:del {nsdecls("w")} w:id="1" w:author="甲"/>'))
    (block,) = (each for each in _read(document, tmp_path).blocks if isinstance(each, Table))
    assert [(cell.row, str(cell.text)) for cell in block.cells] == [(0, "第0行"), (1, "第2行")]


def test_scanned_pages_pasted_into_a_text_are_told(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("附件如下")
    document.add_picture(_picture(), width=Cm(15))
    page = _read(document, tmp_path)
    assert "图中文字未读取" in told_of_notes(page.notes)
    small = docx.Document()
    small.add_paragraph("附件如下")
    small.add_picture(_picture(), width=Cm(3))
    assert told_of_notes(_read(small, tmp_path).notes) == ""


def test_a_file_of_pictures_alone_is_not_called_empty(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_picture(_picture(), width=Cm(3))
    with pytest.raises(UnsupportedFileError, match="只有图片"):
        _read(document, tmp_path)
    with pytest.raises(EmptyFileError):
        _read(docx.Document(), tmp_path)
