"""Small records written in YAML: the examples by which each rule is tested and shown in the docs.

```yaml
- why: 合计与分项之和相差3
  form: fujian-2023
  fields: {apps.total: 25, apps.platform_based: 20, apps.cloudified: 8}
  expect: [[apps.total]]
```

In ``fields`` a bare value is filled in and certain; ``""`` is blank, ``无`` says so, ``{unreadable: true}`` cannot be
read, and a mapping gives ``value``, ``raw``, ``confidence``, ``reader``, ``alternatives`` one by one. A list is a
sequence of rows (cells by column, ``class`` apart), or ``{rows: 30, cells: {serial: "{n}", name: "设备{n}"}}``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, cast

import yaml

from pipeline.document import Source
from pipeline.records import (
    Claim,
    EmptyList,
    FieldValue,
    FileEntry,
    FormDef,
    Heading,
    ListRecord,
    Record,
    Row,
    Status,
    Version,
)
from pipeline.records.load import load_form

_CERTAIN = 0.995
_STATUS: dict[Any, Status] = {"": "blank", None: "blank", "无": "none", "/": "none", "—": "none"}
_HEIGHT = 0.02

Spec = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Example:
    """One case: why it is telling, the record, its form, and the keys of each finding that must come of it."""

    why: str
    record: Record
    form: FormDef
    expect: tuple[frozenset[str], ...]
    message: str = ""
    doubt: str = ""


def examples_in(text: str) -> Iterator[Example]:
    """The cases of a YAML text."""
    for spec in yaml.safe_load(text) or ():
        yield example_of(spec)


def example_of(spec: Spec) -> Example:
    """One case from its YAML mapping."""
    form = load_form(spec["form"])
    expected = tuple(frozenset(keys) for keys in spec.get("expect", ()))
    return Example(spec["why"], record_of(spec, form), form, expected, spec.get("message", ""), spec.get("not_run", ""))


def record_of(spec: Spec, form: FormDef) -> Record:
    """The record that a case describes."""
    toc = spec.get("toc")
    return Record(
        spec.get("name", "示例"),
        form.id,
        tuple(_file(each) for each in spec.get("files", ())),
        _fields(spec.get("fields", {}), form),
        tuple(_list(kind, each) for kind, each in spec.get("lists", {}).items()),
        tuple(_version(each, form) for each in spec.get("versions", ())),
        tuple(_heading(each, n) for n, each in enumerate(toc, 1)) if toc is not None else None,
        tuple(_heading(each, n) for n, each in enumerate(spec.get("headings", ()), 1)),
        tuple(_claim(each) for each in spec.get("claims", ())),
        tuple(EmptyList(kind, _source({"file": "list"}, "head")) for kind in spec.get("empty_lists", ())),
    )


def _file(spec: Spec | str) -> FileEntry:
    given = {"path": spec} if isinstance(spec, str) else dict(spec)
    return FileEntry(given["path"], given["path"], "application/pdf", outcome=given.get("outcome", "read"))


def _fields(spec: Mapping[str, Any], form: FormDef) -> tuple[FieldValue, ...]:
    return tuple(_field(key, each, form) for key, each in spec.items())


def _field(key: str, spec: Any, form: FormDef) -> FieldValue:
    defined = form.field(key)
    assert defined is not None, f"{form.id} has no field {key}"
    given = dict(spec) if isinstance(spec, Mapping) else {"value": spec}
    value = given.get("value")
    status = "unreadable" if given.get("unreadable") else given.get("status") or _status(value, is_mark=defined.is_mark)
    if status != "filled" and not defined.is_mark:
        value = None
    raw = given.get("raw", "、".join(value) if isinstance(value, list) else "" if value is None else str(value))
    source = _source(given, given.get("place", f"field {key}"), raw)
    alternatives = tuple(given.get("alternatives", ()))
    confidence = given.get("confidence", _CERTAIN)
    return FieldValue(key, defined.label, value, raw, status, confidence, defined.unit, (source,), alternatives)


def _status(value: Any, *, is_mark: bool) -> Status:
    if isinstance(value, list):
        return "filled" if value else "blank"
    if is_mark and value is False:
        return "blank"
    return _STATUS.get(value, "filled") if isinstance(value, str | None) else "filled"


def _source(given: Spec, place: str, text: str = "") -> Source:
    confidence = given.get("read", given.get("confidence", _CERTAIN))
    x0, y0, x1, y1 = given.get("bbox") or (0.0, 0.0, 0.0, 0.0)
    return Source(
        given.get("file", "book"),
        given.get("page"),
        (x0, y0, x1, y1) if given.get("bbox") else None,
        given.get("locator", place),
        given.get("reader", "docx"),
        confidence,
        text,
    )


def _list(kind: str, spec: Any) -> ListRecord:
    given: Spec = spec if isinstance(spec, Mapping) else {"rows": spec}
    rows = given["rows"]
    cells = _filled_in(given.get("cells", {}), rows) if isinstance(rows, int) else rows
    return ListRecord(kind, tuple(_row(each, n, given) for n, each in enumerate(cells, 1)), given.get("title", ""))


def _filled_in(template: Mapping[str, str], count: int) -> Sequence[dict[str, str]]:
    return [{key: str(text).format(n=n) for key, text in template.items()} for n in range(1, count + 1)]


def _row(spec: Mapping[str, Any], n: int, given: Spec) -> Row:
    """``at`` is where a scanned row stands, in rows from the top; ``doubt`` names a cell of confidence 0.5."""
    cells = {key: str(text) for key, text in spec.items() if key not in ("class", "doubt", "at", "page", "confidence")}
    at = spec.get("at", n)
    reader = given.get("reader", "docx")
    scanned = not reader.startswith(("docx", "sheet", "text"))
    bbox = (0.1, at * _HEIGHT, 0.9, (at + 1) * _HEIGHT) if scanned else None
    where = {"file": "list", "page": spec.get("page", 1 if scanned else None), "bbox": bbox, "reader": reader}
    doubtful = {spec["doubt"]: _source({**where, "confidence": 0.5}, f"row {n}")} if "doubt" in spec else {}
    source = _source(where, f"row {n}")
    return Row(cells, source, spec.get("class"), spec.get("confidence", 1.0), doubtful)


def _version(spec: Spec, form: FormDef) -> Version:
    kind = cast("Literal['docx', 'pdf', 'scan']", spec["kind"])
    reader = {"docx": "docx", "pdf": "text layer", "scan": "rapidocr"}[kind]
    fields = {
        key: {"reader": reader, **(each if isinstance(each, Mapping) else {"value": each})}
        for key, each in spec.get("fields", {}).items()
    }
    lists = tuple(_list(key, {"reader": reader, **each}) for key, each in spec.get("lists", {}).items())
    return Version(kind, _fields(fields, form), (kind,), lists)


def _heading(spec: Any, n: int) -> Heading:
    given: Spec = {"text": spec} if isinstance(spec, str) else spec
    where = {key: given[key] for key in ("file", "page", "bbox", "locator") if key in given}
    source = _source(where, f"paragraph[{given.get('paragraph', 10 * n)}]")
    return Heading(given["text"], source, given.get("level"))


def _claim(spec: Spec) -> Claim:
    low, high = spec.get("low", spec["value"]), spec.get("high", spec["value"])
    source = _source(spec, "narrative")
    return Claim(spec["key"], spec["narrative"], float(spec["value"]), float(low), float(high), spec["text"], source)
