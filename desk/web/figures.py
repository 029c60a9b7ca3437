"""Statistics with charts: findings by rule and city, decisions, how a claim is spread and which stand out."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from desk.web.charts import bars, strip
from desk.web.serve import needs, office_of, show, viewer_of
from search.query.names import chinese_names_of

router = APIRouter(prefix="/figures", dependencies=[needs("see")])

_CITIES = 12


@router.get("")
def figures(request: Request, key: str = "") -> HTMLResponse:
    """The page of figures; ``key`` is the claim looked at."""
    office, city = office_of(request), viewer_of(request).person.city
    rules, cities = office.figures.rules(city)
    claims = office.figures.claims()
    chosen = key or (claims[0][0] if claims else "")
    spread = office.figures.spread(chosen, city) if chosen else None
    names = {each.slug: next(iter(chinese_names_of("slug", each.slug)), each.slug) for each in rules}
    return show(
        request,
        "figures.html",
        rules=rules,
        names=names,
        cities=cities[:_CITIES],
        most=max((count for each in rules for count in each.by_city.values()), default=1),
        chart=bars([(names[each.slug], each.total, each.severity) for each in rules[:15]]),
        statuses=office.figures.statuses(city),
        claims=claims,
        chosen=chosen,
        spread=spread,
        strip=strip(spread) if spread else "",
    )
