"""The rules across applicants: each yields (submission, fact) for every submission it concerns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from statistics import median

from pipeline.checks.across.pairs import sharing, sketch
from pipeline.checks.across.signature import Signature
from pipeline.checks.programme import programme_of
from pipeline.checks.quotas import city_of, quota_of

Signatures = Mapping[str, Signature]


@dataclass(frozen=True, slots=True)
class Match:
    """One fact about one submission; ``other`` is the submission it was held against (empty for none)."""

    submission: str
    slug: str
    keys: tuple[str, ...]
    message: str
    other: str = ""


_FEWEST_IDS = 5
_LIST_SHARE, _FEWEST_ROWS = 0.8, 10
_NARRATIVE_SHARE = 0.7
_OUTLIER, _FEWEST_OTHERS = 20.0, 5


def duplicate_applications(all_: Signatures) -> Iterator[Match]:
    """The same applicant leads two submissions on the same form."""
    for one, two, _ in sharing({name: _applicant_values(each) for name, each in all_.items()}):
        a, b = all_[one], all_[two]
        if a.form == b.form and a.same_applicant(b):
            key = "applicant.org_code" if a.code and a.code == b.code else "applicant.name"
            for this, other in ((one, two), (two, one)):
                yield Match(this, "duplicate-application", (key,), f"与「{other}」是同一申报单位的重复申报", other)


def _applicant_values(each: Signature) -> list[str]:
    return [f"name:{each.name}"] * bool(each.name) + [f"code:{each.code}"] * bool(each.code)


def _strangers(all_: Signatures, one: str, two: str) -> bool:
    return not all_[one].same_applicant(all_[two])


def shared_ids(all_: Signatures) -> Iterator[Match]:
    """Device lists of different applicants share at least five device IDs."""
    for one, two, shared in sharing({name: each.device_ids for name, each in all_.items()}):
        if shared >= _FEWEST_IDS and _strangers(all_, one, two):
            for this, other in ((one, two), (two, one)):
                yield Match(this, "shared-ids", ("devices",), f"设备清单与「{other}」有{shared}个相同的设备编号", other)


def copied_lists(all_: Signatures) -> Iterator[Match]:
    """At least 80 % of the rows of a list, ten or more, stand in the same kind of list of another applicant."""
    kinds = {kind for each in all_.values() for kind in each.lists}
    for kind in sorted(kinds):
        rows = {name: each.lists[kind] for name, each in all_.items() if kind in each.lists}
        for one, two, shared in sharing(rows):
            fits = [shared >= _LIST_SHARE * all_[name].sizes[kind] for name in (one, two)]
            if shared >= _FEWEST_ROWS and any(fits) and _strangers(all_, one, two):
                for this, other in ((one, two), (two, one)):
                    yield Match(this, "copied-list", (kind,), f"清单与「{other}」有{shared}行相同", other)


def copied_narratives(all_: Signatures) -> Iterator[Match]:
    """A narrative has at least 70 % of its five-character runs in a narrative of another applicant."""
    texts = {f"{name}\x1f{key}": runs for name, each in all_.items() for key, runs in each.narratives.items()}
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    shares: dict[tuple[str, str], float] = {}
    for one, two, _ in sharing({place: sketch(runs) for place, runs in texts.items()}):
        (a, key_a), (b, key_b) = one.split("\x1f"), two.split("\x1f")
        if a == b or not _strangers(all_, a, b):
            continue
        common = len(texts[one] & texts[two])
        share = max(common / len(texts[one]), common / len(texts[two]))
        if share >= _NARRATIVE_SHARE:
            for this, other, key in ((a, b, key_a), (b, a, key_b)):
                found[this, other].add(key)
                shares[this, other] = max(share, shares.get((this, other), 0.0))
    for (this, other), keys in sorted(found.items()):
        said = f"正文与「{other}」有{shares[this, other]:.0%}的内容相同"
        yield Match(this, "copied-narrative", tuple(sorted(keys)), said, other)


def shared_contacts(all_: Signatures) -> Iterator[Match]:
    """Two different applicants give the same contact mobile or e-mail address."""
    for key, values in (
        ("contact.mobile", {name: [each.mobile] for name, each in all_.items() if len(each.mobile) >= 7}),
        ("contact.email", {name: [each.email] for name, each in all_.items() if "@" in each.email}),
    ):
        what = "手机号码" if key.endswith("mobile") else "邮箱"
        for one, two, _ in sharing(values):
            if _strangers(all_, one, two):
                for this, other in ((one, two), (two, one)):
                    yield Match(this, "shared-contact", (key,), f"联系人{what}与「{other}」相同", other)


def over_quotas(all_: Signatures) -> Iterator[Match]:
    """More submissions in the store name a city as recommender than its quota allows."""
    by_city: dict[tuple[str, str], list[Signature]] = defaultdict(list)
    for each in all_.values():
        city = city_of(each.recommender)
        if city:
            by_city[each.form, city].append(each)
    for (form, city), group in sorted(by_city.items()):
        quota = quota_of(programme_of(form), group[0].recommender)
        if quota is not None and len(group) > quota:
            for each in group:
                said = f"{city}推荐{len(group)}份，超过{quota}份的名额"
                yield Match(each.submission, "over-quota", ("cover.recommender",), said)


def outliers(all_: Signatures) -> Iterator[Match]:
    """A count is more than 20 times the median of the same field over the others of the same form."""
    values: dict[tuple[str, str], dict[str, float]] = defaultdict(dict)
    for name, each in all_.items():
        for key, number in each.counts.items():
            values[each.form, key][name] = number
    for (_, key), numbers in sorted(values.items()):
        middle = sorted(numbers.values())
        for name, number in sorted(numbers.items()):
            if len(numbers) <= _FEWEST_OTHERS or number <= _OUTLIER * middle[max(0, (len(middle) - 1) // 2 - 1)]:
                continue
            others = median(value for other, value in numbers.items() if other != name)
            if number > _OUTLIER * others:
                said = f"填报{number:,.10g}，是其他申报中位数（{others:,.10g}）的{number / max(others, 1e-9):.0f}倍"
                yield Match(name, "outlier-claim", (key,), said)


RULES = (
    ("HC701", "high", duplicate_applications),
    ("HC702", "high", shared_ids),
    ("HC703", "high", copied_lists),
    ("HC704", "high", copied_narratives),
    ("HC705", "medium", shared_contacts),
    ("HC706", "high", over_quotas),
    ("HC707", "low", outliers),
)
