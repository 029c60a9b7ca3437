"""The rules across applicants, by discovery of the folder ``rules``."""

from __future__ import annotations

from functools import cache

from pipeline.checks.across.match import AcrossRule
from pipeline.checks.discovery import found_in


@cache
def across_rules() -> tuple[AcrossRule, ...]:
    """Every rule across applicants, by code.

    Raises:
        AttributeError: a file of that folder holds no RULE.
    """
    return found_in("pipeline.checks.across.rules", "hc", "RULE")
