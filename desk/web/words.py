"""How values, statuses and places are written on the pages, in Chinese."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from urllib.parse import quote

from desk.office.masks import masked_event
from desk.office.queue import is_long
from desk.standing import STATUS_NAMES
from pipeline.document import Fractions, Source
from pipeline.records import SEVERITIES, STATUSES, FieldValue
from pipeline.records.load import load_forms
from search.query.names import chinese_names_of

_FIELD_STATUS = {"filled": "", "blank": "（空白）", "none": "（无）", "unreadable": "（无法辨认）"}
_MARKS = {"seal": "印章", "signature": "签字"}
_FORMS = {form.id: f"{form.province} {form.year}" for form in load_forms()}
_LISTS = {each.kind: each.title for form in load_forms() for each in form.lists}
_LABELS = {field.key: field.short_label for form in load_forms() for field in form.fields}
_STATUSES = {str(slug): words for slug, words in STATUSES.items()}
_FORM_SAID = re.compile(r"(?<=，表式)[\w-]+$")
_STATUS_SAID = re.compile(r"(?<=」的决定：)[a-z]+")
_KEY_SAID = re.compile(r"(?<=^人工核对 )\S+?(?=：)")
KINDS = {"field": "表单字段", "row": "清单行", "passage": "正文段落", "finding": "核查发现"}


def shown(field: FieldValue) -> str:
    """A field's value as a person writes it."""
    if field.key.endswith(tuple(_MARKS)):
        return _mark(field)
    if field.value is None or field.value == []:
        return _FIELD_STATUS[field.status] or "（空白）"
    if isinstance(field.value, bool):
        return "是" if field.value else "否"
    if isinstance(field.value, list):
        return "、".join(field.value)
    if isinstance(field.value, int | float):
        return f"{number(field.value)}" + (f" {field.unit}" if field.unit else "")
    return str(field.value)


def _mark(field: FieldValue) -> str:
    """Whether there is a seal or signature, and whose the seal says that it is."""
    what = next(words for ending, words in _MARKS.items() if field.key.endswith(ending))
    if field.value is None:
        return f"（没有可查看{what}的页面）"
    if not field.value:
        return f"没有{what}"
    return f"有{what}" + (f"：{field.raw}" if field.raw not in ("", "是") else "")


def written(field: FieldValue) -> str:
    """A field's value as a person would type it again."""
    if isinstance(field.value, bool):
        return "是" if field.value else "否"
    if isinstance(field.value, list):
        return "、".join(field.value)
    return field.raw if field.raw or field.value is None else str(field.value)


def counts_as(field: FieldValue) -> str:
    """What a number or date counts as where that is not what stands there (1.883.25: 1,883.25); else ""."""
    if isinstance(field.value, bool) or not field.raw or not isinstance(field.value, int | float):
        return ""
    bare = field.raw.replace(",", "").replace("，", "").replace(" ", "")
    return "" if bare == f"{field.value:.10g}" else shown(field)


def says_unit(field: FieldValue) -> bool:
    """Whether the printed label itself names the unit: 总资产（万元）."""
    return bool(field.unit) and re.search(rf"[（(]{re.escape(field.unit)}[）)]", field.label) is not None


def number(value: float) -> str:
    """``12,500``, ``0.35``."""
    return f"{value:,.10g}"


def percent(share: float) -> str:
    """A confidence as whole percent, never rounded up to a certainty."""
    return f"{min(99, int(share * 100))}%"


def place(source: Source | None) -> str:
    """``第4页`` or the locator in words."""
    return source.where if source is not None else ""


def box_style(bbox: Fractions) -> str:
    """The box as four numbers for the page's script: left, top, width, height in percent."""
    x0, y0, x1, y1 = (100 * part for part in bbox)
    return f"{x0:.2f},{y0:.2f},{x1 - x0:.2f},{y1 - y0:.2f}"


def standing(slug: str) -> str:
    """The name of a submission's standing."""
    return STATUS_NAMES.get(slug, slug)


def address(words: object) -> str:
    """The words as one part of an address."""
    return quote(str(words), safe="")


def moment(at: datetime | str | None) -> str:
    """A moment in the office's own time, to the minute."""
    if at is None:
        return ""
    known = datetime.fromisoformat(at) if isinstance(at, str) else at
    return known.astimezone().strftime("%Y-%m-%d %H:%M")


def told(what: str) -> str:
    """An event of the audit in words: names of forms, fields and decisions instead of their keys."""
    what = _FORM_SAID.sub(lambda found: _FORMS.get(found[0], found[0]), what)
    what = _STATUS_SAID.sub(lambda found: _STATUSES.get(found[0], found[0]), what)
    return _KEY_SAID.sub(lambda found: _LABELS.get(found[0], found[0]), what)


def pieces(marked: str) -> list[tuple[bool, str]]:
    """(is it a hit, words) of a fragment in which the search marked its hits with 【】."""
    found: list[tuple[bool, str]] = []
    for part in marked.split("【"):
        hit, closed, rest = part.partition("】")
        if closed and found:
            found += [(True, hit), (False, rest)]
        else:
            found.append((False, part))
    return [(hit, words) for hit, words in found if words]


FILTERS: Mapping[str, Callable[..., object]] = {
    "shown": shown,
    "written": written,
    "says_unit": says_unit,
    "counts_as": counts_as,
    "is_long": lambda field: is_long(field, None),
    "number": number,
    "percent": percent,
    "place": place,
    "box": box_style,
    "severity": lambda slug: SEVERITIES[slug],
    "decision": lambda slug: STATUSES[slug],
    "standing": standing,
    "address": address,
    "moment": moment,
    "pieces": pieces,
    "told": told,
    "event": masked_event,
    "form_name": lambda slug: _FORMS.get(slug, slug),
    "list_name": lambda slug: _LISTS.get(slug, slug),
    "slug_name": lambda slug: next(iter(chinese_names_of("slug", slug)), slug),
    "status_name": lambda slug: next(iter(chinese_names_of("status", slug)), slug),
    "kind": lambda slug: KINDS.get(slug, slug),
}
