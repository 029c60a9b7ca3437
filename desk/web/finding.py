"""One finding: both sides of its evidence side by side, the rule's explanation, and the person's decision."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter, Form, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from desk.web.serve import dossier_of, office_of, show, who
from pipeline.records import Finding

router = APIRouter()


def _neighbours(findings: tuple[Finding, ...], identity: str) -> tuple[Finding | None, Finding | None, Finding | None]:
    """(the one before, the one asked for, the next): the order in which a reviewer goes through them."""
    at = next((n for n, each in enumerate(findings) if each.identity == identity), None)
    if at is None:
        return None, None, None
    before = findings[at - 1] if at else None
    return before, findings[at], findings[at + 1] if at + 1 < len(findings) else None


@router.get("/submissions/{name}/findings/{identity}")
def finding(request: Request, name: str, identity: str) -> HTMLResponse:
    """The finding's page."""
    dossier = dossier_of(request, name)
    before, this, following = _neighbours(dossier.findings, identity)
    if this is None:
        raise HTTPException(404, "没有这条发现")
    return show(
        request, "finding.html", dossier=dossier, record=dossier.record, finding=this, before=before, next=following
    )


@router.post("/submissions/{name}/findings/{identity}")
def decide(
    request: Request,
    name: str,
    identity: str,
    decision: Literal["confirmed", "dismissed", "asked", "open"] = Form(),
    reason: str = Form("", max_length=2000),
) -> Response:
    """Record the decision and go on to the next finding; a dismissal must say why."""
    dossier = dossier_of(request, name)
    _, this, following = _neighbours(dossier.findings, identity)
    if this is None:
        raise HTTPException(404, "没有这条发现")
    if decision == "dismissed" and not reason.strip():
        raise HTTPException(400, "排除一条发现须写明理由")
    office_of(request).decide(name, identity, decision, reason.strip(), who(request))
    goes_to = request.url_for("finding", name=name, identity=(following or this).identity)
    return RedirectResponse(goes_to, status_code=303)
