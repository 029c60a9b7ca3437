"""Shutting a child process in, as far as the kernel allows; what could not be had is left to :mod:`proof` to tell."""

from __future__ import annotations

import logging
import resource
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from extractors.limits import LIMITS
from flows.confinement.files import write_only_below
from flows.confinement.kernel import is_linux, leave_the_network, no_new_privileges
from flows.confinement.syscalls import refuse_calls

_ADDRESSES = 4
"""Times the memory that may be used, for addresses: engines map far more than they touch."""

logger = logging.getLogger(__name__)


def limit_resources(file_bytes: int | None) -> None:
    """No more private memory than a file may cost, no written file larger than ``file_bytes``, no core dumps."""
    for kind, most in (
        (resource.RLIMIT_DATA, LIMITS.memory_bytes),
        (resource.RLIMIT_AS, _ADDRESSES * LIMITS.memory_bytes),
        (resource.RLIMIT_FSIZE, file_bytes),
        (resource.RLIMIT_CORE, 0),
    ):
        if most is not None:
            with suppress(ValueError, OSError):
                resource.setrlimit(kind, (most, most))


def confine(writable: Path | None) -> None:
    """Shut this process in for good: no network, no other programs, no file written but below ``writable``.

    Must run before the process starts threads.
    """
    limit_resources(LIMITS.file_bytes)
    raise_walls(lambda: write_only_below([writable] if writable else []), refuse_calls)


def raise_walls(*walls: Callable[[], None]) -> None:
    """Leave the network, give up gaining rights, then put up these walls; only on Linux.

    Each stands by itself: where the kernel lacks one, the others stay.
    """
    if not is_linux():
        return
    if not leave_the_network():
        logger.debug("no network namespace to be had")
    for wall in (no_new_privileges, *walls):
        try:
            wall()
        except (OSError, KeyError, AttributeError) as error:
            logger.debug("a wall of the confinement can't be had: %s", error)
