"""Words stand where a viewer shows them, whatever the file says of its pages."""

from __future__ import annotations

from pathlib import Path

import pypdfium2 as pdfium
from fpdf import FPDF

from extractors.kinds import PDF
from extractors.read import read_pages
from pipeline.document import Page, Paragraph, Table


def _page(path: Path) -> Page:
    (page,) = read_pages(path, PDF, lambda: NotImplemented)
    return page


def _lines(page: Page) -> list[str]:
    return [str(block.text) for block in page.blocks if isinstance(block, Paragraph)]


def test_a_page_whose_size_is_inherited_is_measured_right(tmp_path: Path) -> None:
    book = FPDF(format="A4", unit="pt")
    book.add_page()
    book.set_font("helvetica", size=12)
    book.text(100, 700, "standing low")
    book.output(str(tmp_path / "a.pdf"))
    assert pdfium.PdfDocument(tmp_path / "a.pdf")[0].get_mediabox(fallback_ok=False) is None
    (block,) = _page(tmp_path / "a.pdf").blocks
    assert block.text.box is not None  # type: ignore[union-attr]
    assert block.text.box.y0 < 700 < block.text.box.y1  # type: ignore[union-attr]


def test_a_hyphen_at_the_end_of_a_line_is_kept(tmp_path: Path) -> None:
    book = FPDF(unit="pt")
    book.add_page()
    book.set_font("helvetica", size=12)
    book.text(100, 100, "linked by-")
    book.text(100, 114, "hand")
    book.output(str(tmp_path / "a.pdf"))
    assert "linked by-\nhand" in _lines(_page(tmp_path / "a.pdf"))


def test_a_border_right_under_a_title_is_no_underline(tmp_path: Path) -> None:
    book = FPDF(format="A4", unit="pt")
    book.add_page()
    book.set_font("helvetica", size=12)
    book.text(60, 98, "Annex three: list of everything")
    for column in range(4):
        for row in range(2):
            book.rect(60 + 40 * column, 100 + 30 * row, 40, 30)
            book.text(70 + 40 * column, 120 + 30 * row, f"{row}{column}")
    book.output(str(tmp_path / "a.pdf"))
    (table,) = (block for block in _page(tmp_path / "a.pdf").blocks if isinstance(block, Table))
    assert [(cell.row, cell.col, str(cell.text)) for cell in table.cells] == [
        (row, column, f"{row}{column}") for row in range(2) for column in range(4)
    ]


def test_a_slanting_watermark_is_no_text_of_the_page(tmp_path: Path) -> None:
    book = FPDF(format="A4", unit="pt")
    book.add_page()
    book.set_font("helvetica", size=12)
    for row in range(8):
        for column in range(3):
            book.rect(60 + 100 * column, 100 + 30 * row, 100, 30)
            book.text(70 + 100 * column, 120 + 30 * row, f"{row}{column}")
    with book.rotation(32, 70, 320):
        book.set_font("helvetica", size=40)
        book.text(70, 320, "for internal use")
    book.output(str(tmp_path / "a.pdf"))
    (table,) = (block for block in _page(tmp_path / "a.pdf").blocks if isinstance(block, Table))
    assert [str(cell.text) for cell in table.cells] == [f"{row}{column}" for row in range(8) for column in range(3)]


def test_a_value_underlined_with_the_blanks_beside_it_parts_no_cell(tmp_path: Path) -> None:
    book = FPDF(format="A4", unit="pt")
    book.add_page()
    book.set_font("helvetica", size=11)
    for column, words in enumerate((("code",), ("25260900-", "7"))):
        book.rect(60 + 70 * column, 100, 70, 36)
        for line, each in enumerate(words):
            left, width = 67 + 70 * column, book.get_string_width(each)
            book.text(left, 114 + 15 * line, each)
            if column:
                book.line(left - 3, 116 + 15 * line, left + width + 2, 116 + 15 * line)
    book.output(str(tmp_path / "a.pdf"))
    (table,) = (block for block in _page(tmp_path / "a.pdf").blocks if isinstance(block, Table))
    assert [str(cell.text).replace("\n", "") for cell in table.cells] == ["code", "25260900-7"]
