"""Applicants against each other: the matrix, the network drawn, two of them side by side. Hints, never proof."""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse

from desk.office.across import MOST, Pair
from desk.web.network import drawn
from desk.web.serve import dossier_of, needs, office_of, show, viewer_of
from pipeline.checks.across.network import TIES

router = APIRouter(prefix="/across", dependencies=[needs("see")])

_PAIRS, _ROWS, _TIES, _CLUSTERS = 200, 200, 200, 12


@router.get("")
def across(request: Request, page: int = 1) -> HTMLResponse:
    """The matrix of those with most in common, every pair as a list, the network."""
    office, city = office_of(request), viewer_of(request).person.city
    pairs, page = office.across.pairs(city), max(1, page)
    clusters, current = office.across.look(city)
    names = _in_matrix(pairs)
    return show(
        request,
        "across.html",
        names=names,
        cells={(a, b): each for each in pairs for a, b in ((each.one, each.two), (each.two, each.one))},
        pairs=pairs[(page - 1) * _PAIRS : page * _PAIRS],
        found=len(pairs),
        page=page,
        pages=max(1, -(-len(pairs) // _PAIRS)),
        clusters=[(each, drawn(each)) for each in clusters[:_CLUSTERS]],
        left_out=max(0, len(clusters) - _CLUSTERS),
        current=current,
        most_ties=_TIES,
        ties=TIES,
    )


def _in_matrix(pairs: Sequence[Pair]) -> list[str]:
    """Those of the first pairs, as many as a screen has room for."""
    names: dict[str, None] = {}
    for pair in pairs:
        if len({*names, pair.one, pair.two}) > MOST:
            break
        names |= {pair.one: None, pair.two: None}
    return sorted(names)


@router.get("/{name}/{other}")
def beside(
    request: Request, name: str, other: str, show_list: str = "", text: str = "", start: int = 0, every: bool = False
) -> HTMLResponse:
    """Two submissions side by side: a list (``show_list``) or a narrative (``text``), what is common marked."""
    if name == other:
        raise HTTPException(404, "请选择两份不同的申报")
    office, one, two = office_of(request), dossier_of(request, name), dossier_of(request, other)
    kinds, texts = office.across.kinds(one, two), office.across.texts(one, two)
    if not show_list and not text:
        show_list, text = (kinds[0], "") if kinds else ("", texts[0].key if texts else "")
    start = max(0, start)
    try:
        lists = office.across.lists_beside(one, two, show_list, start, _ROWS, not every) if show_list else None
        passages = office.across.texts_beside(one, two, text) if text and not show_list else None
    except KeyError as error:
        raise HTTPException(404, "两份申报没有这项可以对照的内容") from error
    return show(
        request, "beside.html", one=one, two=two, kinds=kinds, texts=texts, chosen=show_list, text=text, start=start,
        every=every, lists=lists, passages=passages, at_once=_ROWS,
    )  # fmt: skip
