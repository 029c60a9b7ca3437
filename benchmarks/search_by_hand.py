"""Twelve typical queries, and for each the DSL body that somebody who knows the mapping would write by hand.

They bring the same hits with their entries; what was found is marked by us only, as the server keeps no text to mark.
"""

from __future__ import annotations

from typing import Any

Dsl = dict[str, Any]


def _phrase(field: str, tokens: str) -> Dsl:
    return {"match_phrase": {field: tokens}} if " " in tokens else {"term": {field: tokens}}


def _all(tokens: str) -> Dsl:
    """A word: its pairs one after another, or else all of them anywhere, far behind."""
    scattered = {
        "constant_score": {"filter": {"match": {"grams": {"query": tokens, "operator": "and"}}}, "boost": 2e-4}
    }
    return {"bool": {"should": [_phrase("grams", tokens), scattered]}}


def _filtered(query: Dsl, *filters: Dsl, without: Dsl | None = None) -> Dsl:
    return {"bool": {"must": [query], "filter": list(filters), "must_not": [without] if without else []}}


def _either(*queries: Dsl) -> Dsl:
    return {"bool": {"should": list(queries), "minimum_should_match": 1}}


def _same(query: Dsl, boost: float) -> Dsl:
    return {"constant_score": {"filter": query, "boost": boost}}


_BODIES: dict[str, Dsl] = {
    "工业机器人": _all("工业 业机 机器 器人"),
    '"预测性维护"': _phrase("grams", "预测 测性 性维 维护"),
    "合肥 码垛机器人": {
        "bool": {
            "must": [
                _either(_all("合肥"), _same(_phrase("context", "合肥"), 5e-5)),
                _either(_all("码垛 垛机 机器 器人"), _same(_phrase("context", "码垛 垛机 机器 器人"), 5e-5)),
                _same(_either(_all("合肥"), _all("码垛 垛机 机器 器人")), 5e-5),
            ]
        }
    },
    "轴承": _all("轴承"),
    "泵": {"term": {"chars": "泵"}},
    "SB340100-0000060": _either(
        _phrase("grams", "sb340100 0000060"), {"term": {"codes": "sb340100-0000060"}},
        _same({"bool": {"must": [{"term": {"grams": "sb340100"}}, {"term": {"figures": "60"}}]}}, 8e-4),
        _same({"match": {"grams": {"query": "sb340100 0000060", "operator": "and"}}}, 2e-4),
    ),
    "12000": _either({"term": {"grams": "12000"}}, {"term": {"codes": "12000"}},
                     _same({"term": {"figures": "12000"}}, 8e-4)),
    "附件:设备清单 智能电表": _filtered(_all("智能 能电 电表"), _phrase("p.list", "设备 备清 清单")),
    "地市:芜湖 智能电表": _filtered(_all("智能 能电 电表"), _phrase("p.city", "芜湖")),
    "(智能电表 OR 码垛机器人) NOT 化工": _filtered(
        _either(_all("智能 能电 电表"), _all("码垛 垛机 机器 器人")), without=_all("化工")
    ),
    "种类:清单行 MQTT": _filtered(_either(_phrase("grams", "mqtt"), _same({"prefix": {"initials": "mqtt"}}, 4e-4)),
                              {"term": {"kind": "row"}}),
    "数据采集与就地计算": _all("数据 据采 采集 集与 与就 就地 地计 计算"),
}  # fmt: skip
QUERIES = tuple(_BODIES)


def body_of(query: str) -> Dsl:
    """The body of a query."""
    return {
        "query": _BODIES[query],
        "size": 20,
        "track_total_hits": True,
        "_source": ["body"],
    }
