"""One submission: its sheets left; fields, lists, findings, thresholds, versions and history right."""

from __future__ import annotations

from collections import Counter

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from pydantic import BaseModel, Field

from desk.office.dossiers import Dossier, columns_of
from desk.office.naming import naming_of
from desk.reports.chart import svg_chart
from desk.web.finding import by_gravity
from desk.web.serve import dossier_of, needs, office_of, show, viewer_of
from desk.web.words import shown
from pipeline.checks.assess import VERDICTS
from pipeline.checks.programme import load_programmes
from pipeline.records import FileEntry, Record
from pipeline.records.personal import is_personal

router = APIRouter(prefix="/submissions/{name}", dependencies=[needs("see")])

_ROWS_AT_ONCE = 400


class Written(BaseModel):
    """What a person read."""

    key: str = Field(max_length=200)
    written: str = Field(max_length=20_000)


@router.get("")
def submission(request: Request, name: str, file: str = "", page: int = 1, mark: str = "", at: str = "") -> Response:
    """The submission, opened at a file (sha256) and page with one place marked: ``mark`` is x,y,w,h in percent of a
    page, ``at`` a locator in an office file."""
    dossier = dossier_of(request, name)
    files = _book_first(dossier.record)
    chosen = next((each for each in files if each.sha256 == file), files[0] if files else None)
    office = office_of(request)
    versions, differences = office.dossiers.differences(dossier)
    return show(
        request,
        "submission.html",
        dossier=dossier,
        record=dossier.record,
        findings=by_gravity(dossier.findings),
        files=files,
        parts={each.sha256: office.sheets.parts(each.sha256) for each in files if not each.pages},
        chosen=chosen,
        page=max(1, page),
        mark=mark,
        at=at,
        columns={each.kind: columns_of(dossier, each.kind) for each in dossier.record.lists},
        titles=_titles(dossier),
        naming=naming_of(office.store, dossier.record, viewer_of(request).person.city),
        personal=is_personal,
        chart=svg_chart(dossier.comparisons),
        versions=versions,
        differences=differences,
        corrections=office.dossiers.corrections(name),
        history=office.dossiers.history(name),
        checking=office.rechecks.pending(name),
    )


def _book_first(record: Record) -> list[FileEntry]:
    """The files that were read, the one that says most of the form first."""
    said = Counter(field.source.sha256 for field in record.fields if field.source)
    return sorted((each for each in record.read_files if each.sha256), key=lambda each: -said[each.sha256])


def _titles(dossier: Dossier) -> dict[str, str]:
    named = ((each.kind, dossier.form.list(each.kind) if dossier.form else None) for each in dossier.record.lists)
    return {kind: f"{defined.attachment} {defined.title}" if defined else kind for kind, defined in named}


@router.get("/lists/{kind}")
def rows(request: Request, name: str, kind: str, start: int = 0, q: str = "", sort: str = "") -> JSONResponse:
    """Some rows of a list, for the page that scrolls through it: at most 400 from ``start`` on."""
    dossier = dossier_of(request, name)
    try:
        window = office_of(request).dossiers.rows(dossier, kind, max(0, start), _ROWS_AT_ONCE, q[:100], sort[:60])
    except KeyError as error:
        raise HTTPException(404, "没有这张清单") from error
    return JSONResponse(
        {
            "total": window.total,
            "rows": [
                [number, row.class_name or "", list(cells), row.source.sha256, row.source.page, row.source.bbox,
                 row.source.locator]
                for number, row, cells in window.rows
            ],
        }
    )  # fmt: skip


@router.get("/assessment")
def assessment(request: Request, name: str, programme: str = "") -> HTMLResponse:
    """The thresholds sheet by a programme."""
    dossier = dossier_of(request, name)
    chosen, lines = office_of(request).dossiers.assessment(dossier, programme)
    return show(
        request, "assessment.html", dossier=dossier, record=dossier.record, chosen=chosen, lines=lines,
        programmes=[each for each in load_programmes() if each.title], verdicts=VERDICTS,
    )  # fmt: skip


@router.post("/fields", dependencies=[needs("validate")])
def correct(request: Request, name: str, correction: Written) -> JSONResponse:
    """Take a person's reading of a field; the rules run again at once."""
    dossier_of(request, name)
    office = office_of(request)
    try:
        field = office.correct(viewer_of(request), name, correction.key, correction.written)
    except KeyError as error:
        raise HTTPException(404, "没有这个字段") from error
    return JSONResponse({"shown": shown(field), "status": field.status})


@router.get("/findings.json")
def findings(request: Request, name: str) -> JSONResponse:
    """The findings as they stand, once the rules have run: what the page shows after a correction."""
    office = office_of(request)
    checked = office.rechecks.wait(name, 8)
    dossier = dossier_of(request, name)
    page = show(request, "findings.html", dossier=dossier, record=dossier.record,
                findings=by_gravity(dossier.findings))  # fmt: skip
    return JSONResponse({"checked": checked, "count": len(dossier.findings), "html": bytes(page.body).decode()})


@router.post("/open", dependencies=[needs("personal")])
def unmask(request: Request, name: str) -> Response:
    """See the submission's personal data in this session; the audit says so."""
    dossier_of(request, name)
    viewer = viewer_of(request)
    office_of(request).people.open_personal(viewer.secret, name, viewer.who)
    return RedirectResponse(request.url_for("submission", name=name), status_code=303)
