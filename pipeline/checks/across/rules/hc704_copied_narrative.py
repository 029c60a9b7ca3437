"""A narrative has at least 70 % of its runs of five characters in a narrative of another applicant."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.checks.across.inverted import Inverted
from pipeline.checks.across.likeness import COPIED_TEXT, texts_alike
from pipeline.checks.across.match import AcrossRule, Match, Signatures, strangers
from pipeline.checks.across.signature import SHORTEST_NARRATIVE, Signature

Place = tuple[str, str]
"""A submission and the key of one of its narratives."""


def _check(known: Signatures) -> Iterator[Match]:
    places = sorted((name, key) for name, each in known.items() for key in each.narratives)
    if not places:
        return
    table = Inverted([known[name].narratives[key] for name, key in places])
    pairs: set[tuple[int, int]] = set()
    for mine, (name, key) in enumerate(places):
        if known[name].lengths[key] >= SHORTEST_NARRATIVE:
            pairs |= {(min(mine, other), max(mine, other)) for other in table.holders(mine, COPIED_TEXT)}
    for i, j in sorted(pairs):
        yield from _of_places(known[places[i][0]], places[i][1], known[places[j][0]], places[j][1])


def _between(one: Signature, two: Signature) -> Iterator[Match]:
    for mine in sorted(one.narratives):
        for other in sorted(two.narratives):
            yield from _of_places(one, mine, two, other)


def _of_places(one: Signature, mine: str, two: Signature, other: str) -> Iterator[Match]:
    found = texts_alike(one, mine, two, other) if strangers(one, two) else None
    if found is None:
        return
    places = ((one.submission, mine), (two.submission, other))
    for this, that in (places, places[::-1]):
        said = f"正文与「{that[0]}」有{found.share:.0%}的文字相同"
        yield Match(this[0], "copied-narrative", (this[1],), said, that[0], found.share, that[1], found.common)


RULE = AcrossRule(
    code="HC704",
    slug="copied-narrative",
    since="0.1",
    severity="high",
    what="150字以上的正文，至少70%的五字片段见于另一家单位的正文（表式自带的文字不计）。",
    why="不同单位的平台介绍不会逐句相同。",
    basis="申报材料要描述详实、重点突出、表述准确、逻辑性强，杜绝虚构和夸大",
    body=_check,
    between=_between,
)
