"""The batch as an Excel workbook: fields, a sheet a kind of list, findings, files. Cells can run nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from desk.reports.safe import printable
from pipeline.records import SEVERITIES, STATUSES, Finding, FormDef, Record
from pipeline.records.record import PARTLY_READ, READ

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "|", "%", "＝", "＋", "－", "＠")
"""Signs that begin a formula, the full-width ones too: Chinese input turns them into the others."""
_WIDEST = 60
_STATUS = {"filled": "已填", "blank": "空白", "none": "无", "unreadable": "无法辨认"}


def harmless(words: str) -> str:
    """The words so that no spreadsheet takes them for a formula: a leading sign gets an apostrophe before it.

    Numbers keep their minus: ``-12.5`` is no formula.
    """
    text = printable(words)
    number = text.lstrip("+-").replace(",", "").replace(".", "", 1).isdigit()
    if text.lstrip(" \n\u3000").startswith(_DANGEROUS) and not number and len(text) > 1:
        return "'" + text
    return text


class Workbook:
    """An export under way; one submission after the other, rows written as they come."""

    def __init__(self, path: Path, forms: Sequence[FormDef]) -> None:
        self._book = xlsxwriter.Workbook(str(path), {"constant_memory": True, "strings_to_formulas": False})
        self._head = self._book.add_format({"bold": True, "bg_color": "#E9EEF5", "border": 1})
        self._forms = {form.id: form for form in forms}
        self._sheets: dict[str, tuple[Any, int]] = {}
        self._sheet("字段", ("申报件", "表式", "栏目", "字段", "值", "单位", "原文", "状态", "把握", "文件", "位置"))
        self._sheet("问题", ("申报件", "级别", "类型", "说明", "状态", "位置"))
        self._sheet("文件", ("申报件", "文件", "页数", "结果", "原因"))

    def _sheet(self, name: str, head: Sequence[str]) -> None:
        sheet = self._book.add_worksheet(name[:31])
        sheet.freeze_panes(1, 0)
        for column, words in enumerate(head):
            sheet.set_column(column, column, min(_WIDEST, max(12, 3 * len(words))))
            sheet.write_string(0, column, words, self._head)
        self._sheets[name] = (sheet, 1)

    def _write(self, name: str, cells: Iterable[str | float | None]) -> None:
        sheet, row = self._sheets[name]
        for column, cell in enumerate(cells):
            if isinstance(cell, int | float) and not isinstance(cell, bool):
                sheet.write_number(row, column, cell)
            elif cell:
                sheet.write_string(row, column, harmless(str(cell))[:32_000])
        self._sheets[name] = (sheet, row + 1)

    def add(self, record: Record, findings: Sequence[Finding]) -> None:
        """Write one submission."""
        form = self._forms.get(record.form or "")
        paths = {file.sha256: file.path for file in record.files}
        for value in record.fields:
            defined = form.field(value.key) if form else None
            section = defined.section if defined else ""
            shown = "、".join(value.value) if isinstance(value.value, list) else value.value
            meant = {True: "是", False: "否"}.get(shown, "") if isinstance(shown, bool) else shown
            source = value.source
            place = source.where if source else ""
            self._write(
                "字段",
                (record.name, record.form, section, value.label, meant, value.unit, value.raw, _STATUS[value.status],
                 value.confidence, paths.get(source.sha256, "") if source else "", place),
            )  # fmt: skip
        for finding in findings:
            self._finding(record.name, finding, paths)
        for file in record.files:
            outcome = {READ: "已读取", PARTLY_READ: "部分读取"}.get(file.outcome, "未读取")
            self._write("文件", (record.name, file.path, file.pages, outcome, file.reason))
        self._lists(record, form)

    def _finding(self, name: str, finding: Finding, paths: Mapping[str, str]) -> None:
        sources = [each.source for each in finding.evidence if each.source and each.submission is None]
        places = dict.fromkeys(f"{paths.get(each.sha256, '')} {each.where}".strip() for each in sources)
        severity, status = SEVERITIES[finding.severity], STATUSES[finding.status]
        self._write("问题", (name, severity, finding.slug, finding.message, status, "、".join(places)))

    def _lists(self, record: Record, form: FormDef | None) -> None:
        for each in record.lists:
            definition = form.list(each.kind) if form else None
            columns = definition.columns if definition else ()
            title = definition.title if definition else each.kind
            if title not in self._sheets:
                self._sheet(title, ("申报件", "类别", *(column.names[0] for column in columns), "位置"))
            for row in each.rows:
                cells = (row.cells.get(column.key, "") for column in columns)
                self._write(title, (record.name, row.class_name, *cells, row.source.where))

    def close(self) -> None:
        """Finish the file."""
        self._book.close()
