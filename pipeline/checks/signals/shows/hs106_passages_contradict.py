"""Two passages of one book that state different numbers of the same thing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from pipeline.checks.signals.signal import Sight, Signal
from pipeline.checks.trust import SURE, from_pixels
from pipeline.checks.wording import one_off, show
from pipeline.records import Claim, Evidence, FormDef, Record


def _look(record: Record, form: FormDef) -> Iterator[Sight]:
    said: dict[str, list[Claim]] = defaultdict(list)
    for claim in record.claims:
        said[claim.key].append(claim)
    for key, claims in said.items():
        pair = next((pair for pair in combinations(claims, 2) if _contradict(*pair)), None)
        if pair is None:
            continue
        one, two = pair
        defined = form.field(key)
        what = defined.label if defined else key
        narratives = tuple(dict.fromkeys((key, one.narrative, two.narrative)))
        shown = tuple(Evidence("正文", each.text, each.source) for each in pair)
        yield Sight(f"正文两处对「{what}」说法不同：{show(one.value)}与{show(two.value)}", narratives, shown)


def _contradict(one: Claim, two: Claim) -> bool:
    """Whether no count agrees with both, though both were read well."""
    if one.low <= two.high and two.low <= one.high:
        return False
    unsure = any(
        claim.source is not None and from_pixels(claim.source) and claim.source.confidence < SURE
        for claim in (one, two)
    )
    return not (unsure and one_off(show(one.value), show(two.value)))


SIGNAL = Signal(
    code="HS106",
    slug="passages-contradict",
    what="同一申报书的两段正文（或同一段内）对同一事项给出了互不相容的数字。",
    why="至少一处有误；与表内填报数不一致的另有规则，此处不论表内如何填报。",
    measured="of 400 pairs of sentences by hand that state two totals of one thing, 358 seen (331 of 400 on sets held "
    "out); raised on 2 (8) of the same pairs with equal numbers, on 0 (7) of 400 of a total beside a plan, on 10 (27) "
    "beside a part (benchmarks/nlp_passages.py).",
    alone=_look,
)
