"""One's own account: password, sessions, tokens for the API."""

from __future__ import annotations

from fastapi import APIRouter, Form, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from desk.web.serve import office_of, show, viewer_of
from pipeline.problems import UsageError

router = APIRouter(prefix="/account")


@router.get("")
def account(request: Request) -> HTMLResponse:
    """The account's page."""
    return _page(request)


@router.post("/password")
def change(
    request: Request,
    old: str = Form("", max_length=500),
    new: str = Form("", max_length=500),
    again: str = Form("", max_length=500),
) -> Response:
    """A new password."""
    viewer = viewer_of(request)
    first = viewer.person.must_change
    try:
        if new != again:
            raise UsageError("两次输入的新密码不一致")
        office_of(request).door.change_password(viewer, old, new)
    except UsageError as error:
        return _page(request, 400, problem=error.detail)
    return RedirectResponse("/" if first else "/account?done=1", status_code=303)


@router.post("/tokens")
def make_token(request: Request, label: str = Form(max_length=80)) -> Response:
    """A token for another system; it is shown this once."""
    viewer = viewer_of(request)
    if viewer.person.must_change or not label.strip():
        raise HTTPException(400, "请写明令牌的用途")
    secret = office_of(request).people.make_token(viewer.person.login, label.strip(), viewer.who)
    return _page(request, made=secret)


@router.post("/tokens/{token}/withdraw")
def withdraw(request: Request, token: str) -> Response:
    """A token that is no longer needed."""
    viewer = viewer_of(request)
    if not office_of(request).people.withdraw_token(viewer.person.login, token, viewer.who):
        raise HTTPException(404, "没有这个令牌")
    return RedirectResponse("/account", status_code=303)


def _page(request: Request, status: int = 200, problem: str = "", made: str = "") -> HTMLResponse:
    tokens = office_of(request).people.tokens(viewer_of(request).person.login)
    done = "done" in request.query_params
    return show(request, "account.html", status, problem=problem, made=made, tokens=tokens, done=done)
