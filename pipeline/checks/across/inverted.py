"""Who else has this: hashes of all owners in one sorted table. Nothing here looks at all pairs of owners.

Whether one set holds most of another is decided by its rarest members (prefix filtering): of a set that is to have the
share ``s`` of its ``n`` members in another, one of the rarest ``n - ceil(s n) + 1`` must be there. So only their owners
are compared in full, and nothing is missed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from math import ceil

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]

COMMON = 100
"""A value that more owners share is common property and is not counted for pairs of them."""


class Inverted:
    """The distinct hashes of many owners, by hash. Owners are numbered as they were given."""

    def __init__(self, sets: Sequence[Hashes]) -> None:
        """Build the table from each owner's distinct hashes (0 stands for nothing and is left out).

        Only what several owners have is kept: of honest lists next to nothing, so that looking up stays in the cache.
        """
        self.sets = [distinct(each) for each in sets]
        self._several = several = [
            each[held] for each, held in zip(self.sets, _held_by_several(self.sets), strict=True)
        ]
        owners = np.repeat(np.arange(len(sets), dtype=np.int32), [len(each) for each in several])
        hashes = np.concatenate([*several, np.empty(0, dtype=np.uint64)])
        order = np.argsort(hashes, kind="stable")
        hashes, owners = hashes[order], owners[order]
        starts = np.flatnonzero(np.concatenate([[True], hashes[1:] != hashes[:-1]])) if len(hashes) else order
        sizes = np.diff(np.append(starts, len(hashes)))
        shared = np.repeat(sizes > 1, sizes)
        self._hashes, self._owners = hashes[shared], owners[shared]

    def _runs(self, hashes: Hashes) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Where in the table the owners of each hash begin and end."""
        return np.searchsorted(self._hashes, hashes, "left"), np.searchsorted(self._hashes, hashes, "right")

    def holders(self, mine: int, share: float) -> Iterator[int]:
        """The owners that may hold at least this share of one owner's hashes; every one that does is among them."""
        several, count = self._several[mine], len(self.sets[mine])
        alone = count - len(several)
        kept = count - ceil(share * count) + 1 - alone  # those that nobody else has are the rarest of all
        if not count or kept <= 0:
            return
        left, right = self._runs(several)
        rarest = np.argsort(right - left, kind="stable")[:kept]
        left, right = left[rarest], right[rarest]
        for owner in np.unique(_spread(self._owners, left, right)):
            if owner != mine:
                yield int(owner)

    def sharers(self, mine: int, least: int) -> Iterator[int]:
        """The owners that share at least so many of one owner's hashes; common property aside."""
        return (owner for owner, _ in self.counted(mine, least))

    def counted(self, mine: int, least: int, most: int = COMMON) -> Iterator[tuple[int, int]]:
        """(owner, shared) for those that share at least so many hashes, each of ``most`` owners and fewer."""
        left, right = self._runs(self._several[mine])
        wanted = (right - left > 1) & (right - left <= most)
        owners, counts = np.unique(_spread(self._owners, left[wanted], right[wanted]), return_counts=True)
        for owner, count in zip(owners[counts >= least], counts[counts >= least], strict=True):
            if owner != mine:
                yield int(owner), int(count)

    def sharing(self, least: int, most: int = COMMON) -> Iterator[tuple[int, int, int]]:
        """(one, two, shared) for every two owners that share at least so many hashes, each pair once.

        Hashes of more than ``most`` owners are not counted.
        """
        starts = np.flatnonzero(np.concatenate([[True], self._hashes[1:] != self._hashes[:-1]]))
        sizes = np.diff(np.append(starts, len(self._hashes)))
        codes = [np.empty(0, dtype=np.int64)]
        for size in np.unique(sizes[(sizes > 1) & (sizes <= most)]):
            groups = np.sort(self._owners[starts[sizes == size][:, None] + np.arange(size)], axis=1).astype(np.int64)
            codes += [groups[:, a] * len(self.sets) + groups[:, b] for a, b in combinations(range(int(size)), 2)]
        pairs, counts = np.unique(np.concatenate(codes), return_counts=True)
        for pair, count in zip(pairs[counts >= least], counts[counts >= least], strict=True):
            yield int(pair) // len(self.sets), int(pair) % len(self.sets), int(count)


def distinct(hashes: Hashes) -> Hashes:
    """Each hash once, in order; 0 stands for nothing and is left out."""
    ordered = np.sort(hashes)
    first = np.ones(len(ordered), dtype=np.bool_)
    first[1:] = ordered[1:] != ordered[:-1]
    kept: Hashes = ordered[first & (ordered != 0)]
    return kept


def _held_by_several(sets: Sequence[Hashes]) -> Iterator[NDArray[np.bool_]]:
    """For each set, which of its hashes another set holds too.

    Sorting the bare values of all sets takes little more than going through them; only the few that come twice are then
    looked up.
    """
    together = np.concatenate([*sets, np.empty(0, dtype=np.uint64)])
    together.sort()
    again = distinct(together[1:][together[1:] == together[:-1]])
    for each in sets:
        at = np.searchsorted(again, each)
        yield again.take(at, mode="clip") == each if len(again) else np.zeros(len(each), dtype=np.bool_)


def _spread(owners: NDArray[np.int32], left: NDArray[np.int64], right: NDArray[np.int64]) -> NDArray[np.int32]:
    """The owners from each ``left`` up to its ``right``, one after the other."""
    sizes = right - left
    if not sizes.size:
        return owners[:0]
    starts = np.repeat(left - np.concatenate([[0], np.cumsum(sizes)[:-1]]), sizes)
    spread: NDArray[np.int32] = owners[starts + np.arange(sizes.sum())]
    return spread
