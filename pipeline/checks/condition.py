"""Conditions on a record, as a programme writes them: ``platform.type in 综合型|区域型``, ``sensors.points blank``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, Protocol


class Facts(Protocol):
    """What a condition asks of a record. Each answer is True only where it is certain."""

    def says(self, key: str) -> str | None:
        """The choice or words of a field, None where it can't be trusted."""
        ...

    def ticked(self, key: str) -> tuple[str, ...] | None:
        """The ticked options of a field, None where they can't be trusted."""
        ...

    def is_blank(self, key: str) -> bool:
        """Whether nothing stands there."""
        ...

    def is_none(self, key: str) -> bool:
        """Whether it says 无, / or a dash."""
        ...


@dataclass(frozen=True, slots=True)
class Is:
    """The field is one of the words."""

    key: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Has:
    """An option of the field is ticked."""

    key: str
    word: str


@dataclass(frozen=True, slots=True)
class State:
    """The field is ``blank`` (nothing there), ``empty`` (nothing, or 无), or ``filled``."""

    key: str
    state: Literal["blank", "empty", "filled"]


@dataclass(frozen=True, slots=True)
class Both:
    """All of several conditions."""

    parts: tuple[Condition, ...]


Condition = Is | Has | State | Both


def fields_of(condition: Condition | None) -> Iterator[str]:
    """The fields that a condition looks at."""
    match condition:
        case Both(parts):
            for part in parts:
                yield from fields_of(part)
        case Is(key) | Has(key) | State(key):
            yield key


def holds(condition: Condition | None, facts: Facts) -> bool:
    """Whether a condition is met, with certainty; no condition is always met."""
    match condition:
        case None:
            return True
        case Is(key, words):
            return facts.says(key) in words
        case Has(key, word):
            return word in (facts.ticked(key) or ())
        case State(key, "blank"):
            return facts.is_blank(key)
        case State(key, "empty"):
            return facts.is_blank(key) or facts.is_none(key)
        case State(key, _):
            return facts.says(key) is not None
        case Both(parts):
            return all(holds(part, facts) for part in parts)
