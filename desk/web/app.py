"""The app itself: pages under ``/``, the API under ``/api``. ``make_app(office)``, no globals."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from importlib.resources import files
from pathlib import Path
from urllib.parse import urlsplit

from fastapi import Depends, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, PlainTextResponse, Response
from fastapi.staticfiles import StaticFiles
from jinja2 import Environment, PackageLoader
from starlette.exceptions import HTTPException
from starlette.middleware.trustedhost import TrustedHostMiddleware

from desk.office import Office
from desk.web import (
    account,
    across,
    audit,
    batch,
    delivery,
    door,
    erasing,
    figures,
    finding,
    papers,
    people,
    search,
    sheets,
    submission,
    validation,
)
from desk.web.api import make_api
from desk.web.oidc import Provider, oidc_router
from desk.web.serve import (
    COOKIE,
    MustChangePasswordError,
    NotSignedInError,
    must_change,
    not_signed_in,
    proven,
    show,
    signed_in,
    wants_json,
)
from desk.web.words import FILTERS
from pipeline.problems import DecidedMeanwhileError, HeshuError, UsageError

_POLICY = (
    "default-src 'none'; img-src 'self' data:; style-src 'self'; script-src 'self'; connect-src 'self'; "
    "font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_OWN_HOSTS = ("127.0.0.1", "localhost", "[::1]")
_ROOMS = (
    batch, delivery, search, submission, sheets, finding, validation, papers, figures, across, account, people,
    audit, erasing,
)  # fmt: skip


def make_app(office: Office, hosts: Sequence[str] = (), provider: Provider | None = None) -> FastAPI:
    """The desk for one office, answering to its own names only (``hosts`` besides this machine's).

    It listens to nobody by itself: ``heshu desk`` binds it to 127.0.0.1 unless told otherwise.
    """
    app = FastAPI(title="核数", docs_url=None, redoc_url=None, openapi_url=None, lifespan=_lifespan)
    app.state.office, app.state.pages, app.state.provider = office, _templates(), provider
    app.mount("/static", StaticFiles(directory=Path(str(files("desk.web").joinpath("static")))), name="static")
    app.mount("/api", make_api(office))
    app.include_router(door.router)
    if provider is not None:
        app.include_router(oidc_router(provider))
    for room in _ROOMS:
        app.include_router(room.router, dependencies=[Depends(signed_in), Depends(proven)])
    app.add_api_route("/healthz", lambda: PlainTextResponse("ok"), methods=["GET"])
    app.middleware("http")(_guard)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=[*_OWN_HOSTS, *hosts])
    app.add_exception_handler(HeshuError, _refuse)
    app.add_exception_handler(NotSignedInError, not_signed_in)
    app.add_exception_handler(MustChangePasswordError, must_change)
    app.add_exception_handler(HTTPException, _say)
    app.add_exception_handler(RequestValidationError, _misformed)
    app.add_exception_handler(Exception, _failed)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    app.state.office.across.prepare()
    yield
    app.state.office.close()


def _templates() -> Environment:
    environment = Environment(loader=PackageLoader("desk.web"), autoescape=True, trim_blocks=True, lstrip_blocks=True)
    environment.filters.update(FILTERS)
    return environment


async def _guard(request: Request, follow: Callable[[Request], Awaitable[Response]]) -> Response:
    """Only our own pages may change anything, and no page may run or frame anything of strangers."""
    origin = request.headers.get("origin")
    own = origin is None or urlsplit(origin).netloc == request.headers.get("host")
    if request.method not in ("GET", "HEAD") and not own:
        return PlainTextResponse("来源不符，已拒绝", status_code=403)
    response = await follow(request)
    headers = response.headers
    headers.setdefault("Content-Security-Policy", _POLICY)
    headers.setdefault("Cache-Control", "no-store")
    headers["X-Content-Type-Options"] = "nosniff"
    headers["X-Frame-Options"] = "DENY"
    headers["Referrer-Policy"] = "same-origin"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    return response


def _refuse(request: Request, error: Exception) -> Response:
    assert isinstance(error, HeshuError)
    told = error.detail if isinstance(error, UsageError) and error.detail else str(error)
    status = 409 if isinstance(error, DecidedMeanwhileError) else 400 if isinstance(error, UsageError) else 422
    if wants_json(request):
        return JSONResponse({"problem": told, "advice": error.advice}, status_code=status)
    return show(request, "problem.html", status, problem=told)


def _say(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    words = {404: "没有这一页", 405: "不支持这种操作"}
    told = error.detail if not error.detail.isascii() else words.get(error.status_code, error.detail)
    if wants_json(request):
        return JSONResponse({"problem": told}, status_code=error.status_code)
    if not hasattr(request.state, "viewer"):  # an address of no room of ours: nobody has asked yet who looks
        request.state.viewer = request.app.state.office.door.viewer(request.cookies.get(COOKIE, ""))
    return show(request, "problem.html", error.status_code, problem=told)


def _failed(request: Request, _: Exception) -> Response:
    """A mistake of ours; the server's log has it whole."""
    told = "程序出错，这一步没有完成；请重试，仍不行请把日志交给工程师"
    if wants_json(request):
        return JSONResponse({"problem": told}, status_code=500)
    return show(request, "problem.html", 500, problem=told)


def _misformed(request: Request, _: Exception) -> Response:
    if wants_json(request):
        return JSONResponse({"problem": "请求的格式不正确"}, status_code=422)
    return show(request, "problem.html", 422, problem="请求的格式不正确")
