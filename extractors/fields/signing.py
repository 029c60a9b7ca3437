"""Dates of signing of which the seal took a figure: the day, month or year that the cover's date has.

The seal belongs over the date. Where what is left of it is the cover's date but for one part, that part is taken from
there; the date stays in doubt, for it may have been signed on another day.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import replace

from pipeline.checks.trust import SURE
from pipeline.records import FieldValue

SIGNED, DECLARED = ("promise.signed_on", "recommendation.signed_on"), "cover.declared_on"
_DOUBTFUL = 0.5
_PARTS = re.compile(r"(?P<year>(?:19|20)\d{2}|[^年]{0,4})年(?P<month>[^年月]{0,2})月(?P<day>[^月日]{0,2})日")


def with_lost_part(value: FieldValue, known: Mapping[str, FieldValue]) -> FieldValue:
    """The date with the one part that was lost; or as it is, where none or more than one was, or the rest differs."""
    declared = known.get(DECLARED)
    if declared is None or declared.confidence < SURE or not isinstance(declared.value, str):
        return value
    wanted = declared.value.split("-")
    match = _PARTS.fullmatch(re.sub(r"\s", "", unicodedata.normalize("NFKC", value.raw)))
    if match is None or len(wanted) != 3 or value.confidence >= SURE:
        return value
    lost = [n for n, part in enumerate(match.groups()) if not part.isdecimal()]
    kept = all(n in lost or int(part) == int(wanted[n]) for n, part in enumerate(match.groups()))
    if len(lost) != 1 or not kept:
        return value
    sure = min(value.confidence, _DOUBTFUL)
    return replace(value, value=declared.value, status="filled", confidence=sure, alternatives=(value.raw,))
