"""Search: the query language, hits with their place, facets, completion, the next page of hits."""

from __future__ import annotations

from dataclasses import asdict

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, JSONResponse

from desk.web.serve import needs, office_of, show, viewer_of
from pipeline.ports import Answer
from pipeline.problems import HeshuError

router = APIRouter(prefix="/search", dependencies=[needs("see")])

_AT_ONCE = 30


@router.get("")
def search(request: Request, q: str = "", after: str | None = None, seen: int = 0) -> HTMLResponse:
    """The hits of a query; a malformed query is answered with what is wrong in it, not with an error page."""
    answer, problem = Answer((), 0), ""
    if q.strip():
        try:
            answer = office_of(request).searching.search(viewer_of(request), q, after, _AT_ONCE)
        except HeshuError as error:
            problem = f"{error}"
    return show(request, "search.html", q=q, answer=answer, problem=problem, seen=max(0, seen))


@router.get("/offers")
def offers(request: Request, q: str = "") -> JSONResponse:
    """Completions of the word that is being typed."""
    return JSONResponse([asdict(each) for each in office_of(request).searching.offers(q[:200])])
