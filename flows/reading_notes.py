"""What the log and the counters are told of a file that is read."""

from __future__ import annotations

from collections.abc import Iterable

from flows.journal import journal
from flows.meters import meters
from flows.parts import FileToRead
from pipeline.store.store import Reading


def note_start(file: FileToRead, first: int, last: int | None) -> None:
    """Some pages of the file are begun; with the version of the readers, for a changed reader reads them again."""
    journal().info(
        "reading", submission=file.submission, file=file.name, sha256=file.sha256, version=file.version,
        first=first, last=last,
    )  # fmt: skip


def note_stored(file: FileToRead, numbers: Iterable[int]) -> None:
    """These pages, neighbours all, are stored; nothing is said of none."""
    stored = list(numbers)
    if stored:
        journal().info(
            "stored", submission=file.submission, file=file.name, sha256=file.sha256, version=file.version,
            first=stored[0], last=stored[-1],
        )  # fmt: skip


def note_end(file: FileToRead, ended: Reading) -> None:
    """The file is done with, read or not."""
    meters().files.labels(ended.outcome).inc()
    if ended.outcome != "read":
        meters().failures.labels("read", ended.outcome).inc()
    journal().info(
        "file done", submission=file.submission, file=file.name, sha256=file.sha256, outcome=ended.outcome,
        pages=ended.pages, reason=ended.reason,
    )  # fmt: skip
