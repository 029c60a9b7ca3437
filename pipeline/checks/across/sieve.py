"""One submission against all others, one after the other: a quick look that lets only likely counterparts through.

The hashes of the one submission become tables of bits. For each other submission a glance says how many of its hashes
are among them; the exact comparison is made only where that may be enough. Costs a fraction of a millisecond each.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import ceil
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.checks.across.likeness import COPIED_ROWS, COPIED_TEXT, FEWEST_ROWS, SHARED_IDS
from pipeline.checks.across.lists import ListSignature, may_differ
from pipeline.checks.across.signature import Signature

_BITS, _ROOM = 20, 64
"""A table has at least so many bits for their places, and room for this many times what it holds."""
_SHIFTS = (0, 20, 40)


class _Table:
    """Which last bits the hashes have: a hash that is in is told, another one hardly ever."""

    def __init__(self, hashes: NDArray[Any]) -> None:
        told = hashes[hashes != 0]
        self._mask = (1 << min(31, max(_BITS, (_ROOM * len(told)).bit_length()))) - 1
        self._told = np.zeros(self._mask + 1, dtype=np.bool_)
        self._told[self._places(told)] = True

    def _places(self, hashes: NDArray[Any]) -> NDArray[np.int64]:
        places: NDArray[np.int64] = (hashes & hashes.dtype.type(self._mask)).astype(np.int64, copy=False)
        return places

    def has(self, hashes: NDArray[Any]) -> NDArray[np.bool_]:
        """Which of the hashes may be in."""
        return self._told.take(self._places(hashes))


@dataclass(slots=True)
class _List:
    """One list, ready to be glanced at; ``least`` distinct rows make the share of it that counts as copied."""

    mine: ListSignature
    exact: _Table = field(init=False)
    loose: _Table = field(init=False)
    least: int = field(init=False)

    def __post_init__(self) -> None:
        self.exact, self.loose = _Table(self.mine.rows), _Table(self.mine.loose.reshape(-1))
        values, times = np.unique(self.mine.rows, return_counts=True)
        covered = np.cumsum(np.sort(np.where(values == 0, 0, times))[::-1])
        self.least = 1 + int(np.searchsorted(covered, _copied(len(self.mine.rows))))

    def may_agree(self, theirs: ListSignature) -> bool:
        """Whether either list may stand in the other; True wherever it does."""
        fewest = min(self.least, _copied(len(theirs.rows)))
        hits = np.count_nonzero(self.exact.has(theirs.rows))
        if hits < fewest and may_differ(self.mine, theirs):
            hits += np.count_nonzero(self.loose.has(theirs.loose.reshape(-1)))
        return bool(hits >= fewest)


def _copied(rows: int) -> int:
    return max(FEWEST_ROWS, ceil(COPIED_ROWS * rows))


@dataclass(slots=True)
class Sieve:
    """The one submission, ready to be glanced at."""

    mine: Signature
    _ids: tuple[_Table, ...] = field(init=False)
    _lists: dict[str, _List] = field(init=False)
    _texts: _Table | None = field(init=False)

    def __post_init__(self) -> None:
        self._ids = tuple(_Table(self.mine.device_ids >> np.uint64(shift)) for shift in _SHIFTS)
        self._lists = {kind: _List(each) for kind, each in self.mine.lists.items()}
        texts = list(self.mine.narratives.values())
        self._texts = _Table(np.concatenate(texts)) if texts else None

    def lets_through(self, other: Signature) -> bool:
        """Whether anything but the few plain values may be alike."""
        return self._shares_ids(other) or self._shares_rows(other) or self._shares_text(other)

    def _shares_ids(self, other: Signature) -> bool:
        """A handful counts here; so chance hits must be rare, and an ID has to be in three tables at once."""
        left = other.device_ids
        for shift, table in zip(_SHIFTS, self._ids, strict=True):
            left = left[table.has(left >> np.uint64(shift))]
        return len(left) >= SHARED_IDS

    def _shares_rows(self, other: Signature) -> bool:
        return any(mine.may_agree(other.lists[kind]) for kind, mine in self._lists.items() if kind in other.lists)

    def _shares_text(self, other: Signature) -> bool:
        if self._texts is None:
            return False
        least = min(len(each) for each in self.mine.narratives.values())
        return any(
            np.count_nonzero(self._texts.has(each)) >= COPIED_TEXT * min(len(each), least)
            for each in other.narratives.values()
        )
