"""The things that forms count, as prose names them: data in ``data/concepts.yaml``."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing that is counted: its nouns and measure words, and the field keys that count it, best first.

    ``is_class``: a class with a total of its own (付费企业), which ``其中`` does not make a part. ``narrower``: its
    nouns name a kind of the thing (数控机床), so that a number of them is never the total. ``verbs``: the nouns are so
    general that they mean the total only with one of these words close by. ``parent``: the concept of which it is a
    class. ``near``: the nouns mean it only where this word is in the sentence too. ``bare``: the noun itself is left
    unsaid (已服务260家), so that none may follow the measure word.
    """

    id: str
    keys: tuple[str, ...]
    units: frozenset[str]
    nouns: tuple[str, ...]
    verbs: tuple[str, ...] = ()
    is_class: bool = False
    narrower: bool = False
    parent: str = ""
    bare: bool = False
    near: str = ""

    def key_in(self, known: Iterable[str]) -> str | None:
        """The first of the keys that the form has; None where the form counts no such thing."""
        have = set(known)
        return next((key for key in self.keys if key in have), None)


@dataclass(frozen=True, slots=True)
class Mention:
    """A noun of a concept at ``start:end`` of a sentence."""

    start: int
    end: int
    concept: Concept


@cache
def concepts() -> tuple[Concept, ...]:
    """All concepts, as the data file lists them."""
    raw = yaml.safe_load(files("nlp_models").joinpath("data/concepts.yaml").read_text(encoding="utf-8"))
    return tuple(
        Concept(
            each["id"],
            tuple(each["keys"]),
            frozenset(each["units"]),
            tuple(each["nouns"]),
            tuple(each.get("verbs", ())),
            bool(each.get("class")),
            bool(each.get("narrower")),
            each.get("parent", ""),
            bool(each.get("bare")),
            each.get("near", ""),
        )
        for each in raw
    )


@cache
def parent_of(concept: Concept) -> Concept | None:
    """The concept of which this one is a class."""
    return next((each for each in concepts() if concept.parent and each.id == concept.parent), None)


@cache
def _by_noun() -> tuple[dict[str, list[Concept]], re.Pattern[str]]:
    nouns: dict[str, list[Concept]] = defaultdict(list)
    for concept in concepts():
        for noun in concept.nouns:
            nouns[noun.upper()].append(concept)
    longest_first = sorted(nouns, key=len, reverse=True)
    return nouns, re.compile("|".join(map(re.escape, longest_first)))


def find_mentions(sentence: str, around: str = "") -> list[Mention]:
    """The concepts named in a stretch of a sentence (``around``, where it is not the whole of it), left to right.

    Where nouns overlap the longest at that place counts. A noun that may mean several things (月活) is several
    mentions at one place.
    """
    nouns, pattern = _by_noun()
    upper = sentence.upper()
    whole = around.upper() or upper
    return [
        Mention(match.start(), match.end(), concept)
        for match in pattern.finditer(upper)
        for concept in nouns[match[0]]
        if concept.near in whole
    ]


def one_a_place(mentions: Iterable[Mention], unit: str) -> list[Mention]:
    """Of several mentions at one place the one that the measure word fits, else the first."""
    places: dict[int, Mention] = {}
    for each in mentions:
        if each.start not in places or (unit in each.concept.units and unit not in places[each.start].concept.units):
            places[each.start] = each
    return list(places.values())
