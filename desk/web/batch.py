"""The batch: every submission, how it stands, what could not be read."""

from __future__ import annotations

from urllib.parse import quote

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from desk.web.serve import COOKIE, office_of, show

router = APIRouter()


@router.get("/")
def batch(request: Request) -> HTMLResponse:
    """The first page."""
    whole = office_of(request).batch()
    lines = sorted(whole.lines, key=lambda line: (-line.high, -line.medium, line.name))
    totals = {
        "submissions": len(lines),
        "pages": sum(line.pages for line in lines),
        "findings": sum(line.open_findings for line in lines),
        "doubtful": sum(line.doubtful for line in lines),
    }
    return show(request, "batch.html", lines=lines, refused=whole.refused, totals=totals)


@router.post("/who")
def sign(request: Request, name: str = Form(max_length=40)) -> Response:
    """Remember the reviewer's name in the browser."""
    back = request.headers.get("referer", "/")
    response = RedirectResponse(back if back.startswith(str(request.base_url)) else "/", status_code=303)
    response.set_cookie(COOKIE, quote(name.strip()), samesite="strict", httponly=True, max_age=90 * 24 * 3600)
    return response
