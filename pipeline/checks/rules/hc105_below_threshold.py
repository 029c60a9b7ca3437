"""A declared figure is below a minimum that the notice of the programme states."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.checks.case import Case
from pipeline.checks.rule import Fact, Rule
from pipeline.checks.thresholds import shortfall
from pipeline.records import Evidence


def _check(case: Case) -> Iterator[Fact]:
    for line in case.programme.minimums:
        short = shortfall(case, line)
        if short is not None:
            declared, least = short
            said = f"{case.label(line.field)}为{declared:,.10g}，低于要求的{least:,.10g}"
            keys = (line.field, line.times) if line.times else (line.field,)
            evidence = (*(case.said(key) for key in keys), Evidence("要求", line.basis))
            yield Fact(said, keys, evidence)


RULE = Rule(
    code="HC105",
    slug="below-threshold",
    since="0.1",
    severity="medium",
    what="填报数低于本批次通知规定的下限。",
    why="达不到通知规定的最低要求。",
    basis="具有不少于 4 项融合新技术的解决方案；连接不少于1万台工业设备（离散）…的行业算有效行业",
    body=_check,
)
