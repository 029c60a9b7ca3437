"""The queue of values that a person has to look at: picture, reading, alternatives; Enter goes to the next."""

from __future__ import annotations

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse, JSONResponse
from pydantic import BaseModel, Field

from desk.office.queue import as_asked
from desk.web.serve import dossier_of, needs, office_of, show, viewer_of
from desk.web.words import shown

router = APIRouter(prefix="/validation", dependencies=[needs("see"), needs("validate")])

_AT_ONCE = 40


class Correction(BaseModel):
    """What a person read in the picture."""

    submission: str = Field(max_length=400)
    key: str = Field(max_length=200)
    written: str = Field(max_length=20_000)


class Passed(BaseModel):
    """The values that are on the person's screen already: (submission, key)."""

    passed: list[tuple[str, str]] = Field(max_length=5000)
    submission: str = ""


@router.get("")
def queue(request: Request, submission: str = "") -> HTMLResponse:
    """The next values to look at, of all submissions or of one."""
    viewer, office = viewer_of(request), office_of(request)
    doubts = list(as_asked(office.store, office.doubts(viewer, _AT_ONCE, submission)))
    left, hidden = office.doubts_left(viewer, submission)
    return show(request, "validation.html", doubts=doubts, left=left, hidden=hidden, submission=submission)


@router.post("/more")
def more(request: Request, passed: Passed) -> HTMLResponse:
    """Further values, as items of the list."""
    office = office_of(request)
    doubts = office.doubts(viewer_of(request), _AT_ONCE, passed.submission, passed.passed)
    return show(request, "doubts.html", doubts=list(as_asked(office.store, doubts)))


@router.post("")
def correct(request: Request, correction: Correction) -> JSONResponse:
    """Take a person's reading; answers with the value as it now counts."""
    dossier_of(request, correction.submission)
    office = office_of(request)
    try:
        field = office.correct(viewer_of(request), correction.submission, correction.key, correction.written)
    except KeyError as error:
        raise HTTPException(404, "没有这个字段") from error
    return JSONResponse({"shown": shown(field), "status": field.status})
