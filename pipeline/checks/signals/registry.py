"""The signals, by discovery of the folder ``shows``."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.resources import files

from pipeline.checks.signals.signal import Signal


@cache
def signals() -> tuple[Signal, ...]:
    """Every signal, by code.

    Raises:
        AttributeError: a file of that folder holds no SIGNAL.
    """
    names = (each.name.removesuffix(".py") for each in files("pipeline.checks.signals.shows").iterdir())
    modules = [
        import_module(f"pipeline.checks.signals.shows.{name}") for name in sorted(names) if name.startswith("hs")
    ]
    return tuple(module.SIGNAL for module in modules)
