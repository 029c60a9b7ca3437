"""The directory of the embedded index: a pointer to the index in use, so that a rebuilt one takes over at once.

``current`` names a directory beside it. It is replaced in one step of the file system; whoever reads the old one goes
on reading it. A directory that no pointer names is debris of an interrupted rebuild and is swept by the next.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from search.local.schema import VERSION
from search.problems import IndexBusyError, IndexDamagedError

WAIT_SECONDS = 120.0
"""How long a writer waits for another to finish."""


class Home:
    """Where the index lives."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def current(self) -> Path | None:
        """The directory of the index in use; None where nothing was indexed yet.

        Raises:
            IndexDamagedError: it was made by another version.
        """
        try:
            name = (self.folder / "current").read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            return None
        if not name.startswith(f"v{VERSION}-") or "/" in name:
            raise IndexDamagedError(f"{self.folder}（{name[:40] or '空'}）")
        return self.folder / name

    def fresh(self) -> Path:
        """A new empty directory for an index that is not in use yet."""
        made = self.folder / f"v{VERSION}-{uuid4().hex[:12]}"
        made.mkdir(parents=True)
        return made

    def use(self, directory: Path) -> None:
        """Make this the index in use, in one step, and sweep away every other."""
        pointer = self.folder / f".current-{uuid4().hex[:8]}"
        with pointer.open("w", encoding="utf-8") as file:
            file.write(directory.name)
            file.flush()
            os.fsync(file.fileno())
        pointer.replace(self.folder / "current")
        self.sweep(directory)

    def sweep(self, keep: Path) -> None:
        """Remove what no pointer names; the caller holds the lock."""
        for each in self.folder.glob("v*-*"):
            if each != keep:
                shutil.rmtree(each, ignore_errors=True)

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Be the only writer, over processes; the lock dies with its holder.

        Raises:
            IndexBusyError: another writer did not finish in time.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "lock").open("a") as file:
            _wait_for(file.fileno(), self.folder)
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
