"""What is said of a submission as a whole: whose it is, which platform, form, type and city."""

from __future__ import annotations

from pipeline.problems import FormDefinitionError
from pipeline.records import FormDef, Record
from pipeline.records.load import load_form
from pipeline.records.whose import NAME_KEYS, city_of, first_said


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
        **{facet: first_said(record, keys) for facet, keys in NAME_KEYS.items()},
    }
    return {name: value for name, value in found.items() if value}
