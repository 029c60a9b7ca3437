"""One submission: page images left; fields, lists, findings, versions and history right."""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response

from desk.reports.chart import svg_chart
from desk.reports.content import report_content
from desk.web.serve import dossier_of, office_of, show
from pipeline.records import FieldValue, FormDef, ListRecord, Record

router = APIRouter()

_ROWS_AT_ONCE = 400
_REPORTS = {
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "核查报告.docx"),
    "notice": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "补正通知书.docx"),
    "html": ("text/html; charset=utf-8", "核查报告.html"),
}


def sections(record: Record, form: FormDef | None) -> list[tuple[str, list[FieldValue]]]:
    """The fields under the form's section headings, in the form's order."""
    order: dict[str, str] = {each.key: each.section for each in form.fields} if form else {}
    grouped: dict[str, list[FieldValue]] = {}
    for field in record.fields:
        grouped.setdefault(order.get(field.key, "其他"), []).append(field)
    return list(grouped.items())


@router.get("/submissions/{name}")
def submission(request: Request, name: str, file: str = "", page: int = 1, mark: str = "") -> HTMLResponse:
    """The submission, opened at a file (sha256) and page, with one place marked (``mark`` is x,y,w,h in percent)."""
    dossier = dossier_of(request, name)
    files = [each for each in dossier.record.read_files if each.pages]
    chosen = next((each for each in files if each.sha256 == file), files[0] if files else None)
    chart = ""
    if dossier.form is not None:
        chart = svg_chart(report_content(dossier.record, dossier.form, (), lambda _: None).comparisons)
    return show(
        request,
        "submission.html",
        dossier=dossier,
        record=dossier.record,
        files=files,
        chosen=chosen,
        page=page,
        mark=mark,
        sections=sections(dossier.record, dossier.form),
        chart=chart,
    )


@router.get("/submissions/{name}/lists/{kind}")
def rows(request: Request, name: str, kind: str, start: int = 0) -> JSONResponse:
    """Some rows of a list, for the page that scrolls through it: at most 400 from ``start`` on."""
    dossier = dossier_of(request, name)
    found = dossier.record.list(kind)
    if found is None:
        raise HTTPException(404, "没有这张清单")
    columns = _columns(found, dossier.form)
    some = found.rows[start : start + _ROWS_AT_ONCE]
    return JSONResponse(
        {
            "total": len(found.rows),
            "columns": columns,
            "rows": [
                {
                    "cells": [row.cells.get(key, "") for key, _ in columns],
                    "class": row.class_name or "",
                    "file": row.source.sha256,
                    "page": row.source.page,
                    "bbox": row.source.bbox,
                    "where": row.source.where,
                }
                for row in some
            ],
        }
    )


def _columns(found: ListRecord, form: FormDef | None) -> Sequence[tuple[str, str]]:
    definition = form.list(found.kind) if form else None
    if definition is not None:
        return [(column.key, column.names[0]) for column in definition.columns]
    return [(key, key) for key in (found.rows[0].cells if found.rows else ())]


@router.get("/submissions/{name}/report/{kind}")
def report(request: Request, name: str, kind: str) -> Response:
    """The report or the notice as a file."""
    if kind not in _REPORTS:
        raise HTTPException(404, "没有这种报告")
    dossier_of(request, name)
    media_type, _ = _REPORTS[kind]
    inline = "inline" if kind == "html" else "attachment"
    headers = {"Content-Disposition": f"{inline}; filename={kind}.{'html' if kind == 'html' else 'docx'}"}
    return Response(office_of(request).report(name, kind), media_type=media_type, headers=headers)
