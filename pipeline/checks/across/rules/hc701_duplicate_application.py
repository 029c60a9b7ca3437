"""The same applicant leads two submissions on the same form."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from pipeline.checks.across.match import AcrossRule, Match, Signatures

_NAME, _CODE = "applicant.name", "applicant.org_code"


def _check(known: Signatures) -> Iterator[Match]:
    groups: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for name, each in known.items():
        for key, value in ((_NAME, each.name), (_CODE, each.code)):
            if each.form and value:
                groups[each.form, key, value].append(name)
    pairs = {pair for group in groups.values() for pair in combinations(sorted(group), 2)}
    for one, two in sorted(pairs):
        a, b = known[one], known[two]
        equal = ((_NAME, a.name, b.name), (_CODE, a.code, b.code))
        keys = tuple(key for key, mine, other in equal if mine and mine == other)
        for this, other in ((one, two), (two, one)):
            said = f"申报单位与「{other}」相同，显示为同一批次的重复申报"
            yield Match(this, "duplicate-application", keys, said, other)


RULE = AcrossRule(
    code="HC701",
    slug="duplicate-application",
    since="0.1",
    severity="high",
    what="同一申报单位（名称相同或代码相同）用同一表式牵头提交了两份申报。两份之间不再提示编号、清单、正文和联系方式相同。",
    why="每个单位在每个方向只能牵头申报一个平台。",
    basis="每个单位在每个方向只能牵头申报一个平台",
    body=_check,
)
