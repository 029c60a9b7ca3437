"""Totals and the parts that a form prints under them: ``工业模型数量：…个 其中，…个；…个``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.records import FieldDef, FormDef
from pipeline.records.template import Hole, Literal, parts_of

_AMONG = "其中"
_ENDS = re.compile(r"[^；;、，,\s]\s*\n|。")
"""A line that ends without a separator ends the parts as well."""

Total = tuple[FieldDef, list[FieldDef]]


def totals_in(form: FormDef) -> Iterator[Total]:
    """Every total of the form with its parts."""
    for item in form.layout:
        for text in (item.text or "", *(cell for row in item.table or () for cell in row)):
            yield from totals_of(text, form)


def totals_of(text: str, form: FormDef) -> Iterator[Total]:
    """Totals and parts by the words of the form: the number before ``其中`` and those after it in one sentence."""
    last: FieldDef | None = None
    total: FieldDef | None = None
    parts: list[FieldDef] = []
    for part in parts_of(text):
        if isinstance(part, Literal):
            among = _AMONG in part.text
            if total is not None and parts and (among or _ENDS.search(part.text)):
                yield total, parts
                total, parts = None, []
            if among:
                total, parts = last, []
        elif (field := _number(part, form)) is not None:
            last = field
            if total is not None:
                parts.append(field)
    if total is not None and parts:
        yield total, parts


def _number(hole: Hole, form: FormDef) -> FieldDef | None:
    field = form.field(hole.key)
    return field if field is not None and field.is_number else None
