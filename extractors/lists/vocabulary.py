"""Cells that repeat in a list: a doubtful one that is nearly a frequent one is that one; phones are digits."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from rapidfuzz.distance import Levenshtein

from extractors.lists.doubts import Doubts, Repairs
from extractors.lists.lookalikes import all_alike, as_digits
from extractors.lists.words import plain
from pipeline.checks.trust import SURE
from pipeline.chinese import is_chinese
from pipeline.records import ListDef, Row

_FREQUENT = 2
_REPEATING = 0.75
"""A column with more different values than this share of its rows has no vocabulary."""
_LONG = 6
_LOST = 2
_FEWEST_ENDS = 5
_SHARE_OF_ENDS = 0.7
_PHONE_HEADS = re.compile("电话|手机|联系方式")
_MOBILE = re.compile(r"1[3-9]\d{9}")


def word_repairs(rows: Sequence[Row], definition: ListDef, doubts: Doubts) -> Repairs:
    """Doubtful cells of repeating columns, by the spelling that the column uses elsewhere."""
    repairs: Repairs = {}
    for column in definition.columns:
        if column.key not in ("serial", definition.id_column):
            repairs.update(_column_repairs(rows, column.key, doubts))
    return repairs


def _column_repairs(rows: Sequence[Row], key: str, doubts: Doubts) -> Repairs:
    counts = Counter(cell for row in rows if (cell := row.cells.get(key, "")))
    if not counts or len(counts) > _REPEATING * counts.total() + 1:
        return {}
    known = {cell: count for cell, count in counts.items() if count >= _FREQUENT and not cell.isdigit()}
    repairs: Repairs = {}
    for at, row in enumerate(rows):
        cell = row.cells.get(key, "")
        if not cell or counts[cell] > 1:
            continue
        better = _spelling(cell, known, doubts.get((at, key), ())) if _doubtful(row, key) else _completed(cell, known)
        if better is not None:
            repairs[at, key] = better
    return repairs


def _completed(cell: str, known: Mapping[str, int]) -> str | None:
    """The one frequent value of which the cell lacks the last character or two: they stood on a lost line."""
    if len(cell) < _LONG:
        return None
    longer = [word for word in known if word.startswith(cell) and len(word) - len(cell) <= _LOST]
    return longer[0] if len(longer) == 1 else None


def ending_repairs(rows: Sequence[Row], definition: ListDef) -> Repairs:
    """Cells whose last character is lost or no character at all, in a column whose cells end alike (…公司)."""
    repairs: Repairs = {}
    for column in definition.columns:
        cells = [row.cells.get(column.key, "") for row in rows]
        ends = Counter(cell[-2:] for cell in cells if len(cell) >= _LONG)
        ending, count = ends.most_common(1)[0] if ends else ("", 0)
        if count < max(_FEWEST_ENDS, _SHARE_OF_ENDS * ends.total()) or not all(map(is_chinese, ending)):
            continue
        for at, cell in enumerate(cells):
            cut = cell if cell.endswith(ending[0]) else cell[:-1] if cell[-2:-1] == ending[0] else ""
            if len(cut) >= _LONG - 1 and not cell.endswith(ending) and (cut == cell or not is_chinese(cell[-1])):
                repairs[at, column.key] = cut + ending[1]
    return repairs


def _doubtful(row: Row, key: str) -> bool:
    source = row.cell_sources.get(key)
    return source is not None and source.confidence < SURE


def _spelling(cell: str, known: Mapping[str, int], others: Iterable[str]) -> str | None:
    """The one frequent value that the cell may be: another reading of it, a lookalike, or one character off."""
    offered = {plain(other) for other in others}
    candidates = [word for word in known if plain(word) in offered or all_alike(plain(word), plain(cell))]
    if not candidates:
        candidates = [word for word in known if _near(plain(word), plain(cell))]
    return candidates[0] if len(candidates) == 1 else None


def _near(word: str, cell: str) -> bool:
    """Short words that differ in one character are different words; long ones hardly ever are."""
    longest = max(len(word), len(cell))
    allowed = 0 if longest < 6 else 1 if longest < 14 else 2
    return allowed > 0 and Levenshtein.distance(word, cell, score_cutoff=allowed) <= allowed


def phone_repairs(rows: Sequence[Row], definition: ListDef) -> Repairs:
    """Mobile numbers in which an engine saw letters."""
    keys = [column.key for column in definition.columns if any(map(_PHONE_HEADS.search, column.names))]
    repairs: Repairs = {}
    for at, row in enumerate(rows):
        for key in keys:
            written = plain(row.cells.get(key, ""))
            digits = as_digits(row.cells.get(key, "").replace(" ", ""))
            if written and not written.isdigit() and _MOBILE.fullmatch(digits):
                repairs[at, key] = digits
    return repairs
