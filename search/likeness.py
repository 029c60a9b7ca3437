"""What both engines need to answer ``more like this`` and to limit what a role may see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.ports import Entry
from pipeline.problems import UsageError
from search.finder import FACETS
from search.query.conditions import Alike, All, Condition, Value, Without
from search.words.normal import plain
from search.words.tokens import grams


def likeness(entry: Entry, *, other_submissions: bool) -> Condition:
    """What is like an entry: of the same kind, not itself, of other submissions where wanted."""
    tokens = tuple(dict.fromkeys(grams(plain(entry.text))))
    self_or_own = Value("submission", (entry.submission,)) if other_submissions else Value("id", (entry.id,))
    return All((Alike("grams", tokens), Value("kind", (entry.kind,)), Without(self_or_own)))


def checked_facets(allowed: Mapping[str, Sequence[str]]) -> Mapping[str, Sequence[str]]:
    """The facets, refused where one is unknown: a misspelt limit must not limit nothing.

    Raises:
        UsageError: there is no such facet.
    """
    for name in allowed:
        if name not in FACETS:
            raise UsageError(f"没有“{name}”这个范围")
    return allowed
