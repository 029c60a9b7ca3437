"""Where work is done in this process: its child processes, its spool, and who watches. Made when first needed."""

from __future__ import annotations

import atexit
import os
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from threading import Semaphore

from flows.pool import Pool
from flows.progress import Progress, Silent
from flows.spool import spool_in
from flows.tally import Tally
from pipeline.store import Store, open_store

_IN_HAND = 2
"""Files, and parts of them, in hand for each child: while one is read the next is fetched and claimed."""


@dataclass(frozen=True, slots=True)
class Place:
    """What a stage of work needs beside the store."""

    pool: Pool
    spool: Path
    watch: Progress
    tally: Tally
    files: Semaphore
    parts: Semaphore
    """How many files, and parts of files, may be in hand: enough for all children, and not a connection for each."""
    late: Counter[str] = field(default_factory=Counter)
    """Pages that ran out of time or killed their process, by file: a hostile book must not hold up the batch."""


_lock = threading.Lock()
_open: dict[Path, Place] = {}
_closing = ExitStack()


def worker_count() -> int:
    """Child processes: HESHU_WORKERS, or one a processor."""
    return int(os.environ.get("HESHU_WORKERS", "0")) or len(os.sched_getaffinity(0))


@contextmanager
def opened(store_folder: Path, workers: int = 0, watch: Progress | None = None) -> Iterator[Place]:
    """A place while the block runs; :func:`place_here` finds it meanwhile."""
    told = watch or Silent()
    with spool_in(store_folder) as spool, Pool(workers or worker_count(), spool) as pool:
        most = _IN_HAND * pool.workers
        made = Place(pool, spool, told, Tally(told), Semaphore(most), Semaphore(most))
        key = store_folder.resolve()
        before = _open.get(key)
        _open[key] = made
        try:
            yield made
        finally:
            if before is None:
                del _open[key]
            else:
                _open[key] = before


@cache
def store_here(folder: Path) -> Store:
    """The store of this process in a folder: opened once, however many tasks ask for it."""
    return open_store(folder)


def place_here(store_folder: Path) -> Place:
    """The place of this process for a store: the one opened, else one of its own that ends with the process.

    What runs on another machine, or in a worker of Dask, finds none open.
    """
    with _lock:
        key = store_folder.resolve()
        if key not in _open:
            if not _open:
                atexit.register(_closing.close)
            _closing.enter_context(opened(store_folder))
        return _open[key]
