"""What a submission's narratives name and where else it is named: as far as this person may see the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.checks.named import core_across
from pipeline.records import Mention, Record
from pipeline.store import Store
from pipeline.store.named import Elsewhere, Names

SHOWN = ("ORG", "PLATFORM", "PARK", "STANDARD", "AWARD")
"""Kinds of names that the desk shows; places and dates say little by themselves."""

_NOWHERE = Elsewhere()


@dataclass(frozen=True, slots=True)
class Named:
    """A name, and which other submissions have it too."""

    mention: Mention
    elsewhere: Elsewhere


@dataclass(frozen=True, slots=True)
class Naming:
    """What a submission names; ``count`` others name its applicant, ``by`` are the first of them."""

    names: Sequence[Named]
    count: int
    by: tuple[str, ...]


def naming_of(store: Store, record: Record, city: str) -> Naming:
    """The names of a record in their order; a person of a ``city`` ("" is all) is told of that city's submissions."""
    asked = Names(store.engine)
    found = asked.elsewhere(record.name, city)
    names = [
        Named(each, found.get((each.kind, core_across(each.kind, each.name)), _NOWHERE))
        for each in record.mentions
        if each.kind in SHOWN
    ]
    return Naming(names, *asked.naming(record.name, city))
