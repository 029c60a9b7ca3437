"""A number in a narrative that names the same thing as a count field contradicts that field."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.checks.case import Case
from pipeline.checks.rule import Fact, Rule
from pipeline.checks.trust import TRUST
from pipeline.records import Evidence


def _check(case: Case) -> Iterator[Fact]:
    for claim in case.record.claims:
        declared = case.number(claim.key)
        if declared is None:
            continue
        if claim.source is not None and claim.source.confidence < TRUST:
            case.doubts.append(f"正文「{claim.text[:20]}」：识别把握不足")
            continue
        if not claim.low - 1e-6 <= declared <= claim.high + 1e-6:
            said = f"正文称「{claim.text[:40]}」，与{case.label(claim.key)}填报的{declared:,.10g}不一致"
            evidence = (Evidence("正文", claim.text, claim.source), case.said(claim.key))
            yield Fact(said, (claim.key, claim.narrative), evidence)


RULE = Rule(
    code="HC502",
    slug="narrative-disagrees",
    since="0.1",
    severity="high",
    what="正文中的数字与表内填报数不一致。",
    why="同一事实前后说法不同，至少一处有误。",
    basis="描述要详实、重点突出、表述准确、逻辑性强，杜绝虚构和夸大",
    body=_check,
)
