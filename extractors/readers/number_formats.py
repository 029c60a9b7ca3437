"""Cells of a workbook whose format changes what they say: shares shown as percents, months shown without a day.

The reader of values says 0.431 and 2020-07-01; what the applicant wrote and sees is 43.1% and 2020年7月.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from extractors.archives import BROKEN_ZIP

PERCENT, MONTH = "percent", "month"
_BUILT_IN = {9: PERCENT, 10: PERCENT, 17: MONTH}
"""Numbers of formats that every workbook has: 0%, 0.00%, mmm-yy."""
_FORMAT = re.compile(rb"<(?:\w+:)?numFmt\b[^<>]*>")
_CELL_STYLES, _CELL_STYLES_END = re.compile(rb"<(?:\w+:)?cellXfs\b"), re.compile(rb"</(?:\w+:)?cellXfs>")
_STYLE = re.compile(rb"<(?:\w+:)?xf\b[^<>]*>")
_CELL = re.compile(rb"<(?:\w+:)?c\b[^<>]*>")
_SHEET = re.compile(rb"<(?:\w+:)?sheet\b[^<>]*>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^<>]*>")
_QUOTED = re.compile(r"\"[^\"]*\"|\[[^\]]*\]|\\.")
_LONGEST = 1 << 24
"""Bytes of a part from which on its formats are not looked at."""


@dataclass(frozen=True, slots=True)
class Formats:
    """What the formats of a workbook say, by sheet name and place (``B5``)."""

    by_sheet: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def shown(self, sheet: str, place: str, value: object) -> object:
        """The value as the workbook shows it; the same one where its format changes nothing."""
        kind = self.by_sheet[sheet].get(place)
        if kind == PERCENT and isinstance(value, int | float) and not isinstance(value, bool):
            return f"{round(value * 100, 10):.12g}%"
        if kind == MONTH and isinstance(value, date):
            return f"{value.year}-{value.month:02d}"
        return value


def formats_of(path: Path) -> Formats:
    """The telling formats of an xlsx; nothing where no style has one, and so of nearly all lists."""
    if not zipfile.is_zipfile(path):
        return Formats()
    try:
        with zipfile.ZipFile(path) as book:
            kinds = _kinds(_part(book, "xl/styles.xml"))
            return Formats({name: _cells(_part(book, part), kinds) for name, part in _sheets(book)} if kinds else {})
    except (*BROKEN_ZIP, KeyError, ValueError):
        return Formats()  # for the reader to say


def _part(book: zipfile.ZipFile, name: str) -> bytes:
    return book.read(name) if book.getinfo(name).file_size <= _LONGEST else b""


def _kinds(styles: bytes) -> dict[bytes, str]:
    """The numbers of cell styles whose format tells something, and what."""
    codes = {**_BUILT_IN}
    for each in _FORMAT.findall(styles):
        if kind := _kind(_attribute(each, b"formatCode").decode("utf-8", "replace").replace("&quot;", '"')):
            codes[int(_attribute(each, b"numFmtId") or 0)] = kind
    start = _CELL_STYLES.search(styles)
    end = _CELL_STYLES_END.search(styles, start.end()) if start else None
    own = styles[start.end() : end.start()] if start and end else b""
    found = (codes.get(int(_attribute(each, b"numFmtId") or 0)) for each in _STYLE.findall(own))
    return {str(number).encode(): kind for number, kind in enumerate(found) if kind}


def _kind(code: str) -> str | None:
    plain = _QUOTED.sub("", code).lower().split(";")[0]
    if "%" in plain:
        return PERCENT
    return MONTH if "y" in plain and "m" in plain and not {"d", "h", "s"} & set(plain) else None


def _cells(sheet: bytes, kinds: Mapping[bytes, str]) -> dict[str, str]:
    pairs = (
        (_attribute(each, b"r").decode("ascii", "replace"), _attribute(each, b"s")) for each in _CELL.findall(sheet)
    )
    return {place: kinds[style] for place, style in pairs if style in kinds}


def _sheets(book: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """(name, part) of every sheet."""
    relations = _RELATION.findall(_part(book, "xl/_rels/workbook.xml.rels"))
    parts = {_attribute(each, b"Id"): _attribute(each, b"Target").decode() for each in relations}
    for each in _SHEET.findall(_part(book, "xl/workbook.xml")):
        target = parts.get(_attribute(each, b"id"), "")
        name = _attribute(each, b"name").decode("utf-8", "replace")
        if target:
            yield name, target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _attribute(element: bytes, name: bytes) -> bytes:
    found = re.search(rb"[\s:]" + name + rb"\s*=\s*[\"']([^\"']*)[\"']", element)
    return found[1] if found else b""
