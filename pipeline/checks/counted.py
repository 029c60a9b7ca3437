"""Lists held against the fields that claim their rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.checks.case import Case
from pipeline.checks.compare import may_be_misread
from pipeline.checks.rows import is_scanned, lacks_rows, whole_list
from pipeline.records import Evidence, ListDef, ListRecord


@dataclass(frozen=True, slots=True)
class Counted:
    """A list whose rows could be counted, and what the field says of them."""

    key: str
    kind: str
    title: str
    claimed: float
    rows: int
    evidence: Evidence


def counted_lists(case: Case) -> Iterator[Counted]:
    """Every list at hand with the field that claims its total, where both can be trusted."""
    for definition, rows in case.lists():
        key = definition.claimed_by.get("")
        claimed = case.number(key) if key else None
        if key is None or claimed is None:
            continue
        if claimed != len(rows.rows) and _in_doubt(case, key, claimed, definition, rows):
            continue
        evidence = whole_list(definition.title, rows)
        yield Counted(key, definition.kind, definition.title, claimed, len(rows.rows), evidence)


def _in_doubt(case: Case, key: str, claimed: float, definition: ListDef, rows: ListRecord) -> bool:
    """Whether the difference may be of our own making: a misread claim, or rows that the reader lost or split."""
    if may_be_misread(case.get(key), float(len(rows.rows))):
        case.doubt(f"{case.label(key)}：与清单行数差一个字符，可能是识别有误，需人工核对")
        return True
    if claimed > len(rows.rows) and not case.all_pages_read(f"{definition.title}的行数"):
        return True
    if lacks_rows(rows.rows, claimed) or (is_scanned(rows.rows[0]) and _split(rows, claimed)):
        case.doubt(f"{definition.title}：扫描件的行数未能可靠清点，需人工核对")
        return True
    return False


def _split(rows: ListRecord, claimed: float) -> bool:
    """Whether rows without a number account for what there is too much: a row read as two."""
    unnumbered = sum(not row.cells.get("serial", "").strip() for row in rows.rows)
    numbered = len(rows.rows) - unnumbered
    return 0 < unnumbered <= len(rows.rows) // 2 and numbered <= claimed < len(rows.rows)
