"""Remarks on fields, each by itself."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from extractors.fields.authoring.remark import Remark, error, warning
from pipeline.records import FieldDef, FormDef

_KEY = re.compile(r"[a-z][a-z0-9_]*(\[\d+\])?(\.[a-z0-9_]+(\[\d+\])?)+")
_UNIT_IN_LABEL = re.compile(r"[（(]([^（()）]{1,4})[)）]$")


def field_remarks(form: FormDef) -> Iterator[Remark]:
    """Keys, units, limits and labels that contradict themselves."""
    for each in form.fields:
        yield from _one(each)
    yield from _ticks(form)
    seen = Counter((each.section, each.label) for each in form.fields if "[" not in each.key)
    for (section, label), count in seen.items():
        if count > 1:
            yield warning(section or "fields", f"同一节里有 {count} 个字段都叫「{label}」，意见书中会分不清")


def _one(field: FieldDef) -> Iterator[Remark]:
    if not _KEY.fullmatch(field.key):
        yield error(field.key, "键应是小写英文，以点分级，如 devices.total")
    if (field.is_mark or field.is_tick) and field.kind != "bool":
        yield error(field.key, f"印章、签字和条目前的方框应是 bool，不是 {field.kind}")
    if field.limit is not None and field.kind != "narrative":
        yield warning(field.key, "只有 narrative 才有字数上限")
    if field.options and field.kind not in ("choice", "multichoice"):
        yield error(field.key, f"{field.kind} 不能有选项")
    yield from _unit(field)


def _unit(field: FieldDef) -> Iterator[Remark]:
    if field.unit and not field.is_number:
        yield warning(field.key, f"{field.kind} 不需要单位")
    if field.kind == "percent" and field.unit != "%":
        yield warning(field.key, "percent 的单位应是 %")
    printed = _UNIT_IN_LABEL.search(field.label)
    if printed and field.unit and field.is_number and printed[1] not in (field.unit, "％"):
        yield warning(field.key, f"标签印的单位是「{printed[1]}」，定义的是「{field.unit}」")


def _ticks(form: FormDef) -> Iterator[Remark]:
    keys = {each.key for each in form.fields}
    prefixes = {key.rsplit(".", 1)[0] for key in keys if not key.startswith("tick.")}
    for each in form.fields:
        item = each.key.removeprefix("tick.")
        if each.is_tick and item not in keys and item.rsplit(".", 1)[0] not in prefixes:
            yield warning(each.key, f"没有与这个方框相应的字段 {item}")
