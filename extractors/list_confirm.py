"""A list read from a scan, held against another version of it: doubtful cells are settled by the second reading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rapidfuzz.distance import Levenshtein

from extractors.lists.serials import serial_number
from extractors.lists.words import plain
from pipeline.checks.trust import SURE
from pipeline.records import Row

_CONFIRMED = 0.97
_NEAR = 0.6
"""A doubtful cell and its counterpart this much alike are the same words; less alike they disagree."""


def confirmed(rows: Sequence[Row], others: Sequence[Row]) -> Sequence[Row]:
    """The rows with doubtful cells as the other version writes them, where both stand in the same row.

    A cell that was read surely stays as it is, whatever the other version says.
    """
    if all(row.confidence >= SURE for row in rows):
        return rows
    numbered = _by_number(others)
    own = _by_number(rows)
    return [_confirmed(row, numbered.get(number)) if own.get(number) is row else row for row, number in _numbers(rows)]


def _numbers(rows: Sequence[Row]) -> list[tuple[Row, tuple[str | None, int | None]]]:
    return [(row, (row.class_name, serial_number(row.cells.get("serial", "")))) for row in rows]


def _by_number(rows: Sequence[Row]) -> dict[tuple[str | None, int | None], Row]:
    """Rows by class and serial number; numbers that occur twice or are missing say nothing."""
    found: dict[tuple[str | None, int | None], Row] = {}
    twice: set[tuple[str | None, int | None]] = set()
    for row, number in _numbers(rows):
        if number in found or number[1] is None:
            twice.add(number)
        found[number] = row
    return {number: row for number, row in found.items() if number not in twice}


def _confirmed(row: Row, other: Row | None) -> Row:
    if other is None or row.confidence >= SURE or not _same_row(row, other):
        return row
    cells, sources = dict(row.cells), dict(row.cell_sources)
    for key, source in row.cell_sources.items():
        said = other.cells.get(key, "")
        if source.confidence < SURE and said and _alike(cells[key], said):
            cells[key] = said
            sources[key] = replace(source, confidence=_CONFIRMED)
    lowest = min((source.confidence for source in sources.values()), default=row.confidence)
    return replace(row, cells=cells, cell_sources=sources, confidence=lowest)


def _same_row(row: Row, other: Row) -> bool:
    keys = [key for key, cell in row.cells.items() if key != "serial" and cell]
    return sum(_alike(row.cells[key], other.cells.get(key, "")) for key in keys) * 2 > len(keys)


def _alike(a: str, b: str) -> bool:
    return Levenshtein.normalized_similarity(plain(a), plain(b)) >= _NEAR
