"""At least 80 % of the rows of a list, ten or more, stand in the same kind of list of another applicant."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from pipeline.checks.across.inverted import Hashes, Inverted
from pipeline.checks.across.match import AcrossRule, Match, Signatures, strangers
from pipeline.checks.across.signature import unpacked

_SHARE, _FEWEST = 0.8, 10
_SLACK = 0.5
"""Rows may repeat; among distinct rows the share that must agree can be lower. Candidates are looked for with this."""


def _check(known: Signatures) -> Iterator[Match]:
    for kind in sorted({kind for each in known.values() for kind in each.rows}):
        names = sorted(name for name, each in known.items() if kind in each.rows)
        yield from _of_kind(known, kind, names)


def _of_kind(known: Signatures, kind: str, names: Sequence[str]) -> Iterator[Match]:
    rows = [unpacked(known[name].rows[kind]) for name in names]
    table = Inverted(rows)
    pairs: dict[tuple[int, int], float] = {}
    for mine, each in enumerate(rows):
        if len(each) < _FEWEST:
            continue
        for other in table.holders(mine, _share_of_distinct(each)):
            share = _share(each, table.sets[other])
            if share and strangers(known[names[mine]], known[names[other]]):
                pair = min(mine, other), max(mine, other)
                pairs[pair] = max(share, pairs.get(pair, 0.0))
    for (i, j), share in sorted(pairs.items()):
        yield from _both(kind, names[i], names[j], share, np.intersect1d(table.sets[i], table.sets[j]))


def _share_of_distinct(rows: Hashes) -> float:
    """The least share of distinct rows with which the share of all rows can still be reached."""
    distinct = len(np.unique(rows))
    return _SHARE if distinct == len(rows) else min(_SHARE, _SLACK)


def _share(rows: Hashes, other: Hashes) -> float:
    """Which share of the rows the other list has; 0 below what counts as copied."""
    agreeing = int(np.isin(rows, other).sum())
    return agreeing / len(rows) if agreeing >= max(_FEWEST, _SHARE * len(rows)) else 0.0


def _both(kind: str, one: str, two: str, share: float, common: Hashes) -> Iterator[Match]:
    for this, other in ((one, two), (two, one)):
        said = f"清单与「{other}」的同类清单有{len(common)}行相同，占较短一方的{share:.0%}"
        yield Match(this, "copied-list", (kind,), said, other, share * len(common), "", common)


RULE = AcrossRule(
    code="HC703",
    slug="copied-list",
    since="0.1",
    severity="high",
    what="某一清单至少80%（且不少于10行）的行，除序号和顺序外与另一家单位的同类清单相同。只有少数共同客户等不提示。",
    why="两家的清单大半相同，说明至少一家的清单并非自有成果。",
    basis="申报单位对所报文件及材料的真实性负全责",
    body=_check,
)
