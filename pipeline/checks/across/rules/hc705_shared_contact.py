"""Two different applicants give the same contact mobile or e-mail address."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from pipeline.checks.across.match import AcrossRule, Match, Signatures, strangers

_WORDS = {"contact.mobile": "手机号码", "contact.email": "邮箱"}


def _check(known: Signatures) -> Iterator[Match]:
    groups: dict[tuple[str, str], list[str]] = defaultdict(list)
    for name, each in known.items():
        for key, value in (("contact.mobile", each.mobile), ("contact.email", each.email)):
            if value:
                groups[key, value].append(name)
    shared: dict[tuple[str, str], set[str]] = defaultdict(set)
    for (key, _), group in groups.items():
        for one, two in combinations(sorted(group), 2):
            if strangers(known[one], known[two]):
                shared[one, two].add(key)
    for (one, two), keys in sorted(shared.items()):
        words = "、".join(_WORDS[key] for key in sorted(keys))
        for this, other in ((one, two), (two, one)):
            said = f"联系人的{words}与「{other}」相同"
            yield Match(this, "shared-contact", tuple(sorted(keys)), said, other, len(keys))


RULE = AcrossRule(
    code="HC705",
    slug="shared-contact",
    since="0.1",
    severity="medium",
    what="两家不同单位填报了同一个联系手机或同一个联系邮箱。仅联系人姓名相同的不提示。",
    why="可能由同一人或同一机构代办，须核实两家是否独立申报。",
    basis="联系人…手机…E-mail",
    body=_check,
)
