"""A declared percentage differs from the quotient of the two amounts it is formed from."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.checks.case import Case
from pipeline.checks.compare import keys_in, sides
from pipeline.checks.rule import Fact, Rule
from pipeline.checks.wording import show

_POINTS, _SHARE = 1.0, 0.1


def _check(case: Case) -> Iterator[Fact]:
    for line in case.programme.lines("ratio-mismatch"):
        known = sides(case, line)
        if known is None:
            continue
        declared, computed = known
        gap = abs(declared - computed)
        keys = keys_in(line)
        if gap > _POINTS and gap > _SHARE * abs(computed) and case.sure_together(keys):
            said = f"{case.label(keys[0])}填报{show(declared)}%，按填报金额计算应为{computed:.2f}%"
            evidence = (case.said(keys[0], "申报比例"), *(case.said(key, "计算依据") for key in keys[1:]))
            yield Fact(said, keys, evidence)


RULE = Rule(
    code="HC103",
    slug="ratio-mismatch",
    since="0.1",
    severity="medium",
    what="填报的比例与据以计算的两个金额不符：相差超过1个百分点，且超过计算值的10%。",
    why="比例可由同表金额算出，不符说明金额或比例有误。",
    basis="2021、2022 年企业研发投入：_____、_____万元，占主营业务收入____%、____%",
    needs=("lines", "fields"),
    body=_check,
)
