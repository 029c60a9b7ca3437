from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO

import docx
import pikepdf
import pytest
from PIL import Image

from desk.pictures import crop_with_mark, render_page
from desk.reports.chart import png_chart, svg_chart
from desk.reports.content import Comparison, ListFigures, report_content
from desk.reports.html import html_report
from desk.reports.notice import for_the_applicant, word_notice
from desk.reports.word import word_report
from pipeline.document import Source
from pipeline.problems import DamagedFileError, UnsupportedFileError
from pipeline.records import (
    ColumnDef,
    Evidence,
    FieldDef,
    FieldValue,
    FileEntry,
    Finding,
    FormDef,
    ListDef,
    ListRecord,
    Record,
    Row,
)

_SHA = "ab" * 32
_NAME = "虚构\u202e科技<script>"
_PLACE = Source(_SHA, 1, (0.2, 0.3, 0.4, 0.34), reader="text layer", text="<b>50</b>")


def _form() -> FormDef:
    fields = (
        FieldDef("cover.applicant", "申报单位（盖章）", "text", section="封面"),
        FieldDef("cover.applicant_seal", "公章", "bool", section="封面"),
        FieldDef("devices.total", "设备数量", "integer", "台"),
    )
    lists = (ListDef("devices", "附件1", "工业设备清单", (), claimed_by={"": "devices.total"}),)
    return FormDef("made-up", "虚构平台申报书", "虚构省", 2030, fields, lists, ())


def _record() -> Record:
    fields = (
        FieldValue(
            "cover.applicant", "申报单位（盖章）", "虚构\u202e科技<script>", "虚构\u202e科技<script>", "filled", 0.99
        ),
        FieldValue("devices.total", "设备数量", 50, "50", "filled", 0.6, "台", (_PLACE,)),
    )
    rows = tuple(Row({"serial": str(n)}, _PLACE) for n in range(1, 37))
    files = (
        FileEntry("申报书.pdf", _SHA, "application/pdf", pages=3),
        FileEntry("坏.pdf", "", "application/pdf", outcome="damaged", reason="文件已损坏或不完整"),
    )
    return Record("甲", "made-up", files, fields, (ListRecord("devices", rows),))


_SHORT = Finding(
    "HC1",
    "count-below-claim",
    "high",
    "申报设备50台，清单只有36行",
    ("devices.total", "devices"),
    (Evidence("申报值", "<b>50</b>", _PLACE), Evidence("附件清单", "36行")),
)
_SHARED = Finding("HC2", "shared-contact", "medium", "与另一单位联系电话相同", ("contact.mobile",))
_BLANK = Finding("HC3", "field-missing", "medium", "未填写传真", ("contact.fax",))


def _picture(_: Source) -> object:
    return crop_with_mark(Image.new("RGB", (400, 600), "white"), (0.2, 0.3, 0.4, 0.34))


def test_the_report_shows_both_sides_with_their_place_and_picture() -> None:
    content = report_content(_record(), _form(), [_BLANK, _SHORT], _picture)  # type: ignore[arg-type]
    assert [part.severity for part in content.findings] == ["严重", "一般"]
    first = content.findings[0]
    assert [side.place for side in first.sides] == ["申报书.pdf 第1页", "—"]
    assert first.sides[0].picture is not None
    assert content.comparisons == (Comparison("设备数量", 50.0, 36),)
    assert content.doubtful == (("设备数量", "50", "申报书.pdf 第1页"),)
    assert content.refused == (("坏.pdf", "文件已损坏或不完整"),)


def test_a_list_is_told_in_figures() -> None:
    columns = (ColumnDef("serial", ("序号",)), ColumnDef("name", ("设备名称",)))
    form = replace(_form(), lists=(ListDef("devices", "附件1", "工业设备清单", columns),))
    rows = [Row({"serial": str(n), "name": "" if n % 5 == 0 else "机床"}, _PLACE, _class(n)) for n in range(1, 1201)]
    content = report_content(replace(_record(), lists=(ListRecord("devices", rows),)), form, [], _picture)  # type: ignore[arg-type]
    (figures,) = content.lists
    assert figures == ListFigures("工业设备清单", 1200, "加工设备 900、运行设备 300", "设备名称 240")
    assert "加工设备 900、运行设备 300" in html_report(content)
    tables = docx.Document(BytesIO(word_report(content))).tables
    cells = [cell.text for table in tables for row in table.rows for cell in row.cells]
    assert cells[cells.index("工业设备清单") :][:4] == [
        "工业设备清单",
        "1,200",
        "加工设备 900、运行设备 300",
        "设备名称 240",
    ]


def _class(number: int) -> str:
    return "运行设备" if number % 4 == 0 else "加工设备"


def test_words_from_files_can_run_nothing_in_the_page() -> None:
    page = html_report(report_content(_record(), _form(), [_SHORT], _picture))  # type: ignore[arg-type]
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
    assert "&lt;b&gt;50&lt;/b&gt;" in page
    assert "data:image/png;base64," in page


def test_the_word_report_holds_every_section_and_no_hidden_characters() -> None:
    data = word_report(report_content(_record(), _form(), [_SHORT], _picture))  # type: ignore[arg-type]
    document = docx.Document(BytesIO(data))
    words = "\n".join(each.text for each in document.paragraphs)
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert "1. [严重] 申报设备50台，清单只有36行（待核实）" in words
    assert "虚构科技<script>" in cells
    assert [cell.text for cell in document.tables[1].rows[1].cells] == ["设备数量", "50", "36", "-14"]
    assert len(document.inline_shapes) == 2


def test_the_notice_asks_for_what_the_applicant_can_mend_only() -> None:
    missing, differing = for_the_applicant([_SHORT, _SHARED, _BLANK])
    assert ([each.slug for each in missing], [each.slug for each in differing]) == (
        ["field-missing"],
        ["count-below-claim"],
    )
    data = word_notice(_record(), _form(), [_SHORT, _SHARED, _BLANK], date(2030, 9, 8), date(2030, 9, 1))
    document = docx.Document(BytesIO(data))
    words = "\n".join(each.text for each in document.paragraphs)
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert "请于2030年9月8日前提交补正材料" in words
    assert "申报书.pdf 第1页" in cells
    assert not any("另一单位" in cell for cell in cells)


def test_the_chart_draws_what_was_claimed_and_counted() -> None:
    svg = svg_chart([Comparison("设备<数量>", 50.0, 36), Comparison("模型", None, 3)])
    assert "申报 50" in svg
    assert "清单 36" in svg
    assert "未填报" in svg
    assert "设备&lt;数量&gt;" in svg
    png = png_chart([Comparison("设备", 50.0, 36)])
    assert png is not None
    assert Image.open(BytesIO(png)).getpixel((400, 10)) == (0x5B, 0x8F, 0xF9)
    assert png_chart([]) is None


def test_the_mark_is_drawn_round_the_evidence() -> None:
    picture = crop_with_mark(Image.new("RGB", (1000, 1000), "white"), (0.4, 0.5, 0.6, 0.52))
    image = Image.open(BytesIO(picture.png))
    reds = [x for x in range(image.width) if image.getpixel((x, image.height // 2)) == (214, 40, 40)]
    assert reds
    assert 190 <= max(reds) - min(reds) <= 215


def test_a_page_is_shown_with_the_signature_that_lies_over_it() -> None:
    book = pikepdf.new()
    book.add_blank_page(page_size=(200, 200))
    shown = book.make_stream(b"1 0 0 rg 0 0 50 50 re f")
    shown["/Type"], shown["/Subtype"] = pikepdf.Name.XObject, pikepdf.Name.Form
    shown["/BBox"] = pikepdf.Array([0, 0, 50, 50])
    signature = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Widget, FT=pikepdf.Name.Sig, T=pikepdf.String("章"), F=4,
        Rect=pikepdf.Array([100, 100, 150, 150]), AP=pikepdf.Dictionary(N=shown),
    )  # fmt: skip
    book.pages[0]["/Annots"] = pikepdf.Array([book.make_indirect(signature)])
    buffer = BytesIO()
    book.save(buffer)
    picture = render_page(buffer.getvalue(), "application/pdf", 1, dpi=72)
    assert picture.getpixel((125, 75)) == (255, 0, 0)
    assert picture.getpixel((50, 150)) == (255, 255, 255)


def test_what_has_no_pages_is_refused_by_name() -> None:
    with pytest.raises(UnsupportedFileError):
        render_page(b"PK", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", 1)
    with pytest.raises(DamagedFileError):
        render_page(b"%PDF-1.7 nothing", "application/pdf", 1)
    buffer = BytesIO()
    Image.new("RGB", (30, 20), "white").save(buffer, "PNG")
    assert render_page(buffer.getvalue(), "image/png", 1).size == (30, 20)
    with pytest.raises(DamagedFileError):
        render_page(buffer.getvalue(), "image/png", 2)
