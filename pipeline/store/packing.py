"""Records, rows and findings as compressed JSON."""

from __future__ import annotations

import zlib
from dataclasses import replace
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from pipeline.records import Finding, Record, Row


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def pack(value: Record | Row | Finding) -> bytes:
    """The value as bytes; a record without the rows of its lists (they have a table of their own)."""
    if isinstance(value, Record):
        bare = tuple(replace(each, rows=()) for each in value.lists)
        versions = tuple(replace(each, lists=()) for each in value.versions)
        value = replace(value, lists=bare, versions=versions)
    kind: Any = type(value)
    return zlib.compress(_adapter(kind).dump_json(value, exclude_defaults=True), 3)


def unpack_record(data: bytes) -> Record:
    """The record, its lists without rows."""
    return _adapter(Record).validate_json(zlib.decompress(data))  # type: ignore[no-any-return]


def unpack_row(data: bytes) -> Row:
    """One row of a list."""
    return _adapter(Row).validate_json(zlib.decompress(data))  # type: ignore[no-any-return]


def unpack_finding(data: bytes) -> Finding:
    """One finding as the rule made it."""
    return _adapter(Finding).validate_json(zlib.decompress(data))  # type: ignore[no-any-return]
