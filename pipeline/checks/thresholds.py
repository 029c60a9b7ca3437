"""Minimums of programmes, held against what is declared."""

from __future__ import annotations

from pipeline.checks.case import Case
from pipeline.checks.programme import Minimum


def declared_for(case: Case, line: Minimum) -> float | None:
    """What is declared for a minimum: the field's number, or how many of its options are ticked."""
    if not line.options:
        return case.number(line.field)
    value = case.get(line.field)
    if value is None or not isinstance(value.value, list):
        return None
    return float(len(value.value))


def least_for(case: Case, line: Minimum) -> float | None:
    """What is asked: the minimum, times a declared number where the programme says so (effective industries)."""
    if line.times is None:
        return line.at_least
    times = case.number(line.times)
    return None if times is None else line.at_least * times


def shortfall(case: Case, line: Minimum) -> tuple[float, float] | None:
    """(declared, asked) where the line applies and what is declared is less; None where it is met or not stated."""
    if not case.holds(line.when):
        return None
    declared, least = declared_for(case, line), least_for(case, line)
    if declared is None or least is None or declared >= least:
        return None
    return declared, least
