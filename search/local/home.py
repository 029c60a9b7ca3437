"""The directory of the embedded index: a pointer to the index in use, so that a rebuilt one takes over at once.

``current`` names a directory beside it. It is replaced in one step of the file system; whoever reads the old one goes
on reading it. A directory that no pointer names is debris of an interrupted rebuild and is swept by the next.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from uuid import uuid4

from search.local.schema import VERSION
from search.problems import IndexDamagedError


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
