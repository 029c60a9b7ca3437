"""A folder of any files read the real way, one by one, nothing kept: what becomes of each, and what it costs."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from extractors.archives import Room
from extractors.kinds import ZIP
from flows.child import Job
from flows.part_reading import PAGES_A_JOB
from flows.pool import Pool, outcome
from pipeline.problems import ReaderCrashedError
from pipeline.records.record import READ


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
    pages: int = 0
    holds: int = 0
    seconds: float = 0.0
    memory: int | None = None


def files_below(folder: Path) -> list[Path]:
    """Every regular file below a folder."""
    return sorted(each for each in folder.rglob("*") if each.is_file() and not each.is_symlink())


def survey(files: Iterable[Path], root: Path, pool: Pool, spool: Path) -> Iterator[Surveyed]:
    """Look at, measure and read each file in child processes, as an ingest does."""
    for number, file in enumerate(files):
        start = time.monotonic()
        pool.forget_peak()
        found = _surveyed(file, file.relative_to(root).as_posix(), pool, spool / f"survey-{number:06d}")
        memory = None if found.outcome == ReaderCrashedError.slug else pool.peak()
        yield replace(found, seconds=time.monotonic() - start, memory=memory)


def _surveyed(file: Path, shown: str, pool: Pool, into: Path) -> Surveyed:
    seen = pool.look(file, into, Room())
    if seen.problem is not None:
        return Surveyed(shown, "", seen.problem.slug, str(seen.problem))
    found = Surveyed(shown, seen.media_type, READ, "", 0, len(seen.inside))
    if seen.media_type == ZIP:
        return found
    measured = pool.measure(file, seen.media_type)
    if measured.failure:
        return replace(found, outcome=measured.failure.slug, reason=measured.failure.reason)
    count, pages = measured.pages, 0
    for first in range(1, (count or 1) + 1, PAGES_A_JOB):
        last = None if count is None else min(count, first + PAGES_A_JOB - 1)
        read = outcome(pool.submit(Job(str(file), seen.media_type, first, last)))
        pages += len(read.pages)
        if read.problem:
            return replace(found, outcome=read.problem, reason=read.reason, pages=pages)
    return replace(found, reason=measured.told, pages=pages)
