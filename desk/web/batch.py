"""The batch: every submission, how it stands, what is due, what could not be read."""

from __future__ import annotations

from datetime import date

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from desk.office.batches import Wanted
from desk.web.serve import needs, office_of, show, viewer_of

router = APIRouter()

_AT_ONCE = 100


@router.get("/", name="batch")
def batch(
    request: Request,
    q: str = "",
    status: str = "",
    form: str = "",
    city: str = "",
    sort: str = "risk",
    page: int = 1,
) -> Response:
    """The first page: a page of lines."""
    viewer, office = viewer_of(request), office_of(request)
    if not viewer.may("see"):
        return RedirectResponse("/people" if viewer.may("people") else "/account", status_code=303)
    wanted, page = Wanted(q, status, form, city, sort), max(1, page)
    whole = office.batches.batch(wanted, (page - 1) * _AT_ONCE, _AT_ONCE, viewer.person.city)
    return show(
        request,
        "batch.html",
        batch=whole,
        wanted=wanted,
        page=page,
        pages=max(1, -(-whole.found // _AT_ONCE)),
        at_once=_AT_ONCE,
        deliveries=office.deliveries.all()[:5] if viewer.may("upload") else [],
    )


@router.get("/due", dependencies=[needs("see")])
def due(request: Request) -> HTMLResponse:
    """Quotas and deadlines."""
    viewer = viewer_of(request)
    today = date.today()  # noqa: DTZ011 - deadlines are days of the office's own calendar
    return show(request, "due.html", due=office_of(request).batches.due(today, viewer.person.city))


@router.get("/refused", dependencies=[needs("see")])
def refused(request: Request) -> HTMLResponse:
    """What could not be read, and why."""
    return show(request, "refused.html", refused=office_of(request).batches.refused(viewer_of(request).person.city))
