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


_MOST_BITS = 27
"""Of the table of counts: 128 MiB at most."""


class Inverted:
    """The distinct hashes of many owners, by hash. Owners are numbered as they were given."""

    def __init__(self, sets: Sequence[Hashes]) -> None:
        """Build the table from each owner's distinct hashes (0 stands for nothing and is left out).

        Only what several owners have is kept: of honest lists next to nothing, so that looking up stays in the cache.
        """
        self.sets = [distinct(each) for each in sets]
        several = [each[held] for each, held in zip(self.sets, _held_by_several(self.sets), strict=True)]
        owners = np.repeat(np.arange(len(sets), dtype=np.int32), [len(each) for each in several])
        hashes = np.concatenate([*several, np.empty(0, dtype=np.uint64)])
        order = np.argsort(hashes, kind="stable")
        hashes, owners = hashes[order], owners[order]
        starts = np.flatnonzero(np.concatenate([[True], hashes[1:] != hashes[:-1]])) if len(hashes) else order
        sizes = np.diff(np.append(starts, len(hashes)))
        shared = np.repeat(sizes > 1, sizes)
        self._hashes, self._owners = hashes[shared], owners[shared]

    def owners_of(self, hashes: Hashes) -> NDArray[np.int64]:
        """How many owners each hash has; 0 for one that a single owner has."""
        left = np.searchsorted(self._hashes, hashes, "left")
        return np.searchsorted(self._hashes, hashes, "right") - left

    def holders(self, mine: int, share: float) -> Iterator[int]:
        """The owners that may hold at least this share of one owner's hashes; every one that does is among them."""
        hashes = self.sets[mine]
        if not len(hashes):
            return
        counts = self.owners_of(hashes)
        kept = len(hashes) - ceil(share * len(hashes)) + 1
        rarest = hashes[np.argsort(counts, kind="stable")[:kept]]
        left = np.searchsorted(self._hashes, rarest, "left")
        right = np.searchsorted(self._hashes, rarest, "right")
        wanted = right - left > 1
        for owner in np.unique(_spread(self._owners, left[wanted], right[wanted])):
            if owner != mine:
                yield int(owner)

    def sharers(self, mine: int, least: int) -> Iterator[int]:
        """The owners that share at least so many of one owner's hashes; common property aside."""
        return (owner for owner, _ in self.counted(mine, least))

    def counted(self, mine: int, least: int, most: int = COMMON) -> Iterator[tuple[int, int]]:
        """(owner, shared) for those that share at least so many hashes, each of ``most`` owners and fewer."""
        hashes = self.sets[mine]
        left = np.searchsorted(self._hashes, hashes, "left")
        right = np.searchsorted(self._hashes, hashes, "right")
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
    """For each set, which of its hashes another set may hold too: all that one does, and a few by chance.

    Counted in a table by the last bits of the hashes, so that the time grows with their number and no faster.
    """
    total = sum(map(len, sets))
    mask = np.uint64((1 << min(_MOST_BITS, max(10, (8 * total).bit_length()))) - 1)
    times = np.zeros(int(mask) + 1, dtype=np.uint8)
    for each in sets:
        places = (each & mask).view(np.int64)
        times[places] = np.minimum(times.take(places) + 1, 2)
    return (times.take((each & mask).view(np.int64)) > 1 for each in sets)


def _spread(owners: NDArray[np.int32], left: NDArray[np.int64], right: NDArray[np.int64]) -> NDArray[np.int32]:
    """The owners from each ``left`` up to its ``right``, one after the other."""
    sizes = right - left
    if not sizes.size:
        return owners[:0]
    starts = np.repeat(left - np.concatenate([[0], np.cumsum(sizes)[:-1]]), sizes)
    spread: NDArray[np.int32] = owners[starts + np.arange(sizes.sum())]
    return spread
