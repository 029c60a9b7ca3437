"""At least 80 % of the rows of a list, ten or more, stand in the same kind of list of another applicant."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.checks.across.likeness import COPIED_ROWS, FEWEST_ROWS, Likeness, lists_alike
from pipeline.checks.across.match import AcrossRule, Match, Signatures, strangers
from pipeline.checks.across.pairing import kinds, list_pairs
from pipeline.checks.across.signature import Signature


def _check(known: Signatures) -> Iterator[Match]:
    for kind in kinds(known):
        for one, two in list_pairs(known, kind, COPIED_ROWS, FEWEST_ROWS):
            yield from _of_kind(kind, known[one], known[two])


def _between(one: Signature, two: Signature) -> Iterator[Match]:
    for kind in sorted(one.lists.keys() & two.lists.keys()):
        yield from _of_kind(kind, one, two)


def _of_kind(kind: str, one: Signature, two: Signature) -> Iterator[Match]:
    if strangers(one, two) and (found := lists_alike(one.lists[kind], two.lists[kind], COPIED_ROWS, FEWEST_ROWS)):
        yield from _both(kind, one.submission, two.submission, found)


def _both(kind: str, one: str, two: str, found: Likeness) -> Iterator[Match]:
    for this, other in ((one, two), (two, one)):
        said = f"清单与「{other}」的同类清单有{found.count}行相同，占较短一方的{found.share:.0%}"
        yield Match(this, "copied-list", (kind,), said, other, found.share * found.count, "", found.common)


RULE = AcrossRule(
    code="HC703",
    slug="copied-list",
    since="0.1",
    severity="high",
    what="某一清单至少80%（且不少于10行）的行，除序号和顺序外与另一家单位的同类清单相同。只有少数共同客户等不提示。",
    why="两家的清单大半相同，说明至少一家的清单并非自有成果。",
    basis="申报单位对所报文件及材料的真实性负全责",
    body=_check,
    between=_between,
)
