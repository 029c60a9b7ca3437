"""The review report as a Word file that an office would put on file."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

import docx
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import _Cell, _Row

from desk.reports.chart import png_chart
from desk.reports.content import Comparison, FindingPart, ListFigures, ReportContent, Side
from desk.reports.safe import printable

_HEAD_FILL = "E8EDF4"
_RED = RGBColor(0xB0, 0x1E, 0x1E)


def blank_office_document() -> WordDocument:
    """A4 with an office's margins, Song type for text and Hei type for headings."""
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.6)
    for name, face in (("Normal", "宋体"), ("Heading 1", "黑体"), ("Heading 2", "黑体"), ("Title", "黑体")):
        style = document.styles[name]
        style.font.name = face
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), face)
    document.styles["Normal"].font.size = Pt(11)
    return document


def add_table(
    document: WordDocument, head: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float]
) -> None:
    """A ruled table with a shaded head that comes again on each page; ``widths`` of the columns in centimetres."""
    table = document.add_table(rows=1, cols=len(head))
    table.style, table.autofit = "Table Grid", False
    _repeat_on_each_page(table.rows[0])
    for cell, words in zip(table.rows[0].cells, head, strict=True):
        cell.paragraphs[0].add_run(words).bold = True
        _shade(cell)
    for row in rows:
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = printable(words)
    for each in table.rows:
        for cell, width in zip(each.cells, widths, strict=True):
            cell.width = Cm(width)
    document.add_paragraph().paragraph_format.space_after = Pt(0)


def _repeat_on_each_page(row: _Row) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001 - python-docx has no other name for it


def _shade(cell: _Cell) -> None:
    shade = OxmlElement("w:shd")
    shade.set(qn("w:val"), "clear")
    shade.set(qn("w:fill"), _HEAD_FILL)
    cell._tc.get_or_add_tcPr().append(shade)  # noqa: SLF001 - as above


def _finding(document: WordDocument, part: FindingPart) -> None:
    heading = document.add_paragraph()
    run = heading.add_run(f"{part.number}. [{part.severity}] {printable(part.message)}")
    run.bold = True
    if part.severity == "严重":
        run.font.color.rgb = _RED
    heading.add_run(f"（{part.status}）")
    for side in part.sides:
        _side(document, side)


def _side(document: WordDocument, side: Side) -> None:
    document.add_paragraph(f"{side.side}：{printable(side.text)}（{printable(side.place)}）", style="List Bullet")
    if side.picture is not None:
        width = min(15.0, side.picture.width / 60)
        document.add_picture(BytesIO(side.picture.png), width=Cm(width))


def _comparisons(document: WordDocument, comparisons: Sequence[Comparison]) -> None:
    rows = []
    for each in comparisons:
        claimed = "未填报" if each.claimed is None else f"{each.claimed:,.0f}"
        gap = 0.0 if each.claimed is None else each.counted - each.claimed
        shown = "—" if each.claimed is None else f"{gap:+,.0f}" if gap else "一致"
        rows.append((each.title, claimed, f"{each.counted:,}", shown))
    add_table(document, ("指标", "申报数", "清单行数", "差额"), rows, (8.2, 2.5, 2.6, 2.5))
    chart = png_chart(comparisons)
    if chart is not None:
        document.add_picture(BytesIO(chart), width=Cm(15))


def _lists(document: WordDocument, figures: Sequence[ListFigures]) -> None:
    if not figures:
        document.add_paragraph("没有读到清单。")
        return
    rows = [(each.title, f"{each.rows:,}", each.classes, each.gaps) for each in figures]
    add_table(document, ("清单", "行数", "分类统计", "未填的格"), rows, (4.0, 1.8, 6.0, 4.0))


def word_report(content: ReportContent) -> bytes:
    """The report as docx bytes."""
    document = blank_office_document()
    document.add_heading("申报材料核查报告", 0).alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.add_paragraph(f"申报件：{printable(content.submission)}    表式：{content.form_title}")
    document.add_heading("一、基本情况", 1)
    add_table(document, ("项目", "填报内容"), content.cover, (5.0, 10.8))
    document.add_heading("二、核查发现", 1)
    if not content.findings:
        document.add_paragraph("未发现问题。")
    for part in content.findings:
        _finding(document, part)
    document.add_heading("三、申报数与清单对照", 1)
    _comparisons(document, content.comparisons)
    document.add_heading("四、清单统计", 1)
    _lists(document, content.lists)
    document.add_heading("五、未能确认的内容", 1)
    _doubtful(document, content)
    return _bytes(document)


def _doubtful(document: WordDocument, content: ReportContent) -> None:
    if not content.doubtful and not content.refused:
        document.add_paragraph("全部内容均已识别。")
    if content.doubtful:
        document.add_paragraph("以下内容识别结果不够可靠，请对照原件人工核对：")
        add_table(document, ("项目", "识别结果", "位置"), content.doubtful, (5.4, 4.8, 5.6))
    if content.refused:
        document.add_paragraph("以下文件未能读取：")
        add_table(document, ("文件", "原因"), content.refused, (7.0, 8.8))


def _bytes(document: WordDocument) -> bytes:
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()
