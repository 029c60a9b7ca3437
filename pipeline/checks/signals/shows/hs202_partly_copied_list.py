"""Half of the rows of a list, but less than what counts as copied, stand in another applicant's list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pipeline.checks.across.likeness import COPIED_ROWS, lists_alike
from pipeline.checks.across.pairing import kinds, list_pairs
from pipeline.checks.across.signature import Signature
from pipeline.checks.signals.signal import Sight, Signal

_LEAST, _FEWEST, _SHORTEST = 0.4, 10, 20


def _look(known: Mapping[str, Signature]) -> Iterator[Sight]:
    for kind in kinds(known):
        for one, two in list_pairs(known, kind, _LEAST, _FEWEST):
            yield from _between(kind, known[one], known[two])


def _between(kind: str, one: Signature, two: Signature) -> Iterator[Sight]:
    mine, other = one.lists[kind], two.lists[kind]
    if one.same_applicant(two) or min(len(mine.rows), len(other.rows)) < _SHORTEST:
        return
    found = lists_alike(mine, other, _LEAST, _FEWEST)
    if found is None or found.share >= COPIED_ROWS:
        return
    for this, that in ((one.submission, two.submission), (two.submission, one.submission)):
        said = f"清单与「{that}」的同类清单有{found.count}行相同，占较短一方的{found.share:.0%}"
        yield Sight(said, (kind,), (), this, that, found.common)


SIGNAL = Signal(
    code="HS202",
    slug="partly-copied-list",
    what="清单有四成到八成的行与另一家单位的同类清单相同（八成以上另有规则）。",
    why="可能是抄来后换了一部分；也可能是同一批客户或设备，须看具体的行。",
    measured="of 1,000 submissions, 77 planted: right 152 of 152 times, 76 of 77 found.",
    among=_look,
)
