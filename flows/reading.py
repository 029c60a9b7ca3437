"""Files to pages: in parts, in child processes, what is read is kept at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass, field
from pathlib import Path

from flows.child import Job, Outcome
from flows.pool import Pool, outcome
from flows.progress import Progress
from flows.versions import reading_version
from pipeline.store import Store
from pipeline.store.store import Reading

PAGES_A_JOB = 4
"""Small enough that both workers are busy on one scanned book, large enough to cost little to hand over."""


@dataclass(frozen=True, slots=True)
class FileToRead:
    """A file's bytes that this version of the readers has not read."""

    sha256: str
    local: Path
    media_type: str
    name: str


@dataclass(slots=True)
class _Open:
    """A file whose jobs are under way; ``told`` is what a person should know of it though it is read."""

    file: FileToRead
    pages: int | None
    told: str
    waiting: int = 0
    read: int = 0
    problem: tuple[str, str] | None = None
    numbers: set[int] = field(default_factory=set)


def read_files(files: Sequence[FileToRead], store: Store, pool: Pool, watch: Progress) -> int:
    """Read the files; returns the number of pages read now. A file that fails is noted with its reason."""
    jobs = _jobs(files, store, pool, watch)
    under_way: dict[Future[Outcome], tuple[_Open, Job]] = {}
    total, more = 0, True
    while more or under_way:
        while more and len(under_way) < 3 * pool.workers:
            following = next(jobs, None)
            more = following is not None
            if following is not None:
                under_way[pool.submit(following[1])] = following
        if under_way:
            done, _ = wait(under_way, return_when=FIRST_COMPLETED)
            total += sum(_take(future, *under_way.pop(future), store, watch) for future in done)
    return total


def _jobs(files: Sequence[FileToRead], store: Store, pool: Pool, watch: Progress) -> Iterator[tuple[_Open, Job]]:
    """The jobs of all files, in order; pages that an interrupted run has kept are not read again."""
    for file in files:
        pages, problem, told = pool.measure(file.local, file.media_type)
        if problem:
            store.end_reading(file.sha256, reading_version(), Reading(0, problem, told))
            continue
        there = store.pages_read(file.sha256, reading_version())
        jobs = _parts(file, pages, there)
        opened = _Open(file, pages, told, len(jobs), numbers=set(there))
        watch.expect(sum((job.last or 1) - job.first + 1 for job in jobs))
        if not jobs:
            _end(opened, store)
        yield from ((opened, job) for job in jobs)


def _parts(file: FileToRead, pages: int | None, there: set[int]) -> list[Job]:
    """Jobs for the pages that are not there yet: runs of neighbours, none longer than PAGES_A_JOB."""
    if pages is None:
        return [Job(str(file.local), file.media_type)]
    runs: list[list[int]] = []
    for number in (each for each in range(1, pages + 1) if each not in there):
        if runs and runs[-1][-1] == number - 1 and len(runs[-1]) < PAGES_A_JOB:
            runs[-1].append(number)
        else:
            runs.append([number])
    return [Job(str(file.local), file.media_type, run[0], run[-1]) for run in runs]


def _take(future: Future[Outcome], opened: _Open, job: Job, store: Store, watch: Progress) -> int:
    """Keep what a job read; the last job of a file ends its reading."""
    result = outcome(future)
    opened.waiting -= 1
    if result.problem:
        where = f"（第{job.first}—{job.last}页）" if job.last else ""
        opened.problem = opened.problem or (result.problem, result.reason + where)
    store.keep_packed_pages(opened.file.sha256, reading_version(), result.pages)
    opened.numbers.update(number for number, _ in result.pages)
    watch.page(opened.file.name, len(result.pages))
    if opened.waiting == 0:
        _end(opened, store)
    return len(result.pages)


def _end(opened: _Open, store: Store) -> None:
    slug, reason = opened.problem or ("read", opened.told)
    store.end_reading(opened.file.sha256, reading_version(), Reading(len(opened.numbers), slug, reason))
