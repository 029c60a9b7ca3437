"""Lists as they are compared: a hash for each row, and three looser ones that forgive what readers and renaming do.

The columns of a list are dealt into three groups. A row's exact hash covers all of them; each of its three loose hashes
leaves one group out. So a row with a misread cell, or with a column that was not recognised, still agrees by one of the
three; and rows that share only what everybody's rows share (a customer, a type) don't, for a loose hash counts only
where it stands for one row on either side.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from pipeline.checks.across.shingles import mixed
from pipeline.checks.rows import is_scanned
from pipeline.checks.wording import alike
from pipeline.records import ListRecord, Row
from pipeline.records.load import load_forms

Hashes = NDArray[np.uint64]
Loose = NDArray[np.uint32]

GROUPS = 3
_SALT = tuple(np.uint64(each) for each in (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9))


@dataclass(frozen=True, slots=True, eq=False)
class ListSignature:
    """One list: ``rows`` a hash each, in order (0 for a row that says too little); ``loose`` three each (0 for none).

    ``columns`` are those with anything in them; ``scanned`` says that rows were read from pixels.
    """

    rows: Hashes
    loose: Loose
    columns: tuple[str, ...]
    scanned: bool


def sign(form: str | None, record: ListRecord) -> ListSignature:
    """The signature of a list of that form."""
    deal = _dealt(form, record.kind)
    groups = np.zeros((len(record.rows), GROUPS), dtype=np.uint64)
    filled = np.zeros(len(record.rows), dtype=np.int64)
    columns: set[str] = set()
    scanned = False
    for number, row in enumerate(record.rows):
        said: list[list[str]] = [[] for _ in range(GROUPS)]
        for key, cell in row.cells.items():
            if key != "serial" and (text := _folded(cell)):
                said[deal.get(key, _rank(key))].append(f"{key}={text}")
                columns.add(key)
                filled[number] += 1
        for group, cells in enumerate(said):
            groups[number, group] = _hashed("|".join(sorted(cells))) if cells else 0
        scanned = scanned or is_scanned(row)
    return ListSignature(_exact(groups, filled), _looser(groups), tuple(sorted(columns)), scanned)


def row_hashes(form: str | None, kind: str, row: Row) -> tuple[int, tuple[int, ...]]:
    """The exact and the loose hashes of a single row, for finding it again."""
    signed = sign(form, ListRecord(kind, (row,)))
    return int(signed.rows[0]), tuple(int(each) for each in signed.loose[0])


def _exact(groups: Hashes, filled: NDArray[np.int64]) -> Hashes:
    total = np.zeros(len(groups), dtype=np.uint64)
    for group, salt in enumerate(_SALT):
        total = mixed(total + groups[:, group] * salt)
    return np.where(filled > 1, np.maximum(total, np.uint64(1)), np.uint64(0))


def _looser(groups: Hashes) -> Loose:
    """For each group, the hash of the other two; 0 where either of them is empty."""
    made = np.zeros((len(groups), GROUPS), dtype=np.uint32)
    for left_out in range(GROUPS):
        one, two = (groups[:, each] for each in range(GROUPS) if each != left_out)
        both = (mixed(one * _SALT[0] + two * _SALT[1]) >> np.uint64(32)).astype(np.uint32)
        made[:, left_out] = np.where((one != 0) & (two != 0), np.maximum(both, np.uint32(1)), np.uint32(0))
    return made


@cache
def _dealt(form: str | None, kind: str) -> dict[str, int]:
    """Which group each column belongs to: by its place in the form, so that one that is missing shifts no other."""
    defined = next((each for each in load_forms() if each.id == form), None)
    columns = defined.list(kind).columns if defined and defined.list(kind) else ()  # type: ignore[union-attr]
    keys = [each.key for each in columns if each.key != "serial"]
    return {key: at % GROUPS for at, key in enumerate(keys)}


@lru_cache(maxsize=1 << 16)
def _folded(cell: str) -> str:
    """The same customers and types come again and again."""
    return alike(cell)


def _rank(key: str) -> int:
    return _hashed(key) % GROUPS


def _hashed(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big") or 1


def agreeing(mine: ListSignature, other: ListSignature) -> NDArray[np.bool_]:
    """Which of my rows stand in the other list too: exactly, or loosely where a reader or a column may be to blame."""
    found: NDArray[np.bool_] = np.isin(mine.rows, other.rows) & (mine.rows != 0)
    if not may_differ(mine, other):
        return found
    for left_out in range(GROUPS):
        here, there = mine.loose[:, left_out], other.loose[:, left_out]
        found |= np.isin(here, _once(there)) & np.isin(here, _once(here))
    return found


def may_differ(mine: ListSignature, other: ListSignature) -> bool:
    """Whether equal rows may look different: read from pixels on one side, or with other columns."""
    return mine.scanned or other.scanned or mine.columns != other.columns


def _once(hashes: Loose) -> Loose:
    values, counts = np.unique(hashes, return_counts=True)
    once: Loose = values[(counts == 1) & (values != 0)]
    return once
