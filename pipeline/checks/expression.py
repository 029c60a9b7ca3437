"""Expressions over a record's numbers, as a programme writes them: a total, a sum of parts, a minimum times a count.

An expression with a value that is not known has no value itself: a missing value is never a zero.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import prod

Numbers = Callable[[str], float | None]


@dataclass(frozen=True, slots=True)
class Number:
    """A number written out."""

    value: float


@dataclass(frozen=True, slots=True)
class Key:
    """The number that a field holds."""

    key: str


@dataclass(frozen=True, slots=True)
class Count:
    """How many options of a field are ticked."""

    key: str


@dataclass(frozen=True, slots=True)
class Sum:
    """Terms added up."""

    terms: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Product:
    """Factors multiplied."""

    factors: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Quotient:
    """One amount divided by another; without a value where the divisor is nothing."""

    above: Expression
    below: Expression


Expression = Number | Key | Count | Sum | Product | Quotient


def keys_of(expression: Expression) -> Iterator[str]:
    """The fields that an expression speaks of, in order."""
    match expression:
        case Key(key) | Count(key):
            yield key
        case Sum(parts) | Product(parts):
            for part in parts:
                yield from keys_of(part)
        case Quotient(above, below):
            yield from keys_of(above)
            yield from keys_of(below)


def value_of(expression: Expression, number: Numbers, count: Numbers) -> float | None:
    """The value, from the fields' numbers and counts of ticked options; None where any of them is not known."""
    match expression:
        case Number(value):
            return value
        case Key(key):
            return number(key)
        case Count(key):
            return count(key)
        case Sum(parts):
            return _all(parts, number, count, sum)
        case Product(parts):
            return _all(parts, number, count, prod)
        case Quotient(above, below):
            top, bottom = value_of(above, number, count), value_of(below, number, count)
            return None if top is None or not bottom else top / bottom


def _all(
    parts: tuple[Expression, ...], number: Numbers, count: Numbers, join: Callable[[list[float]], float]
) -> float | None:
    values = [value_of(part, number, count) for part in parts]
    known = [value for value in values if value is not None]
    return join(known) if len(known) == len(values) else None
