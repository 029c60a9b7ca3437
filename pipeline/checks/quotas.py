"""Quotas of recommending cities."""

from __future__ import annotations

import re

from pipeline.checks.case import plain
from pipeline.checks.programme import Programme

_CITY = re.compile(r"(?:.{2,3}省)?(.{2,6}?(?:市|自治州|地区|区))")
_OFFICE = re.compile(r"局|委|厅|市")


def city_of(recommender: str) -> str | None:
    """``合肥市经济和信息化局`` is of 合肥市; None for recommenders that are no city's (a ministry, a company)."""
    words = plain(recommender)
    match = _CITY.match(words)
    return match[1] if match and _OFFICE.search(words) else None


def quota_of(programme: Programme, recommender: str) -> int | None:
    """How many submissions the recommender may send; None where no quota is stated for it."""
    city = city_of(recommender)
    if city is None:
        return None
    named = next((quota.most for quota in programme.quotas if city in quota.cities), None)
    if named is not None:
        return named
    return next((quota.most for quota in programme.quotas if quota.others), None)
