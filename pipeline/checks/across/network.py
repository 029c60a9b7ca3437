"""Applicants tied to each other by contacts, customers, developers, devices and amounts; and the clusters they form.

Ties show who may belong together, they prove nothing. What many have (a customer of half the province) ties nobody.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.checks.across.inverted import Hashes, Inverted
from pipeline.checks.across.signature import Signature

_RARE = 5
"""A customer or developer of more applicants than this ties none of them."""
_STRENGTH = {"contact": 3.0, "developers": 1.0, "deals": 1.0, "devices": 0.6, "customers": 0.2}
_STRONG = 3.0
"""From this strength on two applicants belong to one cluster: one contact, three developers, fifteen rare customers."""
TIES = {
    "contact": "联系方式",
    "developers": "开发者",
    "customers": "客户",
    "deals": "客户与金额",
    "devices": "设备编号",
}


@dataclass(frozen=True, slots=True)
class Tie:
    """What two applicants have in common: of which kind, how many, and the hashes to find the names again."""

    one: str
    two: str
    kind: str
    count: int
    common: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Network:
    """``applicants`` by submission (name of the company); all ties; clusters of two and more, largest first."""

    applicants: Mapping[str, str]
    ties: tuple[Tie, ...]
    clusters: tuple[tuple[str, ...], ...]


def network(signatures: Iterable[Signature]) -> Network:
    """The network of all submissions; two of one applicant are not tied to each other."""
    known = {each.submission: each for each in signatures}
    ties = tuple(
        tie
        for tie in (*_contacts(known), *_shared(known))
        if not known[tie.one].same_applicant(known[tie.two])
    )  # fmt: skip
    return Network({name: each.name for name, each in sorted(known.items())}, ties, _clusters(ties))


def _contacts(known: Mapping[str, Signature]) -> Iterator[Tie]:
    groups: dict[str, list[str]] = defaultdict(list)
    for name, each in known.items():
        for value in filter(None, (each.mobile, each.email)):
            groups[value].append(name)
    pairs = {
        (one, two)
        for group in groups.values()
        if len(group) <= _RARE
        for one in group
        for two in group
        if one < two
    }  # fmt: skip
    for one, two in sorted(pairs):
        yield Tie(one, two, "contact", 1)


def _shared(known: Mapping[str, Signature]) -> Iterator[Tie]:
    for kind, sets in (
        ("customers", {name: _all(each.named, ("enterprises", "contracts")) for name, each in known.items()}),
        ("developers", {name: _all(each.named, ("developers",)) for name, each in known.items()}),
        ("deals", {name: each.deals for name, each in known.items()}),
        ("devices", {name: each.device_ids for name, each in known.items()}),
    ):
        names = sorted(name for name, each in sets.items() if len(each))
        table = Inverted([sets[name] for name in names])
        for i, j, count in table.sharing(1, _RARE):
            common = np.intersect1d(table.sets[i], table.sets[j], assume_unique=True)[:20]
            yield Tie(names[i], names[j], kind, count, tuple(int(each) for each in common))


def _all(named: Mapping[str, Hashes], kinds: Sequence[str]) -> Hashes:
    parts = [named[kind] for kind in kinds if kind in named]
    return np.unique(np.concatenate(parts)) if parts else np.empty(0, dtype=np.uint64)


def _clusters(ties: Iterable[Tie]) -> tuple[tuple[str, ...], ...]:
    """The connected parts over pairs that are tied strongly enough."""
    strength: dict[tuple[str, str], float] = defaultdict(float)
    for tie in ties:
        strength[tie.one, tie.two] += _STRENGTH[tie.kind] * tie.count
    root: dict[str, str] = {}

    def top(name: str) -> str:
        while root.setdefault(name, name) != name:
            root[name] = root[root[name]]
            name = root[name]
        return name

    for (one, two), total in strength.items():
        if total >= _STRONG:
            root[top(one)] = top(two)
    groups: dict[str, list[str]] = defaultdict(list)
    for name in root:
        groups[top(name)].append(name)
    return tuple(sorted((tuple(sorted(group)) for group in groups.values()), key=lambda each: (-len(each), each)))
