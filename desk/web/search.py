"""Search: hits with their place, facets, likeness, the next page; searches kept by name; the result as a file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Literal
from urllib.parse import quote

from fastapi import APIRouter, Form, Request
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.background import BackgroundTask

from desk.export.hits import write_hits
from desk.office.searching import narrowed
from desk.web.serve import disposition, needs, office_of, show, viewer_of
from pipeline.document import spoken_place
from pipeline.ports import Answer, Hit
from pipeline.problems import HeshuError
from pipeline.store.saved_searches import LONGEST_NAME
from search.query.parse import parse

router = APIRouter(prefix="/search", dependencies=[needs("see")])

_AT_ONCE = 30
_ORDERS = {"": "相关度", "-number": "数值从大到小", "number": "数值从小到大", "submission": "申报名称"}
_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


@router.get("")
def search(
    request: Request, q: str = "", after: str | None = None, seen: int = 0, sort: str = "", like: str = ""
) -> HTMLResponse:
    """The hits of a query, or what is like one of them; a malformed query is answered with what is wrong in it."""
    office, viewer = office_of(request), viewer_of(request)
    answer, model, problem = Answer((), 0), None, ""
    try:
        if like:
            model, answer = office.searching.alike(viewer, like, _AT_ONCE)
        elif q.strip():
            answer = office.searching.search(viewer, q, after, _AT_ONCE, sort)
    except HeshuError as error:
        problem = f"{error}"
    return show(
        request, "search.html", q=q, answer=answer, problem=problem, seen=max(0, seen), sort=sort, model=model,
        orders=_ORDERS, saved=office.saved.of(viewer.person.login), longest=LONGEST_NAME, narrowed=narrowed,
        spoken_place=spoken_place, cleared=office.clearing.last(),
    )  # fmt: skip


@router.get("/offers")
def offers(request: Request, q: str = "") -> JSONResponse:
    """Completions of the word that is being typed."""
    return JSONResponse([asdict(each) for each in office_of(request).searching.offers(q[:200])])


@router.post("/saved")
def keep(request: Request, name: str = Form(""), q: str = Form(""), sort: str = Form("")) -> Response:
    """Keep a query under a name, for this person; one of the same name is replaced."""
    parse(q)
    office_of(request).saved.keep(viewer_of(request).person.login, name, q, sort if sort in _ORDERS else "")
    return RedirectResponse(f"/search?q={quote(q, safe='')}&sort={quote(sort, safe='')}", status_code=303)


@router.post("/saved/forget")
def forget(request: Request, name: str = Form("")) -> Response:
    """Forget one of this person's own searches."""
    office_of(request).saved.forget(viewer_of(request).person.login, name)
    return RedirectResponse("/search", status_code=303)


@router.get("/hits.{kind}", dependencies=[needs("export")])
def hits(request: Request, kind: Literal["xlsx", "csv"], q: str, sort: str = "") -> Response:
    """The whole result as a table in its order, as this person sees it; noted in the audit."""
    office, viewer = office_of(request), viewer_of(request)
    found = office.searching.every(viewer, q, sort)
    with NamedTemporaryFile(suffix=f".{kind}", delete=False) as made:
        path = Path(made.name)
    count = _written(path, found)
    office.people.note(viewer.who, f"导出检索结果 {count} 条：{q[:200]}")
    headers = {"Content-Disposition": disposition(f"检索结果.{kind}")}
    return FileResponse(path, media_type=_TYPES[kind], headers=headers, background=BackgroundTask(path.unlink))


def _written(path: Path, found: Iterator[Hit]) -> int:
    """How many were written; where that fails nothing stays behind."""
    try:
        return write_hits(path, found)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
