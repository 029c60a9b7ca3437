"""Half of the rows of a list, but less than what counts as copied, stand in another applicant's list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from pipeline.checks.across.inverted import Inverted
from pipeline.checks.across.signature import Signature, unpacked
from pipeline.checks.signals.signal import Sight, Signal

_LEAST, _COPIED, _FEWEST = 0.4, 0.8, 20


def _look(known: Mapping[str, Signature]) -> Iterator[Sight]:
    for kind in sorted({kind for each in known.values() for kind in each.rows}):
        names = sorted(name for name, each in known.items() if kind in each.rows)
        rows = [unpacked(known[name].rows[kind]) for name in names]
        table = Inverted(rows)
        for mine, each in enumerate(rows):
            for other in table.holders(mine, _LEAST) if len(each) >= _FEWEST else ():
                one, two = known[names[mine]], known[names[other]]
                share = float(np.isin(each, table.sets[other]).mean())
                if _LEAST <= share < _COPIED and not one.same_applicant(two):
                    said = f"清单有{share:.0%}的行与「{two.submission}」的同类清单相同"
                    yield Sight(said, (kind,), (), one.submission, two.submission)


SIGNAL = Signal(
    code="HS202",
    slug="partly-copied-list",
    what="清单有四成到八成的行与另一家单位的同类清单相同（八成以上另有规则）。",
    why="可能是抄来后换了一部分；也可能是同一批客户或设备，须看具体的行。",
    measured="of 1,000 submissions, 100 planted: right 196 of 196 times, 98 of 100 found.",
    among=_look,
)
