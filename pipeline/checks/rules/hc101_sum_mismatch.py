"""A total does not equal the sum of the parts that the form says make it up."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.checks.case import Case
from pipeline.checks.rule import Fact, Rule


def _check(case: Case) -> Iterator[Fact]:
    for line in case.programme.sums:
        total = case.number(line.total)
        parts = [case.number(key) for key in line.parts]
        known = [part for part in parts if part is not None]
        if total is None or len(known) < len(parts):
            continue
        if abs(total - sum(known)) > 1e-6:
            gap = total - sum(known)
            said = f"{case.label(line.total)}填报{total:,.10g}，各分项合计{sum(known):,.10g}，相差{gap:+,.10g}"
            evidence = (case.said(line.total, "合计"), *(case.said(key, "分项") for key in line.parts))
            yield Fact(said, (line.total, *line.parts), evidence)


RULE = Rule(
    code="HC101",
    slug="sum-mismatch",
    since="0.1",
    severity="high",
    what="合计数与其各组成部分之和不相等。",
    why="表内勾稽不平，说明至少有一个数填错。",
    basis="其中，运行设备_____台/套；加工设备_____台/套；行走设备_____台/套；其它设备_____台/套",
    body=_check,
)
