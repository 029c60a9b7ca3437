"""Clearing submissions that need not be kept any longer: what would go, a confirmation, and how far it is."""

from __future__ import annotations

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from desk.web.serve import needs, office_of, show, viewer_of
from pipeline.problems import UsageError

router = APIRouter(prefix="/erasing", dependencies=[needs("erase")])


@router.get("")
def plan(request: Request, years: int = 0, name: str = "", done: int = 0) -> HTMLResponse:
    """What is older than so many years, or one submission, with what the store holds of each."""
    try:
        return _page(request, years, name, done=done)
    except UsageError as error:
        return _page(request, 0, name, 400, error.detail)


@router.post("")
def erase(
    request: Request,
    names: list[str] = Form([]),  # noqa: B008 - FastAPI's way to say what comes in a form
    confirm: str = Form("", max_length=10),
    reason: str = Form("", max_length=200),
    years: int = Form(0),
    name: str = Form("", max_length=400),
) -> Response:
    """Clear the chosen ones, once their number is typed."""
    office, viewer = office_of(request), viewer_of(request)
    try:
        if confirm.strip() != str(len(names)) or not names:
            raise UsageError(f"确认的份数与所选不符：选了 {len(names)} 份")
        _allowed(request, names)
        office.clearing.begin(viewer, names, reason.strip())
    except UsageError as error:
        return _page(request, years, name, 400, error.detail)
    done = office.clearing.wait(3) and not office.clearing.problem
    return RedirectResponse(f"/erasing?done={len(names)}" if done else "/erasing", status_code=303)


@router.post("/go-on")
def go_on(request: Request) -> Response:
    """Try again to end what did not end."""
    office = office_of(request)
    office.clearing.go_on()
    office.clearing.wait(3)
    return RedirectResponse("/erasing", status_code=303)


def _allowed(request: Request, names: list[str]) -> None:
    city = viewer_of(request).person.city
    known = office_of(request).glance.names(city)
    strange = [name for name in names if name not in known]
    if strange:
        raise UsageError(f"没有申报件「{strange[0]}」")


def _page(request: Request, years: int, name: str, status: int = 200, problem: str = "", done: int = 0) -> HTMLResponse:
    office, viewer = office_of(request), viewer_of(request)
    city, under_way = viewer.person.city, office.clearing.under_way(viewer)
    wanted = [name] if name else office.clearing.due(years, city) if years else []
    known = office.glance.names(city)
    return show(
        request, "erasing.html", status, years=years, name=name, problem=problem, listed=bool(years or name),
        found=office.clearing.holdings([each for each in wanted if each in known]),
        under_way=under_way, busy=office.clearing.busy, stopped=office.clearing.problem, done=0 if under_way else done,
    )  # fmt: skip
