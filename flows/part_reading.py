"""One part of a file to pages: job by job, in child processes, each page stored the moment it is read."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from extractors.limits import LIMITS
from flows.child import Job, Outcome
from flows.meters import meters
from flows.parts import FileToRead, Part, PartDone
from flows.patience import patiently
from flows.place import Place
from flows.pool import outcome
from flows.reading_notes import note_end, note_start, note_stored
from pipeline.problems import ReaderCrashedError, ReadTimeoutError
from pipeline.records.record import READ
from pipeline.store import Store
from pipeline.store.claims import claimed
from pipeline.store.store import Reading

PAGES_A_JOB = 4
"""Small enough that all children are busy on one scanned book, large enough to cost little to hand over."""
_LATE = (ReadTimeoutError.slug, ReaderCrashedError.slug)
_LEFT = Outcome(problem=ReadTimeoutError.slug, reason="已有多页读取超时或使解析进程退出，其余页不再尝试")


def read_part(part: Part, store: Store, place: Place) -> PartDone:
    """Read what is missing of a part, job by job, in child processes; each page is stored as it comes.

    Whoever reads claims the part, for who asked for it may be gone: a run that was killed while its part is read on
    another machine, or that has failed with another part of the same file.
    """
    with place.parts, meters().timed("read"):
        done = _read_claimed(part, store, place)
    meters().pages.inc(done.pages)
    return done


def _read_claimed(part: Part, store: Store, place: Place) -> PartDone:
    """A database that is restarted has forgotten who claimed what: what is missing by then is claimed anew."""
    done, sha256 = PartDone(), part.file.sha256
    while True:
        with ExitStack() as held:
            claim = patiently(lambda: held.enter_context(claimed(store.engine, store.folder, sha256, part.first)))
            local = patiently(lambda: held.enter_context(store.blobs.as_file(sha256, place.spool)))
            if part.last is None:
                return _read_whole(part, store, place, local)
            done = _read_pages(part, store, place, local, claim, done)
            if claim():
                return done


def _read_whole(part: Part, store: Store, place: Place, local: Path) -> PartDone:
    """A file without pages of its own is read at once, its pages stored together with how that ended."""
    job, file = Job(str(local), part.file.media_type), part.file
    if patiently(store.reading, file.sha256, file.version) is not None:
        return PartDone()
    note_start(file, job.first, job.last)
    result = outcome(place.pool.submit(job))
    if result.problem == ReaderCrashedError.slug:
        result = outcome(place.pool.submit(job))
    if result.problem:
        failed = Reading(0, result.problem, result.reason)
        patiently(store.end_reading, file.sha256, file.version, failed)
        note_end(file, failed)
        return PartDone(0, result.problem, result.reason)
    ended = Reading(len(result.pages), READ, "；".join(filter(None, (part.told, result.told))))
    patiently(store.keep_whole, file.sha256, file.version, result.pages, ended)
    note_stored(file, (number for number, _ in result.pages))
    note_end(file, ended)
    place.tally.page(file.sha256, file.name, 1)  # as expected of it: how many sheets it has is not known beforehand
    return PartDone(len(result.pages))


def _read_pages(
    part: Part, store: Store, place: Place, local: Path, is_mine: Callable[[], bool], done: PartDone
) -> PartDone:
    """Go on with ``done`` as long as the part is ours; what is under way then is still stored."""
    assert part.last is not None
    numbers = missing_pages(part.file, store, part.first, part.last)
    waiting = _jobs(str(local), part.file.media_type, numbers)
    if _is_left(part.file, place):
        return done.with_problem(_LEFT.problem, _LEFT.reason)
    under_way: dict[Future[Outcome], Job] = {}
    while True:
        while len(under_way) <= place.pool.workers and is_mine() and (begun := _next(waiting, part.file, store)):
            note_start(part.file, begun.first, begun.last)
            under_way[place.pool.submit(begun)] = begun
        if not under_way:
            return done
        ended, _ = wait(under_way, return_when=FIRST_COMPLETED)
        for future in ended:
            job, result = under_way.pop(future), outcome(future)
            _keep(result, part.file, store, place)
            done = replace(done, pages=done.pages + len(result.pages))
            again = _again(job, result)
            waiting[:0] = again
            if result.problem in _LATE and job.first == job.last:
                place.late[part.file.sha256] += 1
            if _is_left(part.file, place):
                waiting.clear()
            if result.problem and not again:
                done = done.with_problem(result.problem, _where(result.reason, job))


def _next(waiting: list[Job], file: FileToRead, store: Store) -> Job | None:
    """The next job, taken from those that wait; None where nothing waits.

    Pages that are stored by now are left out: a claim ends with its connection, and others may then have read on.
    """
    while waiting:
        job = waiting.pop(0)
        pages = range(job.first, (job.last or job.first) + 1)
        missing = missing_pages(file, store, pages[0], pages[-1])
        if len(missing) == len(pages):
            return job
        waiting[:0] = [replace(each, second=job.second) for each in _jobs(job.path, job.media_type, missing)]
    return None


def missing_pages(file: FileToRead, store: Store, first: int, last: int) -> list[int]:
    """The numbers of the pages that are not stored now."""
    there = patiently(store.pages_read, file.sha256, file.version, first, last)
    return [number for number in range(first, last + 1) if number not in there]


def _is_left(file: FileToRead, place: Place) -> bool:
    """Whether so many pages of the file have cost their whole time, or their child, that the rest of it is left."""
    return place.late[file.sha256] >= LIMITS.late_pages


def _keep(result: Outcome, file: FileToRead, store: Store, place: Place) -> None:
    patiently(store.keep_packed_pages, file.sha256, file.version, result.pages)
    note_stored(file, (number for number, _ in result.pages))
    place.tally.page(file.sha256, file.name, len(result.pages))


def _jobs(path: str, media_type: str, numbers: Iterable[int]) -> list[Job]:
    """Jobs for these pages: runs of neighbours, none longer than PAGES_A_JOB."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1 and len(runs[-1]) < PAGES_A_JOB:
            runs[-1].append(number)
        else:
            runs.append([number])
    return [Job(path, media_type, run[0], run[-1]) for run in runs]


def _again(job: Job, result: Outcome) -> list[Job]:
    """What is tried once more: the pages of a job that took others down with it, each alone.

    A child that dies over one page is given that page once more (it may have been killed from outside); what a reader
    itself refuses, and a page that took too long alone, stays as it is.
    """
    assert job.last is not None
    read = {number for number, _ in result.pages}
    left = [number for number in range(job.first, job.last + 1) if number not in read]
    if not result.problem or not left:
        return []
    alone = job.first == job.last
    if alone and (job.second or result.problem != ReaderCrashedError.slug):
        return []
    return [replace(job, first=number, last=number, second=job.second or alone) for number in left]


def _where(reason: str, job: Job) -> str:
    """The reason with the pages that it holds for."""
    return f"{reason}（第{job.first}页）" if job.first == job.last else f"{reason}（第{job.first}—{job.last}页）"
