"""Sums among the numbers of a sentence: the last of 120台、80台，合计200台 is the whole, the others are its parts."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from nlp_models.quantities import Quantity

_FEWEST = 2
_NEAR_ENOUGH = 0.001


def sums_around(quantities: Sequence[Quantity], quantity: Quantity) -> list[str]:
    """Whether the number is the sum of those of its unit right before or behind it, or one of such a sum's parts."""
    alike = [each for each in quantities if each.unit == quantity.unit and each.meaning != "vague"]
    at = next((place for place, each in enumerate(alike) if each is quantity), 0)
    values = [each.value for each in alike]
    found = []
    if _is_sum(values[at], values[:at][::-1]):
        found.append("sum of those before")
    if _is_sum(values[at], values[at + 1 :]):
        found.append("sum of those behind")
    if any(_covers(values, whole, at) for whole in range(len(values)) if whole != at):
        found.append("part of a sum")
    if at and values[at] > max(values[:at]):
        found.append("largest so far")
    if at and values[at] < values[0]:
        found.append("less than the first")
    return [*found, f"alike={min(len(alike), 4)}", f"place={min(at, 3)}"]


def _is_sum(value: float, others: Sequence[float]) -> bool:
    return any(
        count >= _FEWEST and abs(total - value) <= _NEAR_ENOUGH * value
        for count, total in enumerate(accumulate(others), start=1)
    )


def _covers(values: Sequence[float], whole: int, at: int) -> bool:
    """Whether the number ``whole`` is the sum of a run next to it in which ``at`` stands."""
    run = values[whole - 1 :: -1] if at < whole and whole else values[whole + 1 :]
    distance = abs(whole - at)
    return any(
        count >= max(distance, _FEWEST) and abs(total - values[whole]) <= _NEAR_ENOUGH * values[whole]
        for count, total in enumerate(accumulate(run), start=1)
    )
