"""Papers from the pages: report, notice, recommendation table, the batch as Excel. Each download is in the audit."""

from __future__ import annotations

from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Literal

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import FileResponse, Response
from starlette.background import BackgroundTask

from desk.web.serve import as_download, disposition, dossier_of, needs, office_of, viewer_of

router = APIRouter()

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_REPORTS = {"docx": "核查报告.docx", "notice": "补正通知书.docx", "html": "核查报告.html"}
_HTML_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox"


@router.get("/submissions/{name}/report/{kind}", dependencies=[needs("see"), needs("report")])
def report(request: Request, name: str, kind: str) -> Response:
    """The report or the notice as a file; the HTML report is shown."""
    if kind not in _REPORTS:
        raise HTTPException(404, "没有这种报告")
    dossier, office = dossier_of(request, name), office_of(request)
    try:
        data = office.papers.report(name, kind, [each.finding for each in dossier.findings])
    except KeyError as error:
        raise HTTPException(409, "表式未识别，不能生成报告") from error
    office.people.note(viewer_of(request).who, f"生成{_REPORTS[kind]}", name)
    title = f"{name}-{_REPORTS[kind]}"
    if kind != "html":
        return as_download(data, _WORD, title)
    headers = {"Content-Disposition": disposition(title, "inline"), "Content-Security-Policy": _HTML_POLICY}
    return Response(data, media_type="text/html; charset=utf-8", headers=headers)


@router.get("/recommendations/{form}.{kind}", dependencies=[needs("see"), needs("export")])
def recommendations(request: Request, form: str, kind: Literal["docx", "xlsx"], recommender: str = "") -> Response:
    """The 推荐汇总表 of a form."""
    office = office_of(request)
    data = office.papers.recommendations(form, kind, _names(request), recommender)
    office.people.note(viewer_of(request).who, f"导出推荐汇总表（{form}）")
    return as_download(data, _WORD if kind == "docx" else _EXCEL, f"推荐汇总表-{form}.{kind}")


@router.get("/batch.xlsx", dependencies=[needs("see"), needs("export")])
def workbook(request: Request) -> Response:
    """The whole batch as Excel, personal data with it."""
    office = office_of(request)
    with NamedTemporaryFile(suffix=".xlsx", delete=False) as made:
        path = Path(made.name)
    office.papers.workbook(_names(request), path)
    office.people.note(viewer_of(request).who, "导出全批 Excel（含个人信息）")
    headers = {"Content-Disposition": disposition("核数导出.xlsx")}
    return FileResponse(path, media_type=_EXCEL, headers=headers, background=BackgroundTask(path.unlink))


def _names(request: Request) -> list[str]:
    lines = office_of(request).glance.lines(viewer_of(request).person.city)
    return [line.name for line in lines]
