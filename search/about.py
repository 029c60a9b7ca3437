"""What is said of a submission as a whole: whose it is, which platform, form, type and city."""

from __future__ import annotations

import re

from pipeline.problems import FormDefinitionError
from pipeline.records import FormDef, Record
from pipeline.records.load import load_form

_CITY = re.compile(r"(?:^|省|自治区|壮族|回族|维吾尔)\s*([^省区县市\W\d]{2,5}?(?:市|自治州|地区|盟))")
_NAMES = {
    "applicant": ("applicant.name", "cover.applicant"),
    "platform": ("platform.name", "cover.platform_name", "cover.project_name"),
    "type": ("platform.type", "cover.platform_type"),
}


def form_of(form_id: str | None) -> FormDef | None:
    """The form's definition, or None where there is none (any more)."""
    if form_id is None:
        return None
    try:
        return load_form(form_id)
    except FormDefinitionError:
        return None


def about(record: Record, form: FormDef | None) -> dict[str, str]:
    """The facets that all entries of the submission share; what is not known is left out."""
    found = {
        "form": record.form or "",
        "form_title": f"{form.province} {form.title}" if form else "",
        "city": city_of(record),
        **{facet: _first(record, keys) for facet, keys in _NAMES.items()},
    }
    return {name: value for name, value in found.items() if value}


def city_of(record: Record) -> str:
    """The city that recommends, else the one of the address: ``合肥市``; "" where neither says."""
    for key in ("cover.recommender", "applicant.address"):
        match = _CITY.search(_first(record, (key,)))
        if match:
            return match[1]
    return ""


def _first(record: Record, keys: tuple[str, ...]) -> str:
    for key in keys:
        field = record.field(key)
        if field and isinstance(field.value, str) and field.value.strip():
            return field.value.strip()
    return ""
