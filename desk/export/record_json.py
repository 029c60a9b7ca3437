"""A record as the contract's JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pipeline.document import Source
from pipeline.records import Evidence, FieldValue, Finding, Record, Row, Value

Json = dict[str, Any]


def record_json(record: Record, findings: tuple[Finding, ...], paths: Mapping[str, str] | None = None) -> Json:
    """The whole of one submission; ``paths`` gives the paths of files of other submissions (evidence lies there)."""
    own = {file.sha256: file.path for file in record.files if file.sha256}
    where = {**(paths or {}), **own}
    return {
        "submission": {
            "name": record.name,
            "form": record.form,
            "files": [
                {"path": file.path, "sha256": file.sha256, "media_type": file.media_type, "pages": file.pages}
                for file in record.files
                if file.is_read
            ],
            "refused": [{"path": file.path, "reason": file.reason} for file in record.files if file.outcome != "read"],
        },
        "fields": [_field(value, where) for value in record.fields],
        "lists": [{"kind": each.kind, "rows": [_row(row, where) for row in each.rows]} for each in record.lists],
        "findings": [_finding(finding, where) for finding in findings],
    }


def _plain(value: Value) -> Value:
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _source(source: Source | None, paths: Mapping[str, str]) -> Json | None:
    if source is None:
        return None
    place: Json = {"file": paths.get(source.sha256, ""), "page": source.page, "bbox": None}
    if source.bbox is not None:
        place["bbox"] = list(source.bbox)
    if source.locator:
        place["locator"] = source.locator
    return place


def _field(value: FieldValue, paths: Mapping[str, str]) -> Json:
    return {
        "key": value.key,
        "label": value.label,
        "value": _plain(value.value),
        "raw": value.raw,
        "unit": value.unit,
        "status": value.status,
        "confidence": round(value.confidence, 4),
        "source": _source(value.source, paths),
    }


def _row(row: Row, paths: Mapping[str, str]) -> Json:
    return {"cells": dict(row.cells), "class": row.class_name, "source": _source(row.source, paths)}


def _finding(finding: Finding, paths: Mapping[str, str]) -> Json:
    return {
        "slug": finding.slug,
        "severity": finding.severity,
        "message": finding.message,
        "keys": list(finding.keys),
        "evidence": [_evidence(each, paths) for each in finding.evidence],
        "status": finding.status,
    }


def _evidence(each: Evidence, paths: Mapping[str, str]) -> Json:
    place = _source(each.source, paths) or {"file": "", "page": None, "bbox": None}
    side: Json = {**place, "text": each.text, "side": each.side}
    if each.submission:
        side["submission"] = each.submission
    return side
