"""Waiting for what may heal by itself: a database that restarts, a lock that is held. Nothing else is tried again."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from typing import ParamSpec, TypeVar

from flows.journal import journal
from pipeline.problems import StoreUnavailableError

PATIENCE = "HESHU_PATIENCE"
_DEFAULT_SECONDS = 120.0
_FIRST, _LONGEST = 0.5, 20.0

P = ParamSpec("P")
T = TypeVar("T")


def can_heal(error: BaseException) -> bool:
    """Whether the same call may go well later without a person's doing."""
    return isinstance(error, StoreUnavailableError)


def patiently(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Call ``work``; while it fails for what may heal, wait ever longer and call again, up to HESHU_PATIENCE seconds.

    ``work`` must be one transaction of the store: to do it twice is no harm.
    """
    for pause in _pauses():
        try:
            return work(*args, **kwargs)
        except StoreUnavailableError as error:
            journal().warning("store unavailable", pause=pause, error=str(error.__cause__))
            time.sleep(pause)
    return work(*args, **kwargs)


def _pauses() -> Iterator[float]:
    """Half a second, doubled up to twenty, as long as patience lasts."""
    left, pause = float(os.environ.get(PATIENCE, _DEFAULT_SECONDS)), _FIRST
    while left > 0:
        yield min(pause, left)
        left -= pause
        pause = min(2 * pause, _LONGEST)
