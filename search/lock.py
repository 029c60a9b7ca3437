"""One writer at a time, over processes and threads; the lock dies with its holder."""

from __future__ import annotations

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from search.problems import IndexBusyError

WAIT_SECONDS = 600.0
"""How long a writer waits for another to finish; a rebuild of a large store takes minutes."""


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Be the only writer of the index whose lock lies in ``folder``.

    Raises:
        IndexBusyError: another writer did not finish in time.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("a") as file:
        _wait_for(file.fileno(), folder)
        yield


def _wait_for(descriptor: int, folder: Path) -> None:
    until = time.monotonic() + WAIT_SECONDS
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            if time.monotonic() > until:
                raise IndexBusyError(str(folder)) from None
            time.sleep(0.05)
        else:
            return
