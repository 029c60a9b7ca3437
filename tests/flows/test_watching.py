"""The watched folder: a delivery is read once it has come to rest, and not while it is being copied."""

from __future__ import annotations

import threading
import time
from pathlib import Path

from flows.watching import watched
from pipeline.problems import NothingToReadError, StoreUnavailableError


class _Watch:
    """A watch in a thread, and what the folder held each time it ingested."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.seen: list[list[str]] = []
        self.problems: list[str] = []
        self.ran, self._stop = threading.Semaphore(0), threading.Event()
        self._thread = threading.Thread(target=self._watch)
        self._thread.start()

    def _watch(self) -> None:
        watched(
            self.folder, self._ingest, rest=0.4, stop=self._stop, failed=lambda each: self.problems.append(each.slug)
        )

    def _ingest(self) -> None:
        self.seen.append(sorted(each.name for each in self.folder.rglob("*") if each.is_file()))
        self.ran.release()
        if not self.seen[-1]:
            raise NothingToReadError
        if len(self.seen) == 2:
            raise StoreUnavailableError

    def end(self) -> None:
        self._stop.set()
        self._thread.join(20)


def test_a_delivery_is_ingested_whole_and_once_and_a_failure_does_not_end_the_watch(tmp_path: Path) -> None:
    watch = _Watch(tmp_path)
    try:
        assert watch.ran.acquire(timeout=20)
        (tmp_path / "甲").mkdir()
        for n in range(8):  # a slow copy: a file every tenth of a second
            (tmp_path / "甲" / f"{n}.pdf").write_bytes(b"x")
            time.sleep(0.1)
        assert watch.ran.acquire(timeout=20)
        (tmp_path / "甲" / "又一份.pdf").write_bytes(b"x")
        assert watch.ran.acquire(timeout=20)
    finally:
        watch.end()
    assert [len(names) for names in watch.seen] == [0, 8, 9]
    assert watch.problems == ["store-unavailable"]
