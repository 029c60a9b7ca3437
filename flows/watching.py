"""A watched folder: what is put there is ingested as soon as it has come to rest."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

from watchfiles import watch

from flows.journal import journal
from pipeline.problems import HeshuError, NothingToReadError

REST_SECONDS = 20.0
"""A delivery that is still being copied must not be taken for whole: so long nothing may change before it is read."""


def watched(
    folder: Path, ingest: Callable[[], None], *, rest: float = REST_SECONDS, stop: threading.Event | None = None,
    polling: bool = False, failed: Callable[[HeshuError], None] | None = None,
) -> None:  # fmt: skip
    """Call ``ingest`` now, and whenever the folder has changed and then rested; until ``stop`` is set.

    ``polling`` looks instead of being told: network drives tell nothing. What the store or the folder is at fault for
    is handed to ``failed`` and tried again with the next change; what changes during a run starts the next one.
    """
    for _ in _rests(folder, rest, stop, polling):
        try:
            ingest()
        except NothingToReadError:
            journal().info("nothing to read", folder=str(folder))
        except HeshuError as problem:
            journal().error("ingest failed", folder=str(folder), slug=problem.slug, reason=str(problem))
            if failed is not None:
                failed(problem)


def _rests(folder: Path, rest: float, stop: threading.Event | None, polling: bool) -> Iterator[None]:
    """Once at the start, then after each change that was followed by so many seconds without any."""
    yield
    changed = False
    told = watch(
        folder, stop_event=stop, rust_timeout=int(rest * 1000), yield_on_timeout=True, force_polling=polling,
        raise_interrupt=False, recursive=True,
    )  # fmt: skip
    for changes in told:
        if changes:
            changed = True
        elif changed:
            changed = False
            yield
