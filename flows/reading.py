"""One file to pages: in parts, in child processes; what is read is kept at once and never read again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from extractors.limits import LIMITS
from flows.child import Job, Outcome
from flows.journal import journal
from flows.meters import meters
from flows.patience import patiently
from flows.place import Place
from flows.pool import outcome
from flows.versions import reading_version
from pipeline.records.record import PARTLY_READ, READ
from pipeline.store import Store
from pipeline.store.claims import claimed
from pipeline.store.store import Reading

PAGES_A_JOB = 4
"""Small enough that all children are busy on one scanned book, large enough to cost little to hand over."""
PAGES_A_PART = 40
"""A part is what a flow shows as one task and hands to another machine: seconds of text, minutes of scans."""
_MOST_SAID = 8


@dataclass(frozen=True, slots=True)
class FileToRead:
    """A file's bytes that this version of the readers has not read; ``name`` is its path in the submission.

    ``pages`` is what was counted when it was received; None where it has no pages of its own, or they could not be.
    """

    sha256: str
    media_type: str
    name: str
    submission: str
    pages: int | None = None

    @property
    def version(self) -> str:
        """Of what turns its bytes into pages."""
        return reading_version(self.media_type)


@dataclass(frozen=True, slots=True)
class Part:
    """Pages ``first`` to ``last`` of a file; the whole file where it has no pages (``last`` None)."""

    file: FileToRead
    first: int = 1
    last: int | None = None
    told: str = ""


@dataclass(frozen=True, slots=True)
class PartDone:
    """How many pages were read now, the first problem's slug and what went wrong; empty where all went well."""

    pages: int = 0
    problem: str = ""
    reason: str = ""


ReadParts = Callable[[Store, Sequence[Part]], Iterable[PartDone]]
"""Reads parts of one file, here or elsewhere, one answer a part."""


def read_file(file: FileToRead, store: Store, place: Place, read_parts: ReadParts) -> int:
    """Read what is missing of a file and say how that ended; returns the number of pages read now.

    The same bytes delivered twice are read once, on whatever machine.
    """
    version = file.version
    with place.files, ExitStack() as held:
        held.callback(place.tally.end, file.sha256)
        patiently(lambda: held.enter_context(claimed(store.engine, store.folder, file.sha256)))
        if patiently(store.reading, file.sha256, version) is not None:
            return 0
        local = patiently(lambda: held.enter_context(store.blobs.as_file(file.sha256, place.spool)))
        pages, problem, told = place.pool.measure(local, file.media_type)
        if problem:
            _end(file, store, Reading(0, problem, told))
            return 0
        parts = [Part(file, told=told)] if pages is None else list(_parts(file, pages, store))
        place.tally.begin(
            file.sha256, 1 if pages is None else pages - patiently(store.pages_kept, file.sha256, version)
        )
        done: list[PartDone] = []
        for each in read_parts(store, parts):
            done.append(each)
            place.tally.reached(file.sha256, file.name, sum(part.pages for part in done))
        if pages is not None:
            _end(file, store, _paged(file, store, pages, done, told))
        return sum(each.pages for each in done)


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


def _parts(file: FileToRead, pages: int, store: Store) -> Iterator[Part]:
    missing = _missing(file, store, 1, pages)
    for first in sorted({number - (number - 1) % PAGES_A_PART for number in missing}):
        yield Part(file, first, min(first + PAGES_A_PART - 1, pages))


def _read_whole(part: Part, store: Store, place: Place, local: Path) -> PartDone:
    """A file without pages of its own is read at once, its pages stored together with how that ended."""
    job, file = Job(str(local), part.file.media_type), part.file
    if patiently(store.reading, file.sha256, file.version) is not None:
        return PartDone()
    _note_start(file, job)
    result = outcome(place.pool.submit(job))
    if result.problem == "crashed":
        result = outcome(place.pool.submit(job))
    if result.problem:
        _end(file, store, Reading(0, result.problem, result.reason))
        return PartDone(0, result.problem, result.reason)
    ended = Reading(len(result.pages), "read", part.told)
    patiently(store.keep_whole, file.sha256, file.version, result.pages, ended)
    _note_stored(file, result)
    _note_end(file, ended)
    place.tally.page(file.sha256, file.name, 1)  # as expected of it: how many sheets it has is not known beforehand
    return PartDone(len(result.pages))


def _read_pages(
    part: Part, store: Store, place: Place, local: Path, is_mine: Callable[[], bool], done: PartDone
) -> PartDone:
    """Go on with ``done`` as long as the part is ours; what is under way then is still stored."""
    assert part.last is not None
    numbers = _missing(part.file, store, part.first, part.last)
    waiting = _jobs(str(local), part.file.media_type, numbers)
    if place.late[part.file.sha256] >= LIMITS.late_pages:
        return _with_problem(done, _LEFT.problem, _LEFT.reason)
    under_way: dict[Future[Outcome], Job] = {}
    while True:
        while len(under_way) <= place.pool.workers and is_mine() and (begun := _next(waiting, part.file, store)):
            _note_start(part.file, begun)
            under_way[place.pool.submit(begun)] = begun
        if not under_way:
            return done
        ended, _ = wait(under_way, return_when=FIRST_COMPLETED)
        for future in ended:
            job, result = under_way.pop(future), outcome(future)
            patiently(store.keep_packed_pages, part.file.sha256, part.file.version, result.pages)
            _note_stored(part.file, result)
            place.tally.page(part.file.sha256, part.file.name, len(result.pages))
            again = _again(job, result)
            waiting[:0] = again
            if _held_up(job, result, part.file.sha256, place):
                waiting.clear()
            done = replace(done, pages=done.pages + len(result.pages))
            if result.problem and not again:
                done = _with_problem(done, result.problem, _where(result.reason, job))


def _next(waiting: list[Job], file: FileToRead, store: Store) -> Job | None:
    """The next job, taken from those that wait; None where nothing waits.

    Pages that are stored by now are left out: a claim ends with its connection, and others may then have read on.
    """
    while waiting:
        job = waiting.pop(0)
        pages = range(job.first, (job.last or job.first) + 1)
        missing = _missing(file, store, pages[0], pages[-1])
        if len(missing) == len(pages):
            return job
        waiting[:0] = [replace(each, second=job.second) for each in _jobs(job.path, job.media_type, missing)]
    return None


def _missing(file: FileToRead, store: Store, first: int, last: int) -> list[int]:
    """The numbers of the pages that are not stored now."""
    there = patiently(store.pages_read, file.sha256, file.version, first, last)
    return [number for number in range(first, last + 1) if number not in there]


_LEFT = PartDone(0, "timeout", "已有多页读取超时或使解析进程退出，其余页不再尝试")


def _held_up(job: Job, result: Outcome, sha256: str, place: Place) -> bool:
    """Whether so many pages of the file have cost their whole time that the rest of it is left."""
    if result.problem in ("timeout", "crashed") and job.first == job.last:
        place.late[sha256] += 1
    return place.late[sha256] >= LIMITS.late_pages


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
    if alone and (job.second or result.problem != "crashed"):
        return []
    return [replace(job, first=number, last=number, second=job.second or alone) for number in left]


def _with_problem(done: PartDone, problem: str, reason: str) -> PartDone:
    """The first problem's slug, every problem's words (not without end: a file may have thousands of pages)."""
    said = [each for each in (*done.reason.split("；"), reason) if each]
    kept = said if len(said) <= _MOST_SAID else [*said[:_MOST_SAID], "等"]
    return replace(done, problem=done.problem or problem, reason="；".join(kept))


def _where(reason: str, job: Job) -> str:
    return f"{reason}（第{job.first}页）" if job.first == job.last else f"{reason}（第{job.first}—{job.last}页）"


def _paged(file: FileToRead, store: Store, pages: int, done: Sequence[PartDone], told: str) -> Reading:
    """How the reading of a paged file ended: it is read where every page of it is stored, and only there.

    What was read of it counts all the same: half a list is better than none as long as everybody is told.
    """
    kept = patiently(store.pages_read, file.sha256, file.version)
    if len(kept) == pages:
        return Reading(pages, READ, told)
    failed = PartDone()
    for each in done:
        failed = _with_problem(failed, each.problem, each.reason) if each.problem else failed
    reason = failed.reason or "原因不明"
    if not kept:
        return Reading(0, failed.problem or "failed", reason)
    missing = runs(number for number in range(1, pages + 1) if number not in kept)
    return Reading(pages, PARTLY_READ, f"第{missing}页未能读出，其余 {len(kept)} 页已读：{reason}")


def runs(numbers: Iterable[int]) -> str:
    """Page numbers for a person: neighbours together, not without end."""
    found: list[list[int]] = []
    for number in numbers:
        if found and found[-1][1] == number - 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    said = [str(first) if first == last else f"{first}—{last}" for first, last in found]
    return "、".join(said) if len(said) <= _MOST_SAID else "、".join(said[:_MOST_SAID]) + "等"


def _end(file: FileToRead, store: Store, ended: Reading) -> None:
    patiently(store.end_reading, file.sha256, file.version, ended)
    _note_end(file, ended)


def _note_start(file: FileToRead, job: Job) -> None:
    """With the version of the readers: a file that they have changed since it was read is read again by them."""
    journal().info(
        "reading", submission=file.submission, file=file.name, sha256=file.sha256, version=file.version,
        first=job.first, last=job.last,
    )  # fmt: skip


def _note_stored(file: FileToRead, result: Outcome) -> None:
    numbers = [number for number, _ in result.pages]
    if numbers:
        journal().info(
            "stored", submission=file.submission, file=file.name, sha256=file.sha256, version=file.version,
            first=numbers[0], last=numbers[-1],
        )  # fmt: skip


def _note_end(file: FileToRead, ended: Reading) -> None:
    meters().files.labels(ended.outcome).inc()
    if ended.outcome != "read":
        meters().failures.labels("read", ended.outcome).inc()
    journal().info(
        "file done", submission=file.submission, file=file.name, sha256=file.sha256, outcome=ended.outcome,
        pages=ended.pages, reason=ended.reason,
    )  # fmt: skip
