"""Pairs of submissions worth comparing: those that share something, found through inverted tables, never all pairs."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping

_COMMON = 60
"""A value that more submissions share is common property and tells no pair apart."""
_SKETCH = 48
"""Smallest hashes kept of a set to look for others like it."""


def sharing(values: Mapping[str, Iterable[Hashable]]) -> Iterator[tuple[str, str, int]]:
    """(one, two, shared values) for every two owners that share a value, each pair once, in order."""
    owners: dict[Hashable, list[str]] = defaultdict(list)
    for owner in sorted(values):
        for value in set(values[owner]):
            owners[value].append(owner)
    counts: Counter[tuple[str, str]] = Counter()
    for held_by in owners.values():
        if 1 < len(held_by) <= _COMMON:
            counts.update((one, two) for n, one in enumerate(held_by) for two in held_by[n + 1 :])
    for (one, two), shared in sorted(counts.items()):
        yield one, two, shared


def sketch(hashes: frozenset[int]) -> tuple[int, ...]:
    """The smallest hashes of a set: sets that share most of their members share most of these."""
    return tuple(sorted(hashes)[:_SKETCH])
