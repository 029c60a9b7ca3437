"""Lists of one kind from several files: parts are put in a row, versions of the same list are not counted twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from extractors.list_confirm import confirmed
from extractors.lists.serials import serial_number
from extractors.lists.words import plain
from extractors.origin import Origin, OriginKind
from pipeline.records import ListRecord, Row

_SAME_ROWS = 0.5
"""Two files of which this share of the smaller one's rows agree hold the same list, not two parts of it."""
_SAME_CELLS = 0.66
"""Share of equal cells from which two rows of the same number are readings of one row."""


@dataclass(frozen=True, slots=True)
class ListPart:
    """The rows of one kind in one document."""

    record: ListRecord
    origin: Origin


def merge_lists(parts: Sequence[ListPart]) -> tuple[tuple[ListRecord, ...], dict[OriginKind, tuple[ListRecord, ...]]]:
    """One list a kind in order of appearance, and the lists of each kind of version."""
    kinds: dict[str, list[ListPart]] = {}
    for part in parts:
        kinds.setdefault(part.record.kind, []).append(part)
    counting: list[ListRecord] = []
    versions: dict[OriginKind, list[ListRecord]] = {}
    for same in kinds.values():
        chains = _chains(same)
        counting.append(_counting(chains))
        for chain in chains:
            versions.setdefault(chain[0].origin.kind, []).append(_joined(chain))
    return tuple(counting), {kind: tuple(lists) for kind, lists in versions.items()}


def _counting(chains: Sequence[Sequence[ListPart]]) -> ListRecord:
    """The list that counts: the first chain's, its doubtful cells settled by the others."""
    record = _joined(chains[0])
    for chain in chains[1:]:
        record = replace(record, rows=confirmed(record.rows, _joined(chain).rows))
    return record


def _chains(parts: Sequence[ListPart]) -> list[list[ListPart]]:
    """Parts that go together, the version that counts first."""
    chains: list[list[ListPart]] = []
    for part in parts:
        free = [chain for chain in chains if not any(same_list(part.record.rows, each.record.rows) for each in chain)]
        alike = [chain for chain in free if (chain[0].origin.kind == "docx") == (part.origin.kind == "docx")]
        if alike or (free and len(free) == len(chains)):
            (alike or free)[0].append(part)
        else:
            chains.append([part])
    return sorted(chains, key=lambda chain: chain[0].origin.rank, reverse=True)


def _joined(chain: Sequence[ListPart]) -> ListRecord:
    if len(chain) == 1:
        return chain[0].record
    ordered = sorted(chain, key=_first_serial) if _disjoint(chain) else list(chain)
    rows = [row for part in ordered for row in part.record.rows]
    title = next((part.record.title for part in ordered if part.record.title), "")
    return ListRecord(chain[0].record.kind, rows, title)


def _first_serial(part: ListPart) -> int:
    return _serial(part.record.rows[0]) or 0


def _disjoint(chain: Sequence[ListPart]) -> bool:
    """Whether the serial numbers run on from one part to another, so that they say the order."""
    ends = sorted((_first_serial(part), _serial(part.record.rows[-1]) or 0) for part in chain)
    return all(first and before[1] < first for before, (first, _) in pairwise(ends))


def _serial(row: Row) -> int | None:
    return serial_number(row.cells.get("serial", ""))


def same_list(a: Sequence[Row], b: Sequence[Row]) -> bool:
    """Whether most rows of the shorter list are in the other: word by word, or under the same number nearly so."""
    small, large = (a, b) if len(a) <= len(b) else (b, a)
    if not small:
        return False
    left = Counter(_signature(row) for row in large)
    numbered = {number: row for row in large if (number := _serial(row)) is not None}
    return sum(_is_in(row, left, numbered) for row in small) >= _SAME_ROWS * len(small)


def _is_in(row: Row, left: Counter[tuple[str, ...]], numbered: dict[int, Row]) -> bool:
    signature = _signature(row)
    if left[signature] > 0:
        left[signature] -= 1
        return True
    other = numbered.get(_serial(row) or -1)
    if other is None:
        return False
    keys = [key for key, cell in row.cells.items() if key != "serial" and cell]
    equal = sum(plain(row.cells[key]) == plain(other.cells.get(key, "")) for key in keys)
    return bool(keys) and equal >= _SAME_CELLS * len(keys)


def _signature(row: Row) -> tuple[str, ...]:
    return tuple(plain(cell) for key, cell in sorted(row.cells.items()) if key != "serial" and cell)
