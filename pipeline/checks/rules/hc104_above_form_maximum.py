"""A count exceeds the number of classes that the form itself lists."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.checks.case import Case
from pipeline.checks.rule import Fact, Rule
from pipeline.records import Evidence


def _check(case: Case) -> Iterator[Fact]:
    for line in case.programme.maximums:
        value = case.number(line.field)
        if value is not None and value > line.most:
            said = f"{case.label(line.field)}填报{value:g}，表内分类只有{line.most:g}个"
            yield Fact(said, (line.field,), (case.said(line.field), Evidence("表内分类", line.basis)))


RULE = Rule(
    code="HC104",
    slug="above-form-maximum",
    since="0.1",
    severity="medium",
    what="填报数超过表内给出的分类总数。",
    why="表内已列明分类，数量不可能超过分类个数。",
    basis="领域数量是指安全生产、节能减排、质量管控、供应链管理、研发设计、生产制造、运营管理、仓储物流、运维服务九大重点领域",
    body=_check,
)
