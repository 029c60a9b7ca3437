"""The things that forms count, as prose names them: data in ``data/concepts.yaml``."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing that is counted: its nouns and measure words, and the field keys that count it, best first."""

    id: str
    keys: tuple[str, ...]
    units: frozenset[str]
    nouns: tuple[str, ...]
    verbs: tuple[str, ...] = ()

    def key_in(self, known: Iterable[str]) -> str | None:
        """The first of the keys that the form has; None where the form counts no such thing."""
        have = set(known)
        return next((key for key in self.keys if key in have), None)


@dataclass(frozen=True, slots=True)
class Mention:
    """A noun of a concept at ``start:end`` of a clause."""

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
        )
        for each in raw
    )


@cache
def _by_noun() -> tuple[tuple[str, Concept], ...]:
    pairs = [(noun.upper(), concept) for concept in concepts() for noun in concept.nouns]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


def find_mentions(clause: str) -> list[Mention]:
    """The concepts named in a clause, left to right; where nouns overlap the longest counts."""
    taken = [False] * len(clause)
    upper = clause.upper()
    found: list[Mention] = []
    for noun, concept in _by_noun():
        at = upper.find(noun)
        while at >= 0:
            if not any(taken[at : at + len(noun)]):
                taken[at : at + len(noun)] = [True] * len(noun)
                found.append(Mention(at, at + len(noun), concept))
            at = upper.find(noun, at + 1)
    return sorted(found, key=lambda mention: mention.start)
