"""How alike two submissions are: the same answers whether pairs come from a table of all or one is held against all."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.checks.across.lists import GROUPS, ListSignature, agreeing
from pipeline.checks.across.signature import SHORTEST_NARRATIVE, Signature

COPIED_ROWS, FEWEST_ROWS = 0.8, 10
COPIED_TEXT = 0.7
SHARED_IDS = 5

Hashes = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Likeness:
    """Two lists or narratives: the larger of the shares that each has in the other, how much that is, what it is."""

    share: float
    count: int
    common: Hashes


def lists_alike(one: ListSignature, two: ListSignature, least: float, fewest: int) -> Likeness | None:
    """How much of the one list stands in the other; None below ``least`` of either and below ``fewest`` rows."""
    best = None
    for mine, other in ((one, two), (two, one)):
        if len(mine.rows) < fewest:
            continue
        same = agreeing(mine, other)
        count = int(same.sum())
        share = count / len(mine.rows)
        if count >= max(fewest, least * len(mine.rows)) and (best is None or share > best.share):
            best = Likeness(share, count, _common(one, two))
    return best


def _common(one: ListSignature, two: ListSignature) -> Hashes:
    """What finds the rows again in both: exact hashes, else the loose ones of the group that most rows agree by."""
    exact: Hashes = np.setdiff1d(np.intersect1d(one.rows, two.rows), [0])
    if len(exact):
        return exact
    loose = [np.intersect1d(one.loose[:, group], two.loose[:, group]) for group in range(GROUPS)]
    best: Hashes = np.setdiff1d(max(loose, key=len), [0]).astype(np.uint64)
    return best


def texts_alike(one: Signature, mine: str, two: Signature, other: str) -> Likeness | None:
    """How much of one narrative stands in the other, by its runs of five characters; None below what is copied."""
    a, b = one.narratives[mine], two.narratives[other]
    common = np.intersect1d(a, b, assume_unique=True)
    long = [each for each, who, key in ((a, one, mine), (b, two, other)) if who.lengths[key] >= SHORTEST_NARRATIVE]
    share = max((len(common) / len(each) for each in long if len(each)), default=0.0)
    return Likeness(share, len(common), common) if share >= COPIED_TEXT else None


def ids_shared(one: Signature, two: Signature) -> Hashes:
    """The device IDs that both lists hold."""
    return np.intersect1d(one.device_ids, two.device_ids, assume_unique=True)
