"""Both sides of a match across applicants. Each side is found in its own record, so that no two are open at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import numpy as np

from pipeline.checks.across.lists import row_hashes
from pipeline.checks.across.match import Match
from pipeline.checks.across.shingles import LENGTH, runs
from pipeline.checks.across.signature import DEALS, deal_hash, id_hash
from pipeline.checks.rows import row_said
from pipeline.checks.wording import plain
from pipeline.records import Evidence, Record, Row

_SHOWN = 5
_PASSAGE = 160

Sides = dict[tuple[int, bool], tuple[Evidence, ...]]
"""Evidence by the number of the match and whether it is the other submission's side."""


def gather(matches: Sequence[Match], records: Iterable[Record]) -> Sides:
    """The evidence of all matches, from one pass over the records that take part in them."""
    wanted: dict[str, list[tuple[int, bool]]] = {}
    for at, match in enumerate(matches):
        wanted.setdefault(match.submission, []).append((at, False))
        if match.other:
            wanted.setdefault(match.other, []).append((at, True))
    found: Sides = {}
    for record in records:
        for at, is_other in wanted.get(record.name, ()):
            found[at, is_other] = _side(record, matches[at], is_other)
    return found


def involved(matches: Iterable[Match]) -> list[str]:
    """The submissions whose records the evidence needs."""
    return sorted({name for match in matches for name in (match.submission, match.other) if name})


def paired(at: int, match: Match, sides: Sides) -> tuple[Evidence, ...]:
    """The sides of one match in turn: row against row, field against field."""
    mine, other = sides.get((at, False), ()), sides.get((at, True), ())
    if not match.other:
        return mine
    turns = [side for pair in zip(mine, other, strict=False) for side in pair]
    return tuple(turns) or (*mine, *other)


def _side(record: Record, match: Match, is_other: bool) -> tuple[Evidence, ...]:
    submission = record.name if is_other else None
    name = f"另一申报「{record.name}」" if is_other else "本申报"
    if match.slug == "shared-ids":
        return _rows(record, match, name, submission, lambda row: (id_hash(row),))
    if match.slug == "same-deals":
        return _rows(record, match, name, submission, lambda row: tuple(deal_hash(row, at) for at in DEALS.values()))
    if match.slug in ("copied-list", "partly-copied-list"):
        kind = match.keys[0]
        return _rows(record, match, name, submission, lambda row: _all_hashes(record.form, kind, row))
    if match.slug == "copied-narrative":
        return _passage(record, match.other_key if is_other else match.keys[0], match, name, submission)
    return tuple(_field(record, key, name, submission) for key in match.keys)


def _field(record: Record, key: str, name: str, submission: str | None) -> Evidence:
    value = record.field(key)
    if value is None:
        return Evidence(name, f"{key}：未找到", None, submission)
    return Evidence(name, f"{value.label}：{value.raw[:80]}", value.source, submission)


def _rows(
    record: Record, match: Match, name: str, submission: str | None, keys: Callable[[Row], tuple[int, ...]]
) -> tuple[Evidence, ...]:
    """The rows of the first few things in common, in the same order on both sides."""
    wanted = [int(each) for each in match.common[:_SHOWN]]
    kinds = DEALS if match.slug == "same-deals" else match.keys[:1]
    lists = [rows for kind in kinds if (rows := record.list(kind))]
    first: dict[int, Row] = {}
    for row in (row for rows in lists for row in rows.rows):
        for key in keys(row):
            first.setdefault(key, row)
    shown = [row_said(first[each], name) for each in wanted if each in first]
    return tuple(Evidence(each.side, each.text, each.source, submission) for each in shown)


def _all_hashes(form: str | None, kind: str, row: Row) -> tuple[int, ...]:
    exact, loose = row_hashes(form, kind, row)
    return exact, *loose


def _passage(record: Record, key: str, match: Match, name: str, submission: str | None) -> tuple[Evidence, ...]:
    """The longest passage that stands in both."""
    value = record.field(key)
    if value is None:
        return ()
    text = plain(str(value.value))
    inside = np.isin(runs(text), match.common)
    edges = np.flatnonzero(np.diff(np.concatenate([[0], inside.astype(np.int8), [0]])))
    spans = edges.reshape(-1, 2)
    if not len(spans):
        return ()
    start, end = spans[np.argmax(spans[:, 1] - spans[:, 0])]
    shown = text[start : end + LENGTH - 1]
    words = shown if len(shown) <= _PASSAGE else shown[:_PASSAGE] + "…"
    return (Evidence(name, f"{value.label}：{words}", value.source, submission),)
