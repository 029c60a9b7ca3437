"""How a route reaches the office and answers with a page."""

from __future__ import annotations

from typing import Any, cast
from urllib.parse import unquote

from fastapi import HTTPException, Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment

from desk.web.office import Dossier, Office

COOKIE = "heshu_who"


def office_of(request: Request) -> Office:
    """The office this app serves."""
    return cast("Office", request.app.state.office)


def dossier_of(request: Request, name: str) -> Dossier:
    """The submission named in the address.

    Raises:
        HTTPException: 404, there is none of that name.
    """
    dossier = office_of(request).dossier(name)
    if dossier is None:
        raise HTTPException(404, "没有这份申报")
    return dossier


def who(request: Request) -> str:
    """The reviewer's name as they gave it; decisions are recorded under it."""
    return unquote(request.cookies.get(COOKIE, ""))[:40] or "未署名"


def show(request: Request, template: str, **values: Any) -> HTMLResponse:
    """The page of that template."""
    pages = cast("Environment", request.app.state.pages)
    return HTMLResponse(pages.get_template(template).render(who=who(request), path=request.url.path, **values))
