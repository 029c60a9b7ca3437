"""What an engine has to be able to answer: the meaning of a query, free of any engine's words.

A word or a phrase is already in tokens here, so both engines look for the same things. Fields are those of
``search.document``.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Everything:
    """Matches all, scores nothing."""


@dataclass(frozen=True, slots=True)
class Sequence:
    """The tokens one after another; ``open_end`` where the last one is only a beginning."""

    field: str
    tokens: tuple[str, ...]
    open_end: bool = False


@dataclass(frozen=True, slots=True)
class Tokens:
    """All of the tokens, in any order."""

    field: str
    tokens: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Worded:
    """All words of a normalised text in any order, as the server's word analyzer tells them; nothing without one."""

    text: str


@dataclass(frozen=True, slots=True)
class Value:
    """A facet that holds exactly one of the values; scores nothing."""

    facet: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Number:
    """A number of that name within bounds (None is open); scores nothing."""

    name: str
    low: float | None
    high: float | None
    with_low: bool = True
    with_high: bool = True


@dataclass(frozen=True, slots=True)
class Having:
    """Everything of the submissions that hold an entry which matches: a join, resolved before an engine renders it."""

    part: Condition


@dataclass(frozen=True, slots=True)
class All:
    """All of the parts."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """Any of the parts; scores are added, so that what matches in more ways ranks higher."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Without:
    """What the part does not match."""

    part: Condition


@dataclass(frozen=True, slots=True)
class Fixed:
    """The part with the same small score for every match, so that what is not the exact text ranks below what is."""

    part: Condition
    score: float


ALIKE_TOKENS = 25
"""Rarest tokens by which likeness is judged."""


@dataclass(frozen=True, slots=True)
class Alike:
    """Texts that share many of the tokens, the rarer the better."""

    field: str
    tokens: tuple[str, ...]


Condition = Everything | Sequence | Tokens | Worded | Value | Number | Having | All | Any | Without | Fixed | Alike

NOTHING = Any(())
"""Matches nothing."""


def all_of(*parts: Condition) -> Condition:
    """All of the parts, without a needless wrapper."""
    return parts[0] if len(parts) == 1 else All(parts)


def any_of(*parts: Condition) -> Condition:
    """Any of the parts, without a needless wrapper."""
    return parts[0] if len(parts) == 1 else Any(parts)
