"""The audit trail: who did what when, and the proof that nobody changed it."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from desk.web.serve import needs, office_of, show, viewer_of

router = APIRouter(prefix="/audit", dependencies=[needs("audit")])

_AT_ONCE = 100


@router.get("")
def audit(request: Request, before: int | None = None, who: str = "", submission: str = "") -> HTMLResponse:
    """The newest events first."""
    city = viewer_of(request).person.city
    events = office_of(request).glance.events(before, _AT_ONCE + 1, who.strip(), submission.strip(), city)
    older = events[_AT_ONCE - 1][0] if len(events) > _AT_ONCE else None
    return _page(request, events=events[:_AT_ONCE], older=older, who=who, submission=submission, checked=False)


@router.post("/verify")
def verify(request: Request) -> HTMLResponse:
    """Hold every event against the one before it."""
    broken = office_of(request).store.broken_event()
    events = office_of(request).glance.events(None, _AT_ONCE, city=viewer_of(request).person.city)
    return _page(request, events=events, older=None, who="", submission="", checked=True, broken=broken)


def _page(request: Request, **values: Any) -> HTMLResponse:
    return show(request, "audit.html", **values)
