"""A folder for what is unpacked on the way, inside the store's own; what a killed run left is removed by the next."""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

_LOCK = ".held"


@contextmanager
def spool_in(store_folder: Path) -> Iterator[Path]:
    """An empty folder while the block runs. Its lock ends with this process, however that dies."""
    root = store_folder / "spool"
    root.mkdir(parents=True, exist_ok=True)
    sweep(root)
    folder = Path(mkdtemp(prefix="run-", dir=root))
    with (folder / _LOCK).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def sweep(root: Path) -> int:
    """Remove the folders that no living process holds; returns how many."""
    swept = 0
    for folder in root.glob("run-*"):
        try:
            with (folder / _LOCK).open("r+") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(folder, ignore_errors=True)
                swept += 1
        except OSError:  # held by a living run, or just being made
            continue
    return swept


def is_held(root: Path) -> bool:
    """Whether a living run works in one of the folders."""
    for folder in root.glob("run-*"):
        try:
            with (folder / _LOCK).open("r+") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except FileNotFoundError:
            continue
        except OSError:
            return True
    return False


def empty(folder: Path) -> None:
    """Remove what was unpacked, keep the folder."""
    for each in folder.iterdir():
        if each.name == _LOCK:
            continue
        if each.is_dir():
            shutil.rmtree(each, ignore_errors=True)
        else:
            each.unlink(missing_ok=True)
