"""The app itself: pages under ``/``, pictures under ``/page``, decisions by POST. ``make_app(office)``, no globals."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from importlib.resources import files
from pathlib import Path
from urllib.parse import urlsplit

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, PlainTextResponse, Response
from fastapi.staticfiles import StaticFiles
from jinja2 import Environment, PackageLoader

from desk.web import batch, finding, pictures, search, submission, validation
from desk.web.office import Office
from desk.web.words import FILTERS
from pipeline.problems import HeshuError, UsageError

_POLICY = "default-src 'self'; img-src 'self' data:; style-src 'self'; script-src 'self'; frame-ancestors 'none'"


def make_app(office: Office) -> FastAPI:
    """The desk for one office. Listens to nobody by itself: ``heshu desk`` binds it to 127.0.0.1."""
    app = FastAPI(title="核数", docs_url=None, redoc_url=None, openapi_url=None)
    app.state.office = office
    app.state.pages = _templates()
    app.mount("/static", StaticFiles(directory=Path(str(files("desk.web").joinpath("static")))), name="static")
    for room in (batch, search, submission, finding, validation, pictures):
        app.include_router(room.router)
    app.middleware("http")(_guard)
    app.add_exception_handler(HeshuError, _refuse)
    app.add_api_route("/healthz", lambda: PlainTextResponse("ok"), methods=["GET"])
    return app


def _templates() -> Environment:
    environment = Environment(loader=PackageLoader("desk.web"), autoescape=True, trim_blocks=True, lstrip_blocks=True)
    environment.filters.update(FILTERS)
    return environment


async def _guard(request: Request, follow: Callable[[Request], Awaitable[Response]]) -> Response:
    """Only our own pages may change anything, and no page may run or frame anything of strangers."""
    origin = request.headers.get("origin")
    if request.method == "POST" and origin and urlsplit(origin).netloc != request.headers.get("host"):
        return PlainTextResponse("来源不符，已拒绝", status_code=403)
    response = await follow(request)
    response.headers["Content-Security-Policy"] = _POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "same-origin"
    return response


def _refuse(_: Request, error: Exception) -> Response:
    advice = error.advice if isinstance(error, HeshuError) else ""
    status = 400 if isinstance(error, UsageError) else 422
    return JSONResponse({"problem": str(error), "advice": advice}, status_code=status)
