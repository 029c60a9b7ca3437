"""A declared figure is below a minimum that the notice of the programme states."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.checks.case import Case
from pipeline.checks.compare import keys_in, sides
from pipeline.checks.rule import Fact, Rule
from pipeline.checks.wording import show
from pipeline.records import Evidence


def _check(case: Case) -> Iterator[Fact]:
    for line in case.programme.lines("below-threshold"):
        known = sides(case, line)
        if known is None or known[0] >= known[1]:
            continue
        keys = keys_in(line)
        if case.sure_together(keys):
            said = f"{case.label(keys[0])}为{show(known[0])}，低于要求的{show(known[1])}"
            evidence = (*(case.said(key) for key in keys), Evidence("要求", line.basis))
            yield Fact(said, keys, evidence)


RULE = Rule(
    code="HC105",
    slug="below-threshold",
    since="0.1",
    severity="medium",
    what="填报数低于本批次通知规定的下限；有效行业数乘以每个行业的下限超过了填报总数。",
    why="达不到通知规定的最低要求。其他专项（如常州）的下限只在审核人选择该专项时核对。",
    basis="具有不少于 4 项融合新技术的解决方案…注 1: 具有不少于 50 个工业 APP 的行业算有效行业",
    needs=("lines", "fields"),
    body=_check,
)
