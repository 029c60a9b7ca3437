"""The queue of values that a person has to look at: picture, reading, alternatives; Enter goes to the next."""

from __future__ import annotations

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse, JSONResponse
from pydantic import BaseModel, Field

from desk.web.serve import office_of, show, who
from desk.web.words import shown

router = APIRouter()


class Correction(BaseModel):
    """What a person read in the picture."""

    submission: str
    key: str
    written: str = Field(max_length=20_000)


@router.get("/validation")
def queue(request: Request) -> HTMLResponse:
    """The next values to look at."""
    return show(request, "validation.html", doubts=office_of(request).doubts(60))


@router.post("/validation")
def correct(request: Request, correction: Correction) -> JSONResponse:
    """Take a person's reading; answers with the value as it now counts."""
    office = office_of(request)
    try:
        field = office.correct(correction.submission, correction.key, correction.written, who(request))
    except KeyError as error:
        raise HTTPException(404, "没有这个字段") from error
    return JSONResponse({"shown": shown(field), "status": field.status})
