"""The administrator's page: who works here, in which roles, for which city."""

from __future__ import annotations

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from desk.web.serve import needs, office_of, show, viewer_of
from pipeline.problems import UsageError

router = APIRouter(prefix="/people", dependencies=[needs("people")])


@router.get("")
def people(request: Request) -> HTMLResponse:
    """Everybody."""
    return _page(request)


@router.post("")
def add(
    request: Request,
    login: str = Form("", max_length=40),
    name: str = Form("", max_length=40),
    roles: list[str] = Form([]),  # noqa: B008 - FastAPI's way to say what comes in a form
    city: str = Form("", max_length=40),
) -> Response:
    """A new account; its one-time password is shown this once."""
    try:
        password = office_of(request).door.add(viewer_of(request), login, name, tuple(roles), city)
    except UsageError as error:
        return _page(request, 400, problem=error.detail)
    return _page(request, told=(login.strip(), password))


@router.post("/{login}")
def change(
    request: Request,
    login: str,
    roles: list[str] = Form([]),  # noqa: B008
    city: str = Form("", max_length=40),
    active: bool = Form(False),
) -> Response:
    """Other roles, another city, an account closed or opened."""
    try:
        office_of(request).door.change(viewer_of(request), login, tuple(roles), city, active)
    except UsageError as error:
        return _page(request, 400, problem=error.detail)
    return RedirectResponse("/people", status_code=303)


@router.post("/{login}/password")
def reset(request: Request, login: str) -> Response:
    """A new one-time password."""
    return _page(request, told=(login, office_of(request).door.reset(viewer_of(request), login)))


@router.post("/{login}/remove")
def remove(request: Request, login: str) -> Response:
    """An account that is needed no more; what it did stays in the audit."""
    viewer = viewer_of(request)
    try:
        if login == viewer.person.login:
            raise UsageError("不能注销自己的账号")
        office_of(request).people.remove(login, viewer.who)
    except UsageError as error:
        return _page(request, 400, problem=error.detail)
    return RedirectResponse("/people", status_code=303)


def _page(request: Request, status: int = 200, problem: str = "", told: tuple[str, str] | None = None) -> HTMLResponse:
    office = office_of(request)
    people, cities = office.people.all(), office.glance.cities()
    return show(request, "people.html", status, people=people, cities=cities, problem=problem, told=told)
