"""The signals, by discovery of the folder ``shows``."""

from __future__ import annotations

from functools import cache

from pipeline.checks.discovery import found_in
from pipeline.checks.signals.signal import Signal


@cache
def signals() -> tuple[Signal, ...]:
    """Every signal, by code.

    Raises:
        AttributeError: a file of that folder holds no SIGNAL.
    """
    return found_in("pipeline.checks.signals.shows", "hs", "SIGNAL")
