"""One submission against all others, one after the other: a quick look that lets only likely counterparts through.

The hashes of the one submission become tables of bits. For each other submission a glance says how many of its hashes
are among them; the exact comparison is made only where that may be enough. Costs a fraction of a millisecond each.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.checks.across.likeness import COPIED_TEXT, SHARED_IDS
from pipeline.checks.across.signature import Signature

_BITS = 20
_MASK = (1 << _BITS) - 1
_ROWS = 0.1
"""Least share of rows by one loose hash with which two lists are worth comparing."""

_SHIFTS = tuple(np.uint64(each) for each in (0, 20, 40))

Bits = NDArray[np.bool_]


def _bits(hashes: NDArray[Any]) -> Bits:
    table = np.zeros(1 << _BITS, dtype=np.bool_)
    table[_places(hashes[hashes != 0])] = True
    return table


def _places(hashes: NDArray[Any]) -> NDArray[Any]:
    places: NDArray[Any] = hashes & hashes.dtype.type(_MASK)
    return places


@dataclass(slots=True)
class Sieve:
    """The one submission, ready to be glanced at."""

    mine: Signature
    _ids: tuple[Bits, ...] = field(init=False)
    _lists: dict[str, tuple[Bits, Bits]] = field(init=False)
    _texts: Bits | None = field(init=False)

    def __post_init__(self) -> None:
        self._ids = tuple(_bits(self.mine.device_ids >> shift) for shift in _SHIFTS)
        self._lists = {
            kind: (_bits(each.rows), _bits(each.loose.reshape(-1))) for kind, each in self.mine.lists.items()
        }
        texts = list(self.mine.narratives.values())
        self._texts = _bits(np.concatenate(texts)) if texts else None

    def lets_through(self, other: Signature) -> bool:
        """Whether anything but the few plain values may be alike."""
        return self._shares_ids(other) or self._shares_rows(other) or self._shares_text(other)

    def _shares_ids(self, other: Signature) -> bool:
        """A handful counts here; so chance hits must be rare, and an ID has to be in three tables at once."""
        there = np.ones(len(other.device_ids), dtype=np.bool_)
        for shift, bits in zip(_SHIFTS, self._ids, strict=True):
            there &= bits[_places(other.device_ids >> shift)]
        return int(there.sum()) >= SHARED_IDS

    def _shares_rows(self, other: Signature) -> bool:
        for kind, (exact, loose) in self._lists.items():
            theirs = other.lists.get(kind)
            if theirs is None:
                continue
            fewest = _ROWS * min(len(theirs.rows), len(self.mine.lists[kind].rows))
            hits = (exact[_places(theirs.rows)] & (theirs.rows != 0)).sum(), loose[_places(theirs.loose)].any(1).sum()
            if max(hits) >= max(1, fewest):
                return True
        return False

    def _shares_text(self, other: Signature) -> bool:
        if self._texts is None:
            return False
        least = min(len(each) for each in self.mine.narratives.values())
        return any(
            self._texts[_places(each)].sum() >= COPIED_TEXT * min(len(each), least)
            for each in other.narratives.values()
        )
