"""A table of recommendations holds more rows than the quota of the recommending city."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.checks.case import Case, row_evidence
from pipeline.checks.quotas import quota_of
from pipeline.checks.rule import Fact, Rule
from pipeline.records import Evidence

_UNIT = re.compile(r"推荐单位[^:：]*[:：]\s*(\S+)")


def _check(case: Case) -> Iterator[Fact]:
    table = case.record.list("recommendations")
    if table is None:
        return
    heading = next((each for each in case.record.headings if _UNIT.search(each.text)), None)
    match = _UNIT.search(heading.text if heading else table.title)
    quota = quota_of(case.programme, match[1]) if match else None
    if match is None or quota is None:
        case.doubts.append("推荐汇总表：未能确定推荐单位")
    elif len(table.rows) > quota:
        said = f"{match[1]}推荐{len(table.rows)}个，超过{quota}个的名额"
        where = Evidence("推荐单位", match[0], heading.source if heading else None)
        yield Fact(said, ("recommendations",), (where, row_evidence(table.rows[quota], f"第{quota + 1}个")))


RULE = Rule(
    code="HC602",
    slug="over-quota",
    since="0.1",
    severity="high",
    what="推荐数量超过规定的名额。",
    why="通知对每市推荐数量有上限。",
    basis="合肥市推荐总数不超过7个；广州、深圳推荐平台数量不超过5个；推荐数量不能超过规定的上限",
    body=_check,
)
