"""Quotas of recommending cities."""

from __future__ import annotations

import re

from pipeline.checks.lines import Programme, Quota
from pipeline.checks.provinces import city_at_start
from pipeline.checks.wording import plain

_COMPANY = re.compile(r"公司|集团|大学|学院|研究院|中心$|厂$")
_OFFICE = re.compile(r"(?:市|经|工信|工业|发改|科|信息|政府|自治州|地区|盟)")


def city_of(recommender: str) -> str | None:
    """``合肥市经济和信息化局`` is of 合肥市; None for recommenders that are no city's (a province, a company)."""
    words = plain(recommender)
    found = city_at_start(words)
    if found is None or _COMPANY.search(words):
        return None
    city, rest = found
    return city if _OFFICE.match(rest) else None


def quota_of(programme: Programme, recommender: str) -> Quota | None:
    """How many submissions the recommender may send; None where no quota is stated for it."""
    city = city_of(recommender)
    if city is None:
        return None
    named = next((quota for quota in programme.quotas if city in quota.cities), None)
    return named or next((quota for quota in programme.quotas if quota.others), None)
