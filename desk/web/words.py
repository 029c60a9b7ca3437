"""How values, statuses and places are written on the pages, in Chinese."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from urllib.parse import quote

from desk.web.office import STATUS_NAMES
from pipeline.document import Fractions, Source, spoken_place
from pipeline.records import SEVERITIES, STATUSES, FieldValue, Record

_FIELD_STATUS = {"filled": "", "blank": "（空白）", "none": "（无）", "unreadable": "（无法辨认）"}


def shown(field: FieldValue) -> str:
    """A field's value as a person writes it."""
    if field.value is None or field.value == []:
        return _FIELD_STATUS[field.status] or "（空白）"
    if isinstance(field.value, bool):
        return "是" if field.value else "否"
    if isinstance(field.value, list):
        return "、".join(field.value)
    if isinstance(field.value, int | float):
        return f"{field.value:,.10g}" + (f" {field.unit}" if field.unit else "")
    return str(field.value)


def percent(share: float) -> str:
    """A confidence as whole percent, never rounded up to a certainty."""
    return f"{min(99, int(share * 100))}%"


def path_of(source: Source | None, record: Record) -> str:
    """The delivered file a place lies in, by its path in the submission."""
    if source is None:
        return ""
    return next((file.path for file in record.files if file.sha256 == source.sha256), "")


def place(source: Source | None) -> str:
    """``第4页``; empty where there is none."""
    return source.where if source else ""


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


FILTERS: Mapping[str, Callable[..., str]] = {
    "shown": shown,
    "percent": percent,
    "path_of": path_of,
    "place": place,
    "spot": lambda entry: spoken_place(entry.page, entry.locator),
    "box": box_style,
    "severity": lambda slug: SEVERITIES[slug],
    "decision": lambda slug: STATUSES[slug],
    "standing": standing,
    "address": address,
}
