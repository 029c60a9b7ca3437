"""A narrative has at least 70 % of its runs of five characters in a narrative of another applicant."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from pipeline.checks.across.inverted import Inverted
from pipeline.checks.across.match import AcrossRule, Match, Signatures, strangers
from pipeline.checks.across.signature import SHORTEST_NARRATIVE, unpacked

_SHARE = 0.7

Place = tuple[str, str]
"""A submission and the key of one of its narratives."""


def _check(known: Signatures) -> Iterator[Match]:
    places = sorted((name, key) for name, each in known.items() for key in each.narratives)
    if not places:
        return
    table = Inverted([unpacked(known[name].narratives[key]) for name, key in places])
    pairs: dict[tuple[int, int], float] = {}
    for mine, (name, key) in enumerate(places):
        if known[name].lengths[key] < SHORTEST_NARRATIVE:
            continue
        for other in table.holders(mine, _SHARE):
            share = np.intersect1d(table.sets[mine], table.sets[other], True).size / table.sets[mine].size
            if share >= _SHARE and strangers(known[name], known[places[other][0]]):
                pair = min(mine, other), max(mine, other)
                pairs[pair] = max(share, pairs.get(pair, 0.0))
    for (i, j), share in sorted(pairs.items()):
        common = np.intersect1d(table.sets[i], table.sets[j], assume_unique=True)
        for this, that in ((places[i], places[j]), (places[j], places[i])):
            said = f"正文与「{that[0]}」有{share:.0%}的文字相同"
            yield Match(this[0], "copied-narrative", (this[1],), said, that[0], share, that[1], common)


RULE = AcrossRule(
    code="HC704",
    slug="copied-narrative",
    since="0.1",
    severity="high",
    what="150字以上的正文，至少70%的五字片段见于另一家单位的正文（表式自带的文字不计）。",
    why="不同单位的平台介绍不会逐句相同。",
    basis="申报材料要描述详实、重点突出、表述准确、逻辑性强，杜绝虚构和夸大",
    body=_check,
)
