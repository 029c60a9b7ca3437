"""Which pairs of submissions are worth comparing: found in sorted tables of hashes, never by looking at all pairs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from pipeline.checks.across.inverted import Inverted
from pipeline.checks.across.lists import GROUPS, ListSignature, may_differ
from pipeline.checks.across.signature import Signature

Signatures = Mapping[str, Signature]

_REPEATED = 0.6
"""Rows may repeat: of the distinct ones a smaller share can be in common than of all."""


def kinds(known: Signatures) -> list[str]:
    """The kinds of lists that any submission holds."""
    return sorted({kind for each in known.values() for kind in each.lists})


def list_pairs(known: Signatures, kind: str, share: float, fewest: int) -> Iterator[tuple[str, str]]:
    """The submissions whose lists of that kind may agree in at least this share of the rows of one of them.

    Rows that agree to the letter are found by the rarest of them, with nothing missed. A row that agrees only loosely
    does so by one of the loose hashes: so some one of their tables holds a third of those rows. Each pair comes once.
    """
    names = sorted(name for name, each in known.items() if kind in each.lists)
    lists = [known[name].lists[kind] for name in names]
    found = _exact_pairs(lists, share, fewest)
    for group in range(GROUPS):
        found |= _loose_pairs(lists, group, share / GROUPS, fewest)
    for one, two in sorted(found):
        yield names[one], names[two]


def _exact_pairs(lists: Sequence[ListSignature], share: float, fewest: int) -> set[tuple[int, int]]:
    table = Inverted([each.rows for each in lists])
    pairs = set()
    for mine, each in enumerate(lists):
        if len(each.rows) < fewest:
            continue
        repeated = len(table.sets[mine]) < len(each.rows)
        for other in table.holders(mine, _REPEATED * share if repeated else share):
            pairs.add((min(mine, other), max(mine, other)))
    return pairs


def _loose_pairs(lists: Sequence[ListSignature], group: int, share: float, fewest: int) -> set[tuple[int, int]]:
    """Half of the share is looked for: hashes that stand for several rows count for none."""
    table = Inverted([each.loose[:, group].astype(np.uint64) for each in lists])
    pairs = set()
    for mine, each in enumerate(lists):
        least = int(max(fewest, share * len(each.rows)) / 2)
        if len(each.rows) < fewest:
            continue
        for other in table.sharers(mine, max(1, least)):
            if may_differ(each, lists[other]):
                pairs.add((min(mine, other), max(mine, other)))
    return pairs
