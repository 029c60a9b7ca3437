"""What both engines need to answer ``more like this``."""

from __future__ import annotations

from pipeline.ports import Entry
from search.query.conditions import Alike, All, Condition, Value, Without
from search.words.normal import plain
from search.words.tokens import grams


def likeness(entry: Entry, *, other_submissions: bool) -> Condition:
    """What is like an entry: of the same kind, not itself, of other submissions where wanted."""
    tokens = tuple(dict.fromkeys(grams(plain(entry.text))))
    self_or_own = Value("submission", (entry.submission,)) if other_submissions else Value("id", (entry.id,))
    return All((Alike("grams", tokens), Value("kind", (entry.kind,)), Without(self_or_own)))
