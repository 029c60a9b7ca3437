"""The rules across applicants, by discovery of the folder ``rules``."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.resources import files

from pipeline.checks.across.match import AcrossRule


@cache
def across_rules() -> tuple[AcrossRule, ...]:
    """Every rule across applicants, by code.

    Raises:
        AttributeError: a file of that folder holds no RULE.
    """
    names = (each.name.removesuffix(".py") for each in files("pipeline.checks.across.rules").iterdir())
    modules = [import_module(f"pipeline.checks.across.rules.{name}") for name in sorted(names) if name.startswith("hc")]
    return tuple(module.RULE for module in modules)
