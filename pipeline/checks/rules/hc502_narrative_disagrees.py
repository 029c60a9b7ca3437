"""A number in a narrative that names the same thing as a count field contradicts that field."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from pipeline.checks.case import Case
from pipeline.checks.rule import Fact, Rule
from pipeline.checks.trust import SURE, TRUST, from_pixels
from pipeline.checks.wording import one_off, show
from pipeline.records import Claim, Evidence

_EQUAL = 1e-6


def _check(case: Case) -> Iterator[Fact]:
    claims: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for claim in case.record.claims:
        claims[claim.key, claim.narrative].append(claim)
    for (key, narrative), group in claims.items():
        declared = case.number(key)
        if declared is None or any(_agrees(claim, declared) for claim in group):
            continue  # another number beside one that agrees speaks of something narrower
        sure = [claim for claim in group if _is_sure(case, claim, declared)]
        if sure and case.sure_together((key,)):
            yield _fact(case, key, narrative, declared, sure)


def _fact(case: Case, key: str, narrative: str, declared: float, claims: Sequence[Claim]) -> Fact:
    said = f"{case.label(narrative)}称「{claims[0].text[:60]}」，与{case.label(key)}填报的{show(declared)}不一致"
    mentions = tuple(Evidence("正文", claim.text, claim.source) for claim in claims[:5])
    return Fact(said, (key, narrative), (*mentions, case.said(key)))


def _agrees(claim: Claim, declared: float) -> bool:
    """Whether the field lies within the rounding of the words."""
    return claim.low - _EQUAL <= declared <= claim.high + _EQUAL


def _is_sure(case: Case, claim: Claim, declared: float) -> bool:
    """Whether the sentence was read well enough, and is more than one misread character away from agreeing."""
    if not from_pixels(claim.source) or claim.source is None:
        return True
    doubtful = claim.source.confidence < SURE and one_off(show(claim.value), show(declared))
    if claim.source.confidence < TRUST or doubtful:
        case.doubt(f"正文「{claim.text[:20]}」：识别把握不足，需人工核对")
        return False
    return True


RULE = Rule(
    code="HC502",
    slug="narrative-disagrees",
    since="0.1",
    severity="high",
    what="正文中的数字与表内同一事项的填报数不一致。近、余、超、约等概数在其范围内即视为一致。",
    why="同一事实前后说法不同，至少一处有误。",
    basis="申报材料要描述详实、重点突出、表述准确、逻辑性强，杜绝虚构和夸大",
    needs=("fields", "claims"),
    body=_check,
)
