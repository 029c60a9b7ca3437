"""Whose submission it is: applicant, platform, type, and the city that recommends it."""

from __future__ import annotations

import re

from pipeline.records.record import Record

_CITY = re.compile(r"(?:^|省|自治区|壮族|回族|维吾尔)\s*([^省区县市\W\d]{2,5}?(?:市|自治州|地区|盟))")
NAME_KEYS = {
    "applicant": ("applicant.name", "cover.applicant"),
    "platform": ("platform.name", "cover.platform_name", "cover.project_name"),
    "type": ("platform.type", "cover.platform_type"),
}


def city_of(record: Record) -> str:
    """The city that recommends, else the one of the address: ``合肥市``; "" where neither says."""
    for key in ("cover.recommender", "applicant.address"):
        match = _CITY.search(first_said(record, (key,)))
        if match:
            return match[1]
    return ""


def first_said(record: Record, keys: tuple[str, ...]) -> str:
    """The first of the fields that says something in words; "" where none does."""
    for key in keys:
        field = record.field(key)
        if field and isinstance(field.value, str) and field.value.strip():
            return field.value.strip()
    return ""
