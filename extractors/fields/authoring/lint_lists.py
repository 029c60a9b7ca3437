"""Remarks on attached lists: lists that back nothing, columns and classes that do not fit."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from extractors.fields.authoring.remark import Remark, error, warning
from pipeline.records import FormDef, ListDef


def list_remarks(form: FormDef) -> Iterator[Remark]:
    """What a list says that its form cannot mean."""
    kinds = [each.kind for each in form.lists]
    for kind in sorted({kind for kind in kinds if kinds.count(kind) > 1}):
        yield error(kind, "这一种清单定义了多次")
    for each in form.lists:
        yield from _columns(each)
        if not each.recommendations:
            yield from _claims(form, each)


def _columns(each: ListDef) -> Iterator[Remark]:
    if len(each.columns) < 2:
        yield warning(each.kind, "清单只有一列，容易与别的表混淆")
    for one, other in combinations(each.columns, 2):
        for name in sorted(set(one.names) & set(other.names)):
            yield error(each.kind, f"列 {one.key} 与 {other.key} 的表头都是「{name}」")


def _claims(form: FormDef, each: ListDef) -> Iterator[Remark]:
    if not each.claimed_by:
        yield warning(each.kind, "没有字段申报这份清单的条数，清单核不出数来")
        return
    for key in each.claimed_by.values():
        field = form.field(key)
        if field is not None and field.kind != "integer":
            yield error(each.kind, f"清单的条数由 {key} 申报，它不是 integer")
    without = [name for name in each.classes if name not in each.claimed_by]
    if without and len(without) < len(each.classes):
        yield warning(each.kind, f"类别「{'」「'.join(without)}」没有字段申报其条数")
    if "" not in each.claimed_by:
        yield warning(each.kind, "只有分类的条数有字段申报，总条数没有")
