"""More submissions in the store name a city as recommender than its quota allows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from pipeline.checks.across.match import AcrossRule, Match, Signatures
from pipeline.checks.programme import programme_of
from pipeline.checks.quotas import city_of, quota_of


def _check(known: Signatures) -> Iterator[Match]:
    cities: dict[tuple[str, str], list[str]] = defaultdict(list)
    for name, each in known.items():
        city = city_of(each.recommender) if each.recommender else None
        if city:
            cities[each.form, city].append(name)
    for (form, city), group in sorted(cities.items()):
        quota = quota_of(programme_of(form), known[group[0]].recommender)
        if quota is not None and len(group) > quota.most:
            others = "、".join(f"「{name}」" for name in sorted(group)[:10])
            for name in sorted(group):
                said = f"{city}推荐了{len(group)}份，超过{quota.most}份的名额：{others}（{quota.basis}）"
                yield Match(name, "over-quota", ("cover.recommender",), said)


RULE = AcrossRule(
    code="HC706",
    slug="over-quota",
    since="0.1",
    severity="high",
    what="封面推荐单位属同一城市的申报数超过该市的名额。非城市的推荐单位不计。",
    why="通知对每市推荐数量有上限，超出的不予受理。",
    basis="合肥市推荐总数不超过7个…广州、深圳推荐平台数量不超过5个",
    body=_check,
    lone=True,
)
