"""How a route reaches the office, learns who asks, and answers with a page."""

from __future__ import annotations

from typing import Any, cast
from urllib.parse import quote, urlsplit

from fastapi import Depends, HTTPException, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from jinja2 import Environment

from desk.office import Office, Viewer
from desk.office.dossiers import Dossier
from desk.office.roles import ROLES, Right
from desk.web.language import is_english, translator

COOKIE = "heshu_session"
PROOF = "x-heshu-proof"


class NotSignedInError(Exception):
    """There is no session, or it has ended."""


class MustChangePasswordError(Exception):
    """The one-time password has to be replaced first."""


def office_of(request: Request) -> Office:
    """The office this app serves."""
    return cast("Office", request.app.state.office)


def signed_in(request: Request) -> Viewer:
    """Who asks.

    Raises:
        NotSignedInError: nobody, or no more.
        MustChangePasswordError: they have to choose a password first.
    """
    viewer = office_of(request).door.viewer(request.cookies.get(COOKIE, ""))
    if viewer is None:
        raise NotSignedInError
    request.state.viewer = viewer
    if viewer.person.must_change and not request.url.path.startswith(("/account", "/sign-out")):
        raise MustChangePasswordError
    return viewer


async def proven(request: Request) -> None:
    """A change comes from one of our own pages of that very session: it carries the session's proof.

    Raises:
        HTTPException: 403, it does not.
    """
    if request.method in ("GET", "HEAD"):
        return
    viewer = viewer_of(request)
    given = request.headers.get(PROOF)
    if given is None and request.headers.get("content-type", "").startswith(("application/x-www-form", "multipart/")):
        given = str((await request.form()).get("proof", ""))
    if not viewer.proof or given != viewer.proof:
        raise HTTPException(403, "页面已过期，请刷新后重试")


def viewer_of(request: Request) -> Viewer:
    """Who asks, known already."""
    return cast("Viewer", request.state.viewer)


def needs(right: Right) -> Any:
    """A dependency: the person may do this."""

    def check(request: Request) -> None:
        if not viewer_of(request).may(right):
            raise HTTPException(403, "您的角色不能进行这项操作")

    return Depends(check)


def dossier_of(request: Request, name: str) -> Dossier:
    """The submission named in the address, as this person may see it.

    Raises:
        HTTPException: 404, there is none of that name for them.
    """
    dossier = office_of(request).dossiers.dossier(name, viewer_of(request))
    if dossier is None:
        raise HTTPException(404, "没有这份申报")
    return dossier


def show(request: Request, template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """The page of that template."""
    pages = cast("Environment", request.app.state.pages)
    viewer: Viewer | None = getattr(request.state, "viewer", None)
    page = pages.get_template(template).render(
        viewer=viewer,
        may=viewer.may if viewer else lambda _: False,
        proof=viewer.proof if viewer else "",
        path=request.url.path,
        t=translator(request),
        english=is_english(request),
        role_names=ROLES,
        **values,
    )
    return HTMLResponse(page, status_code=status)


def wants_json(request: Request) -> bool:
    """Whether a script asks, not a person who opens a page."""
    return PROOF in request.headers or "application/json" in request.headers.get("accept", "")


def not_signed_in(request: Request, _: Exception) -> Response:
    """Back to the door, and from there to where they were: the page itself, or the one that sent a form."""
    if wants_json(request):
        return JSONResponse({"problem": "登录已结束，请重新登录"}, status_code=401)
    here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    target = here if request.method == "GET" else sent_from(request)
    return RedirectResponse(f"/sign-in?then={quote(target, safe='')}", status_code=303)


def sent_from(request: Request) -> str:
    """The page of ours that a form came from; the first page where that is not known."""
    back = urlsplit(request.headers.get("referer", ""))
    if back.netloc != request.headers.get("host"):
        return "/"
    return back.path + (f"?{back.query}" if back.query else "")


def must_change(request: Request, _: Exception) -> Response:
    """First a password of their own."""
    if wants_json(request):
        return JSONResponse({"problem": "请先修改一次性密码"}, status_code=403)
    return RedirectResponse("/account", status_code=303)


def as_download(data: bytes, media_type: str, name: str) -> Response:
    """A file to be kept, under a Chinese name."""
    return Response(data, media_type=media_type, headers={"Content-Disposition": disposition(name)})


def disposition(name: str, how: str = "attachment") -> str:
    """The header that names a file; browsers that know no UTF-8 see the ending only."""
    ending = name.rsplit(".", 1)[-1]
    return f"{how}; filename=heshu.{ending}; filename*=UTF-8''{quote(name, safe='')}"
