"""What a role may see, as facets and the values allowed of each; limits only ever narrow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.problems import UsageError
from search.finder import FACETS
from search.query.conditions import Condition, Value

Sight = Mapping[str, tuple[str, ...]]
"""Per facet the values that are seen; a facet that is not in it limits nothing."""


def narrowed(sight: Sight, allowed: Mapping[str, Sequence[str]]) -> Sight:
    """What is left to see where both limits hold: of one facet, the values that both allow.

    Raises:
        UsageError: there is no such facet; a misspelt limit must not limit nothing.
    """
    for name in allowed:
        if name not in FACETS:
            raise UsageError(f"没有“{name}”这个范围")
    left = dict(sight)
    for name, values in allowed.items():
        left[name] = tuple(value for value in values if value in left.get(name, values))
    return left


def limits_of(sight: Sight) -> list[Condition]:
    """The conditions that every hit must meet."""
    return [Value(facet, values) for facet, values in sight.items()]
