"""The table of recommendations that a recommending unit sends in, made from the records of its applicants."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import docx
import xlsxwriter
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

from pipeline.problems import UsageError
from pipeline.records import FormDef, ListDef, Record

FIELDS: Mapping[str, tuple[str, ...]] = {
    "platform": (r"platform\.name", r"cover\.platform_name", r"cover\.project_name"),
    "applicant": (r"applicant\.name", r"cover\.applicant"),
    "contact": (r"contact\.name",),
    "mobile": (r"contact\.mobile",),
    "type": (r"platform\.type", r"cover\.platform_type"),
    "joint": (r"joint\[\d+\]\.name",),
}
"""Which fields fill a column of the table, as patterns of keys, the first that says something wins."""

_BLANK_ROWS = 2


@dataclass(frozen=True, slots=True)
class RecommendationTable:
    """The table as it is printed: title, heads, and one row for each record in the order of recommendation."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    recommender: str = ""
    contact: str = ""
    phone: str = ""


def recommendation_table(
    records: Sequence[Record], form: FormDef, *, recommender: str = "", contact: str = "", phone: str = ""
) -> RecommendationTable:
    """The table of ``form`` for these records, in the order given, which is the order of recommendation.

    Raises:
        UsageError: the form has no table of recommendations, or a record is of another form.
    """
    definition = next((each for each in form.lists if each.recommendations), None)
    if definition is None:
        raise UsageError(f"表单 {form.id} 没有推荐汇总表")
    strangers = [record.name for record in records if record.form != form.id]
    if strangers:
        raise UsageError("以下申报不属于该表单：" + "、".join(strangers))
    heads = tuple(column.names[0] for column in definition.columns)
    rows = tuple(_row(number, record, definition) for number, record in enumerate(records, 1))
    return RecommendationTable(definition.title, heads, rows, recommender, contact, phone)


def _row(number: int, record: Record, definition: ListDef) -> tuple[str, ...]:
    return tuple(
        str(number) if column.key == "serial" else _cell(record, FIELDS.get(column.key, ()))
        for column in definition.columns
    )


def _cell(record: Record, patterns: Sequence[str]) -> str:
    """What the record's fields say, several joined by 、; empty where nothing is known, never a guess."""
    for pattern in patterns:
        fields = (each for each in record.fields if re.fullmatch(pattern, each.key) and each.status == "filled")
        said = [str(each.value) for each in fields if each.value]
        if said:
            return "、".join(said)
    return ""


def write_docx(table: RecommendationTable, path: Path) -> None:
    """Write the table as the form's attachment 3 in Word."""
    document = docx.Document()
    document.add_paragraph("附件 3")
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = title.add_run(table.title)
    run.bold, run.font.size = True, Pt(16)
    for line in _lines(table):
        document.add_paragraph(line)
    grid = document.add_table(rows=0, cols=len(table.heads), style="Table Grid")
    for row in (table.heads, *table.rows, *_blank(table)):
        cells = grid.add_row().cells
        for cell, text in zip(cells, row, strict=True):
            cell.text = text
    document.save(str(path))


def write_xlsx(table: RecommendationTable, path: Path) -> None:
    """Write the table as a workbook; every cell is text, so that nothing is taken for a formula."""
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False}) as workbook:
        sheet = workbook.add_worksheet("推荐汇总表")
        bold = workbook.add_format({"bold": True, "align": "center", "valign": "vcenter", "font_size": 14})
        ruled = workbook.add_format({"border": 1, "text_wrap": True, "valign": "vcenter", "num_format": "@"})
        sheet.merge_range(0, 0, 0, len(table.heads) - 1, table.title, bold)
        lines = _lines(table)
        for at, line in enumerate(lines, 1):
            sheet.write_string(at, 0, line)
        for at, row in enumerate((table.heads, *table.rows, *_blank(table)), len(lines) + 1):
            for col, text in enumerate(row):
                sheet.write_string(at, col, text, ruled)
        sheet.set_column(0, 0, 8)
        sheet.set_column(1, len(table.heads) - 1, 24)


def _lines(table: RecommendationTable) -> tuple[str, ...]:
    return (f"推荐单位（盖章）：{table.recommender}", f"联系人：{table.contact}", f"联系方式：{table.phone}")


def _blank(table: RecommendationTable) -> list[tuple[str, ...]]:
    """Numbered empty rows where nobody is recommended yet, as the printed table has them."""
    if table.rows:
        return []
    rest = ("",) * (len(table.heads) - 1)
    return [(str(number), *rest) for number in range(1, _BLANK_ROWS + 1)]
