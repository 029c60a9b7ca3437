"""The tree of a query. ``at`` is where the part begins in the query, for errors that point."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """Something to find in text. ``exact`` where quoted; ``forgiving`` with ``~``; ``begins`` with ``*``.

    ``whole`` with ``=``: the value is this and nothing else.
    """

    text: str
    at: int
    exact: bool = False
    forgiving: bool = False
    begins: bool = False
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """From a number to a number; None is open."""

    low: float | None
    high: float | None
    with_low: bool = True
    with_high: bool = True


@dataclass(frozen=True, slots=True)
class Range:
    """A range of numbers, or of days (20180822), or what may be meant as either; None where it can't be."""

    numbers: Span | None
    days: Span | None
    at: int


@dataclass(frozen=True, slots=True)
class Scoped:
    """``name:value``; several values are alternatives."""

    name: str
    values: tuple[Words | Range, ...]
    at: int


@dataclass(frozen=True, slots=True)
class Both:
    """All of the parts; ``loosely`` where they only stand side by side, without AND."""

    parts: tuple[Tree, ...]
    loosely: bool = False


@dataclass(frozen=True, slots=True)
class Either:
    """Any of the parts."""

    parts: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """None of the part."""

    part: Tree


@dataclass(frozen=True, slots=True)
class Anything:
    """``*``: whatever there is."""


Tree = Words | Scoped | Both | Either | Not | Anything


def leaves(tree: Tree, *, positive_only: bool = False) -> Iterator[Words | Scoped | Anything]:
    """The leaves, left to right; without those under a Not where only the positive ones are asked for."""
    if isinstance(tree, Both | Either):
        for part in tree.parts:
            yield from leaves(part, positive_only=positive_only)
    elif isinstance(tree, Not):
        if not positive_only:
            yield from leaves(tree.part)
    else:
        yield tree
