"""Forms as data, and what is known of a submission."""

from pipeline.records.finding import SEVERITIES, STATUSES, Evidence, Finding, FindingStatus, Severity
from pipeline.records.form import ColumnDef, FieldDef, FieldKind, FormDef, LayoutItem, ListDef
from pipeline.records.record import (
    Claim,
    EmptyList,
    FieldValue,
    FileEntry,
    Heading,
    ListRecord,
    Mention,
    Record,
    Row,
    Sentence,
    Status,
    Value,
    Version,
)

__all__ = [
    "SEVERITIES", "STATUSES", "Claim", "ColumnDef", "EmptyList", "Evidence", "FieldDef", "FieldKind", "FieldValue",
    "FileEntry", "Finding", "FindingStatus", "FormDef", "Heading", "LayoutItem", "ListDef", "ListRecord", "Mention",
    "Record", "Row", "Sentence", "Severity", "Status", "Value", "Version",
]  # fmt: skip
