"""Places for seals and signatures."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.checks.case import Case
from pipeline.checks.trust import TRUST
from pipeline.checks.wording import plain


def is_empty_place(case: Case, key: str) -> bool:
    """Whether the place was found with certainty and no imprint or ink is there."""
    value = case.get(key)
    if value is None or value.value is not False:
        return False
    if value.confidence < TRUST:
        case.doubt(f"{case.label(key)}：未能可靠定位，需人工核对")
        return False
    return case.all_pages_read(f"{case.label(key)}处有无印迹")


def seals_of(case: Case, name: str) -> Iterator[str]:
    """The places where a seal stands that says this name along its ring."""
    for each in case.form.fields:
        found = case.get(each.key) if each.key.endswith("seal") else None
        if name and found is not None and found.value is True and plain(found.raw) == plain(name):
            yield each.key
