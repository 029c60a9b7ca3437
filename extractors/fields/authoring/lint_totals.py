"""Remarks on totals and the parts that the form prints under them (``其中，…``)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractors.fields.authoring.remark import Remark, warning
from pipeline.records import FieldDef, FormDef, ListDef
from pipeline.records.template import Hole, Literal, parts_of

_AMONG = "其中"
_ENDS = re.compile(r"[^；;、，,\s]\s*\n|。")
"""A line that ends without a separator ends the parts as well."""


def total_remarks(form: FormDef) -> Iterator[Remark]:
    """Parts that cannot add up to their total: another unit, another kind, or a class without a field."""
    for item in form.layout:
        texts = [item.text or "", *(cell for row in item.table or () for cell in row)]
        for text in texts:
            for total, parts in totals_of(text, form):
                yield from _fit(total, parts)
    for each in form.lists:
        yield from _classes(form, each)


def totals_of(text: str, form: FormDef) -> Iterator[tuple[FieldDef, list[FieldDef]]]:
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


def _fit(total: FieldDef, parts: Sequence[FieldDef]) -> Iterator[Remark]:
    for part in parts:
        if part.unit != total.unit:
            yield warning(
                part.key, f"是 {total.key} 的一部分，单位却是「{part.unit}」而不是「{total.unit}」，加不到一起"
            )
        elif part.kind != total.kind:
            yield warning(part.key, f"是 {total.key} 的一部分，类型却是 {part.kind} 而不是 {total.kind}")


def _classes(form: FormDef, each: ListDef) -> Iterator[Remark]:
    """Classes partition a list: their fields must count in the unit of the field of the whole."""
    total = form.field(each.claimed_by.get("", ""))
    parts = [form.field(key) for name, key in each.claimed_by.items() if name]
    if total is not None:
        yield from _fit(total, [part for part in parts if part is not None])
