"""Remarks on totals and the parts that the form prints under them (``其中，…``)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractors.fields.authoring.remark import Remark, warning
from extractors.fields.totals import totals_in
from pipeline.records import FieldDef, FormDef, ListDef


def total_remarks(form: FormDef) -> Iterator[Remark]:
    """Parts that cannot add up to their total: another unit, another kind, or a class without a field."""
    for total, parts in totals_in(form):
        yield from _fit(total, parts)
    for each in form.lists:
        yield from _classes(form, each)


def _fit(total: FieldDef, parts: Sequence[FieldDef]) -> Iterator[Remark]:
    for part in parts:
        if part.unit != total.unit:
            units = f"单位却是「{part.unit}」而不是「{total.unit}」"
            yield warning(part.key, f"是 {total.key} 的一部分，{units}，加不到一起")
        elif part.kind != total.kind:
            yield warning(part.key, f"是 {total.key} 的一部分，类型却是 {part.kind} 而不是 {total.kind}")


def _classes(form: FormDef, each: ListDef) -> Iterator[Remark]:
    """Classes partition a list: their fields must count in the unit of the field of the whole."""
    total = form.field(each.claimed_by.get("", ""))
    parts = [form.field(key) for name, key in each.claimed_by.items() if name]
    if total is not None:
        yield from _fit(total, [part for part in parts if part is not None])
