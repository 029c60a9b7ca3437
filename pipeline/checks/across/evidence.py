"""Both sides of a match across applicants, each in its own submission."""

from __future__ import annotations

from collections.abc import Callable

from pipeline.checks.across.rules import Match
from pipeline.checks.across.signature import row_hash
from pipeline.checks.case import plain, row_evidence
from pipeline.records import Evidence, Record, Row


def evidence_of(match: Match, fetch: Callable[[str], Record]) -> tuple[Evidence, ...]:
    """The fields, or the first row that both lists hold, of both submissions."""
    mine = fetch(match.submission)
    other = fetch(match.other) if match.other else None
    if match.slug in ("shared-ids", "copied-list") and other is not None:
        return _rows(match, mine, other)
    sides = [_field(mine, key, "本申报", None) for key in match.keys]
    if other is not None:
        sides += [_field(other, key, "另一申报", match.other) for key in match.keys]
    return tuple(sides)


def _field(record: Record, key: str, side: str, submission: str | None) -> Evidence:
    value = record.field(key)
    if value is None:
        return Evidence(side, key, None, submission)
    return Evidence(side, f"{value.label}：{value.raw[:80]}", value.source, submission)


def _rows(match: Match, mine: Record, other: Record) -> tuple[Evidence, ...]:
    kind = match.keys[0]
    one, two = mine.list(kind), other.list(kind)
    if one is None or two is None:
        return ()
    same = _same_id if match.slug == "shared-ids" else row_hash
    theirs = {same(row): row for row in two.rows}
    for row in one.rows:
        twin = theirs.get(same(row))
        if twin is not None and same(row):
            far = row_evidence(twin, "另一申报")
            return (row_evidence(row, "本申报"), Evidence(far.side, far.text, far.source, match.other))
    return ()


def _same_id(row: Row) -> str | int:
    return plain(row.cells.get("device_id", ""))
