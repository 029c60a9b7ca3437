"""A table of recommendations holds more rows than the quota of the recommending city."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.checks.case import Case
from pipeline.checks.provinces import city_at_start
from pipeline.checks.quotas import quota_of
from pipeline.checks.rows import row_said, whole_list
from pipeline.checks.rule import Fact, Rule
from pipeline.records import Evidence, Heading

_TABLE = "recommendations"
_UNIT = re.compile(r"推荐单位[^:：]{0,8}[:：]?\s*([\u4e00-\u9fff]{4,})")


def _check(case: Case) -> Iterator[Fact]:
    table = case.record.list(_TABLE)
    if table is None or not case.programme.quotas:
        return
    where = _recommender(case, table.title)
    quota = quota_of(case.programme, where.text) if where else None
    if where is None:
        case.doubt("推荐汇总表：未能确定推荐单位，名额未核对")
    elif quota is not None and len(table.rows) > quota.most:
        said = f"{where.text}的推荐汇总表有{len(table.rows)}个，超过{quota.most}个的名额"
        beyond = row_said(table.rows[quota.most], f"第{quota.most + 1}个")
        evidence = (where, whole_list("推荐汇总表", table, "汇总表"), beyond, Evidence("名额", quota.basis))
        yield Fact(said, (_TABLE,), evidence)


def _recommender(case: Case, title: str) -> Evidence | None:
    """Who recommends: what stands after 推荐单位, else the city that a file or the submission is named after."""
    for heading in case.record.headings:
        match = _UNIT.search(heading.text)
        if match:
            return _named(match[1], heading)
    cover = case.filled("cover.recommender")
    if cover is not None:
        return Evidence("推荐单位", str(cover.value), cover.source)
    match = _UNIT.search(title)
    if match:
        return Evidence("推荐单位", match[1])
    names = [file.path.rsplit("/", 1)[-1] for file in case.record.files]
    named = next((name for name in (*names, case.record.name) if city_at_start(name)), None)
    found = city_at_start(named) if named else None
    return Evidence("推荐单位", found[0]) if found else None


def _named(words: str, heading: Heading) -> Evidence:
    return Evidence("推荐单位", words, heading.source)


RULE = Rule(
    code="HC602",
    slug="over-quota",
    since="0.1",
    severity="high",
    what="推荐汇总表的行数超过推荐城市的名额。",
    why="通知对每市推荐数量有上限，超出的不予受理。",
    basis="合肥市推荐总数不超过7个…广州、深圳推荐平台数量不超过5个…推荐数量不能超过规定的上限",
    needs=("table",),
    body=_check,
)
