"""What tells a plan that no cue word gives away: seasons, stages of approval, papers that set targets, striving, gaps.

The words are data (``data/ahead.yaml``), what they weigh is learnt. A number is also held against its like in the
sentence, over semicolons too: beside one that is said to be of today, one that is not may be ahead.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from functools import cache, lru_cache
from importlib.resources import files

import yaml

from nlp_models.quantities import Quantity
from nlp_models.statement import Statement

_AHEAD = frozenset(("season", "pending", "paper", "striving", "lacking"))
_CLAUSE = "，,：；、（）"


@cache
def _pattern() -> re.Pattern[str]:
    raw = yaml.safe_load(files("nlp_models").joinpath("data/ahead.yaml").read_text(encoding="utf-8"))
    return re.compile("|".join(f"(?P<{kind}>{'|'.join(words)})" for kind, words in raw.items()))


@lru_cache(maxsize=64)
def _found(text: str) -> list[tuple[int, int, str]]:
    return [(match.start(), match.end(), match.lastgroup or "") for match in _pattern().finditer(text)]


def what_is_ahead(statement: Statement, quantity: Quantity, place: tuple[int, int]) -> list[str]:
    """Features: each kind with its zone around the number's clause (``place``), the kinds nearest on both sides."""
    left, right = place
    text = statement.text
    zones: dict[str, list[str]] = {}
    nearest = following = "none"
    earlier = max(text.rfind("，", 0, left - 1), 0) if left else 0
    behind = (text.find("，", right + 1) + 1 or len(text)) if right < len(text) else right
    for a, b, kind in _found(text):
        if b <= quantity.start:
            zone = "in" if a >= left else "earlier" if a >= earlier else "head"
            nearest = kind if a >= left else nearest
        elif a >= quantity.end:
            zone = "after" if b <= right else "behind" if b <= behind else "far"
            following = kind if following == "none" else following
        else:
            continue
        zones.setdefault(zone, []).append(kind)
    found = [f"ahead {kind} {zone}" for zone, kinds in zones.items() for kind in dict.fromkeys(kinds)]
    found += [f"ahead {zone}={'+'.join(sorted(set(kinds)))}" for zone, kinds in zones.items()]
    found += [f"ahead near={nearest} next={following}", f"ahead near={nearest}", f"ahead next={following}"]
    own = _standing(statement.text, quantity)
    return [*found, f"stands={own}", *_beside(statement, quantity, own), *_over(statement)]


@lru_cache(maxsize=64)
def _standing(text: str, quantity: Quantity) -> str:
    """Whether the number's own clause speaks of what is ahead, of what is done, of both or of neither."""
    left = max(text.rfind(mark, 0, quantity.start) for mark in _CLAUSE) + 1
    ends = [at for mark in _CLAUSE if (at := text.find(mark, quantity.end)) >= 0]
    right = min(ends, default=len(text))
    kinds = {kind for a, b, kind in _found(text) if left <= a and b <= right}
    return _both(kinds)


def _both(kinds: Set[str]) -> str:
    return "/".join(name for name, some in (("ahead", kinds & _AHEAD), ("done", kinds - _AHEAD)) if some) or "neither"


def _beside(statement: Statement, quantity: Quantity, own: str) -> Iterator[str]:
    """How the others of the same measure in the sentence stand beside this one."""
    said = set()
    for each in statement.together or (statement,):
        for other in each.quantities:
            if other is quantity or other.unit != quantity.unit or other.meaning == "vague":
                continue
            way = "bigger" if other.value > quantity.value else "smaller" if other.value < quantity.value else "same"
            where = "here" if each is statement else "over"
            side = ("behind" if other.start > quantity.start else "before") if each is statement else ""
            standing = _standing(each.text, other)
            said.add(f"beside {standing} {way} own={own}")
            said.add(f"beside {standing} {where} {side} own={own}")
    return iter(sorted(said) or [f"beside none own={own}"])


def _over(statement: Statement) -> Iterator[str]:
    """What the sentence's other stretches speak of: what is ahead may be said there (…；届时…)."""
    after = False
    for each in statement.together:
        if each is statement:
            after = True
            continue
        for kind in sorted({kind for _, _, kind in _found(each.text)}):
            yield f"ahead {kind} over {'behind' if after else 'before'}"
