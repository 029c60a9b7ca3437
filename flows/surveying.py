"""A folder of any files read the real way, one by one, nothing kept: what becomes of each, and what it costs."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from extractors.archives import Room
from flows.child import Job
from flows.pool import Pool, outcome

PAGES_A_JOB = 4


@dataclass(frozen=True, slots=True)
class Surveyed:
    """What became of one file: ``outcome`` is ``read`` or the problem's slug.

    ``seconds`` is wall time; ``memory`` the most that its child process held while reading it, in bytes (None where
    the child died or the kernel does not tell); ``holds`` how many files lie in it.
    """

    path: str
    media_type: str
    outcome: str
    reason: str
    pages: int
    holds: int
    seconds: float
    memory: int | None


def files_below(folder: Path) -> list[Path]:
    """Every regular file below a folder."""
    return sorted(each for each in folder.rglob("*") if each.is_file() and not each.is_symlink())


def survey(files: Iterable[Path], root: Path, pool: Pool, spool: Path) -> Iterator[Surveyed]:
    """Look at, measure and read each file in child processes, as an ingest does."""
    for number, file in enumerate(files):
        start = time.monotonic()
        pool.forget_peak()
        media_type, ended, reason, pages, holds = _one(file, pool, spool / f"survey-{number:06d}")
        memory = None if ended == "crashed" else pool.peak()
        shown = file.relative_to(root).as_posix()
        yield Surveyed(shown, media_type, ended, reason, pages, holds, time.monotonic() - start, memory)


def _one(file: Path, pool: Pool, into: Path) -> tuple[str, str, str, int, int]:
    seen = pool.look(file, into, Room())
    if seen.problem is not None:
        return "", seen.problem.slug, str(seen.problem), 0, 0
    if seen.media_type == "application/zip":
        return seen.media_type, "read", "", 0, len(seen.inside)
    count, problem, told = pool.measure(file, seen.media_type)
    if problem:
        return seen.media_type, problem, told, 0, len(seen.inside)
    pages = 0
    for first in range(1, (count or 1) + 1, PAGES_A_JOB):
        last = None if count is None else min(count, first + PAGES_A_JOB - 1)
        read = outcome(pool.submit(Job(str(file), seen.media_type, first, last)))
        pages += len(read.pages)
        if read.problem:
            return seen.media_type, read.problem, read.reason, pages, len(seen.inside)
    return seen.media_type, "read", told, pages, len(seen.inside)
