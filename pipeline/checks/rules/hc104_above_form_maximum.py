"""A count exceeds the number of classes that the form itself lists."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.checks.case import Case
from pipeline.checks.compare import keys_in, sides
from pipeline.checks.rule import Fact, Rule
from pipeline.checks.wording import show
from pipeline.records import Evidence


def _check(case: Case) -> Iterator[Fact]:
    for line in case.programme.lines("above-form-maximum"):
        known = sides(case, line)
        if known is None or known[0] <= known[1]:
            continue
        keys = keys_in(line)
        said = f"{case.label(keys[0])}填报{show(known[0])}，表内列明的分类只有{show(known[1])}个"
        yield Fact(said, keys, (case.said(keys[0]), Evidence("表内分类", line.basis)))


RULE = Rule(
    code="HC104",
    slug="above-form-maximum",
    since="0.1",
    severity="medium",
    what="填报数超过表内列明的分类总数。",
    why="表内已逐一列明分类，数量不可能超过分类个数。",
    basis="领域数量是指安全生产、节能减排、质量管控、供应链管理、研发设计、生产制造、运营管理、仓储物流、运维服务九大重点领域",
    needs=("lines", "fields"),
    body=_check,
)
