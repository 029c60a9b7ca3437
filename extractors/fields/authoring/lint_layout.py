"""Remarks on the printed page: what the reader of values could not tell apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from extractors.fields.authoring.remark import Remark, error, warning
from pipeline.records import FieldDef, FormDef, LayoutItem
from pipeline.records.template import Hole, Literal, Part, holes_of, parts_of

_LIMIT = re.compile(r"限\s*(\d+)\s*字")
_LEFT, _ABOVE = "<", "^"


def layout_remarks(form: FormDef) -> Iterator[Remark]:
    """Brackets, grids, neighbouring holes, tick boxes and printed limits."""
    for number, item in enumerate(form.layout, 1):
        where = f"layout 第 {number} 项"
        yield from _grid(where, item)
        for text in _texts(item):
            yield from _brackets(where, text)
            yield from _neighbours(where, text, form)
    yield from _twice(form)
    yield from _boxes(form)
    yield from _limits(form)


def _texts(item: LayoutItem) -> Iterator[str]:
    yield from (each for each in (item.text, item.heading) if each)
    yield from (cell for row in item.table or () for cell in row)


def _brackets(where: str, text: str) -> Iterator[Remark]:
    if text.count("[[") != text.count("]]"):
        yield error(where, "[[ 与 ]] 不成对")
    if re.search(r"\{[^a-z{}]|\{[^{}]*$", text):
        yield error(where, "{ } 里应是字段的键")


def _grid(where: str, item: LayoutItem) -> Iterator[Remark]:
    rows = item.table or ()
    if len({len(row) for row in rows}) > 1:
        yield error(where, "表格各行的格数不一样；合并的格用 < 或 ^ 补足")
    if any(row and row[0] == _LEFT for row in rows):
        yield error(where, "一行的第一格不能用 <：左边没有格")
    if rows and _ABOVE in rows[0]:
        yield error(where, "表格的第一行不能用 ^：上面没有格")


def _neighbours(where: str, text: str, form: FormDef) -> Iterator[Remark]:
    """Two values with no print between them cannot be told apart."""
    parts = [part for part in parts_of(text) if not isinstance(part, Literal) or part.text.strip()]
    for left, right in pairwise(parts):
        if _value(left, form) and _value(right, form):
            assert isinstance(left, Hole)
            assert isinstance(right, Hole)
            yield warning(where, f"{left.key} 与 {right.key} 之间没有印字，无法分开")


def _value(part: Part, form: FormDef) -> bool:
    if isinstance(part, Literal) or part.option:
        return False
    field = form.field(part.key)
    return field is not None and not field.is_mark


def _holes(form: FormDef) -> Iterator[Hole]:
    yield from (hole for item in form.layout for hole in holes_of(item))


def _twice(form: FormDef) -> Iterator[Remark]:
    keys = [hole.key for hole in _holes(form) if not hole.option]
    for key in sorted({key for key in keys if keys.count(key) > 1}):
        yield error(key, "在版面上有两处")


def _boxes(form: FormDef) -> Iterator[Remark]:
    boxes: dict[str, list[str]] = {}
    for hole in _holes(form):
        boxes.setdefault(hole.key, []).extend([hole.option] if hole.option else [])
    for field in form.fields:
        yield from _boxes_of(field, boxes.get(field.key, []))


def _boxes_of(field: FieldDef, printed: list[str]) -> Iterator[Remark]:
    for option in field.options:
        if option not in printed:
            yield error(field.key, f"选项「{option}」在版面上没有方框")
    if field.kind == "bool" and not field.is_mark and not field.is_tick and set(printed) != {"是", "否"}:
        yield error(field.key, "是非项在版面上要有「是」和「否」两个方框")
    if field.is_tick and len(printed) != 1:
        yield error(field.key, "条目前的方框在版面上应恰好一个，写作 {键=√}")


def _limits(form: FormDef) -> Iterator[Remark]:
    """The limit that is printed before a narrative is the limit that is checked."""
    printed: str | None = None
    for item in form.layout:
        for text in _texts(item):
            for part in parts_of(text):
                found = _LIMIT.search(part.text) if isinstance(part, Literal) else None
                printed = found[1] if found else printed
                field = form.field(part.key) if isinstance(part, Hole) else None
                if field is not None and field.kind == "narrative":
                    yield from _limit(field, printed)
                    printed = None


def _limit(field: FieldDef, printed: str | None) -> Iterator[Remark]:
    if printed is not None and field.limit is None:
        yield warning(field.key, f"版面印着限 {printed} 字，定义里没有 limit")
    elif printed is not None and field.limit != int(printed):
        yield warning(field.key, f"版面印着限 {printed} 字，定义里是 {field.limit}")
