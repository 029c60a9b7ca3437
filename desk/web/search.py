"""Search: the query language, hits with their place, the next page of hits."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from desk.web.serve import office_of, show
from pipeline.ports import Answer
from pipeline.problems import HeshuError

router = APIRouter()

_KINDS = {"field": "表单字段", "row": "清单行", "passage": "正文段落", "finding": "核查发现"}


@router.get("/search")
def search(request: Request, q: str = "", after: str | None = None) -> HTMLResponse:
    """The hits of a query; a malformed query is answered with what is wrong in it, not with an error page."""
    answer, problem = Answer((), 0), ""
    if q.strip():
        try:
            answer = office_of(request).search(q, after, 30)
        except HeshuError as error:
            problem = f"{error}"
    return show(request, "search.html", q=q, answer=answer, problem=problem, kinds=_KINDS)
