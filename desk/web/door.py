"""Signing in and out, and the language switch: what works without a session."""

from __future__ import annotations

from urllib.parse import urlsplit

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from desk.web import language
from desk.web.serve import COOKIE, office_of, sent_from, show
from pipeline.problems import UsageError

router = APIRouter()


@router.get("/sign-in")
def door(request: Request, then: str = "/") -> HTMLResponse:
    """The door."""
    return show(request, "sign-in.html", then=own_address(then), problem="", login="", oidc=_oidc(request))


@router.post("/sign-in")
def sign_in(
    request: Request,
    login: str = Form("", max_length=200),
    password: str = Form("", max_length=500),
    then: str = Form("/", max_length=2000),
) -> Response:
    """Come in, and go on to where one was."""
    address = request.client.host if request.client else ""
    try:
        secret = office_of(request).door.sign_in(login, password, address)
    except UsageError as error:
        status = 429 if "分钟" in error.detail else 401
        return show(
            request, "sign-in.html", status, then=own_address(then), problem=error.detail, login=login,
            oidc=_oidc(request),
        )  # fmt: skip
    return with_session(request, RedirectResponse(own_address(then), status_code=303), secret)


@router.post("/sign-out")
def sign_out(request: Request) -> Response:
    """Leave."""
    door = office_of(request).door
    viewer = door.viewer(request.cookies.get(COOKIE, ""))
    if viewer is not None:
        door.leave(viewer)
    response = RedirectResponse("/sign-in", status_code=303)
    response.delete_cookie(COOKIE)
    return response


@router.post("/language")
def speak(request: Request, to: str = Form(max_length=2)) -> Response:
    """Switch between Chinese and English."""
    response = RedirectResponse(own_address(sent_from(request)), status_code=303)
    response.set_cookie(language.COOKIE, "en" if to == "en" else "zh", max_age=400 * 24 * 3600, samesite="lax")
    return response


def with_session(request: Request, response: Response, secret: str) -> Response:
    """The answer with the session's cookie, which no script can read and no other site can send."""
    secure = request.url.scheme == "https"
    response.set_cookie(COOKIE, secret, httponly=True, samesite="lax", secure=secure, path="/")
    return response


def own_address(then: str) -> str:
    """An address of ours and nobody else's."""
    parts = urlsplit(then)
    harmless = then.startswith("/") and not then.startswith(("//", "/\\")) and not parts.scheme and not parts.netloc
    return then if harmless else "/"


def _oidc(request: Request) -> str:
    provider = request.app.state.provider
    return provider.name if provider is not None else ""
