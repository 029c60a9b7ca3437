"""What a list's own redundancy says about its misread cells; only on scans, and never silently.

A repaired cell keeps its first reading as the ``text`` of its source, and its confidence stays below what would let it
pass without a look. Rows are neither added nor dropped.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractors.lists.doubts import Doubts, Repairs
from extractors.lists.id_patterns import id_repairs
from extractors.lists.serial_repair import serial_repairs
from extractors.lists.vocabulary import ending_repairs, phone_repairs, word_repairs
from pipeline.checks.trust import from_pixels
from pipeline.records import ListDef, Row

REPAIRED = 0.85
"""Confidence of a repaired cell at most."""


def repaired(rows: list[Row], definition: ListDef, doubts: Doubts) -> Sequence[Row]:
    """The rows with the repairs that the list supports."""
    if not any(from_pixels(row.source) for row in rows):
        return rows
    repairs: Repairs = {}
    repairs.update(ending_repairs(rows, definition))
    repairs.update(word_repairs(rows, definition, doubts))
    repairs.update(phone_repairs(rows, definition))
    repairs.update(id_repairs(rows, definition))
    repairs.update(serial_repairs(rows))
    for (at, key), cell in repairs.items():
        if from_pixels(rows[at].source):
            rows[at] = _with_cell(rows[at], key, cell)
    return rows


def _with_cell(row: Row, key: str, cell: str) -> Row:
    old = row.cell_sources.get(key)
    place = old or replace(row.source, text="")
    source = replace(place, confidence=min(REPAIRED, place.confidence))
    return replace(
        row,
        cells={**row.cells, key: cell},
        cell_sources={**row.cell_sources, key: source},
        confidence=min(REPAIRED, row.confidence),
    )
