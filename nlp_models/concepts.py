"""The things that forms count, as prose names them: data in ``data/concepts.yaml``."""

from __future__ import annotations

import re
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
def _by_noun() -> tuple[dict[str, Concept], re.Pattern[str]]:
    nouns = {noun.upper(): concept for concept in concepts() for noun in concept.nouns}
    longest_first = sorted(nouns, key=len, reverse=True)
    return nouns, re.compile("|".join(map(re.escape, longest_first)))


def find_mentions(sentence: str) -> list[Mention]:
    """The concepts named in a sentence, left to right; where nouns overlap the longest at that place counts."""
    nouns, pattern = _by_noun()
    upper = sentence.upper()
    found = (Mention(match.start(), match.end(), nouns[match[0]]) for match in pattern.finditer(upper))
    return [mention for mention in found if mention.concept.near in upper]
