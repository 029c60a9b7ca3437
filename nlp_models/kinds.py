"""Kinds of words around a number: whose it is, of which place, trade, workshop or portion, ahead or gone by.

The words are data (``data/kinds.yaml``). What each says of a number is learnt; with them it is learnt of words that no
sentence to learn from has together with it.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib.resources import files

import yaml

from nlp_models.statement import Candidate


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    raw = yaml.safe_load(files("nlp_models").joinpath("data/kinds.yaml").read_text(encoding="utf-8"))
    return {kind: re.compile("|".join(words)) for kind, words in raw.items()}


@lru_cache(maxsize=64)
def _found(text: str) -> list[tuple[int, int, str]]:
    return sorted(
        (match.start(), match.end(), kind) for kind, pattern in _patterns().items() for match in pattern.finditer(text)
    )


def kinds_around(text: str, place: tuple[int, int, int, int], candidate: Candidate) -> list[str]:
    """Features: each kind with its zone (``place``: clause, number), the last before the number, those of the head."""
    left, start, end, right = place
    noun = (candidate.start, candidate.end) if candidate.how in ("before", "after", "inside") else (0, 0)
    found, nearest = set(), "none"
    head = (text.find("，") + 1 or len(text)) if left else 0
    earlier = max(text.rfind("，", 0, left - 1), 0) if left else 0
    for a, b, kind in _found(text):
        if noun[0] <= a and b <= noun[1]:
            continue
        if left <= a and b <= start:
            found.add(f"kind {kind} in")
            nearest = kind
        elif end <= a and b <= right:
            found.add(f"kind {kind} after")
        elif earlier <= a and b <= left:
            found.add(f"kind {kind} earlier")
        elif a >= right:
            found.add(f"kind {kind} later")
        if b <= head:
            found.add(f"kind {kind} head")
    inside = "+".join(sorted(each[5:-3] for each in found if each.endswith(" in")))
    return [*sorted(found), f"kind last={nearest}", f"kinds in={inside}", f"kind last={nearest} how={candidate.how}"]
