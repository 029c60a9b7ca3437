"""Companies by name: what is left without the words that all companies have, and which names are a slip apart."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

_COMMON = re.compile(r"(?:股份)?有限(?:责任)?公司|集团|控股|科技|技术|信息|网络|智能|数字|软件|系统|[省市县区（）()]")
_SHORTEST = 4
_FULLEST_BLOCK = 50
"""A block of names that more companies share tells nothing."""


def core(name: str) -> str:
    """A company's name without the words that all companies have; the whole name where too little would be left."""
    short = _COMMON.sub("", name)
    return short if len(short) >= _SHORTEST else name


def near(names: Mapping[str, str]) -> Iterator[tuple[str, str, bool]]:
    """(one, two, equal) for owners whose names have an equal core, or cores one character apart; each pair once.

    Names are compared by the name and the name without any one of its characters: two that are one character apart
    have one of these in common, so nothing is compared with everything.
    """
    blocks: dict[str, set[str]] = defaultdict(set)
    cores = {owner: core(name) for owner, name in names.items()}
    for owner, each in cores.items():
        for variant in _variants(each):
            blocks[variant].add(owner)
    pairs = {
        (one, two)
        for block in blocks.values()
        if 1 < len(block) <= _FULLEST_BLOCK
        for one in block
        for two in block
        if one < two
    }
    for one, two in sorted(pairs):
        yield one, two, cores[one] == cores[two]


def _variants(name: str) -> set[str]:
    if len(name) < _SHORTEST:
        return set()
    shortened = {name[:at] + name[at + 1 :] for at in range(len(name))} if len(name) > _SHORTEST else set()
    return {name} | shortened
