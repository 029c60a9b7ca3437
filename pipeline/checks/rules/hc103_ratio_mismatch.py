"""A declared percentage differs from the quotient of the two amounts it is formed from."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.checks.case import Case
from pipeline.checks.rule import Fact, Rule


def _check(case: Case) -> Iterator[Fact]:
    for line in case.programme.ratios:
        declared, amount, base = case.number(line.percent), case.number(line.amount), case.number(line.base)
        if declared is None or amount is None or not base:
            continue
        computed = 100 * amount / base
        gap = abs(declared - computed)
        if gap > 1.0 and gap > 0.1 * computed:
            said = f"{case.label(line.percent)}填报{declared:g}%，按金额计算为{computed:.2f}%"
            keys = (line.percent, line.amount, line.base)
            yield Fact(said, keys, tuple(case.said(key) for key in keys))


RULE = Rule(
    code="HC103",
    slug="ratio-mismatch",
    since="0.1",
    severity="medium",
    what="填报的比例与据以计算的两个金额不符。",
    why="比例可由同表金额算出，不符说明金额或比例有误。",
    basis="占主营业务收入____%",
    body=_check,
)
