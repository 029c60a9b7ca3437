"""The pool of child processes: a job that crashes or hangs is one job lost, by name."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from queue import SimpleQueue
from types import TracebackType
from typing import Any

from pebble import ProcessExpired

from extractors.archives import Room
from extractors.gate import Look
from extractors.kinds import DOC, DOCX
from extractors.limits import LIMITS
from extractors.ocr.choose import check, chosen
from flows import child
from flows.child import Failure, Job, Measured, Outcome
from flows.confinement import Proof
from flows.converting import Converter
from flows.slot import Slot
from flows.versions import versions
from pipeline.problems import (
    ReaderCrashedError,
    ReadTimeoutError,
    StoreFullError,
    StoreUnavailableError,
    UnreadableFileError,
)
from pipeline.store import Store

logger = logging.getLogger(__name__)

_EXTRACTION_SECONDS = 900.0
_COMPARISON_SECONDS = 6 * 3600.0


class Pool:
    """``workers`` jobs at a time, each in a child process of its own.

    Those that parse strangers' files are shut in (:mod:`flows.confinement`) and write below ``spool`` only; those that
    extract work on the store. Either kind starts when the first work of its kind comes.

    Raises:
        EngineMissingError: the OCR engine that is configured is not there.
    """

    def __init__(self, workers: int, spool: Path | None = None) -> None:
        check(chosen())  # before any work: an engine that is not there would fail every scan by itself
        self.workers = workers
        self._spool, self._converter = spool, Converter()
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="heshu-child")
        self._readers = [Slot(child.start, [versions(), spool]) for _ in range(workers)]
        self._trusted = [Slot(child.start_trusted, [versions()]) for _ in range(workers)]
        self._free_readers, self._free_trusted = _queue(self._readers), _queue(self._trusted)

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        # the children end with the threads that started them: they first
        self._threads.shutdown(wait=False, cancel_futures=True)
        self._converter.close()
        for slot in (*self._readers, *self._trusted):
            slot.close(kill=kind is not None)
        self._threads.shutdown()

    def look(self, path: Path, into: Path, room: Room) -> Look:
        """What a delivered file is; what it holds is unpacked. A child that dies over it is the file's problem."""
        future = self._read(child.look, (path, into, room), LIMITS.seconds_a_look)
        failure = _failure(future)
        if failure is None:
            seen: Look = future.result()
            return seen
        late = {each.slug: each for each in (ReadTimeoutError, ReaderCrashedError)}.get(failure.slug)
        return Look(problem=late() if late else UnreadableFileError(failure.reason))

    def proof(self) -> Proof:
        """What holds in a child that parses strangers' files."""
        proof: Proof = self._read(child.tell, (), LIMITS.seconds_a_look).result()
        return proof

    def forget_peak(self) -> None:
        """Measure memory anew; means anything with one worker only."""
        self._read(child.forget_peak, (), LIMITS.seconds_a_look).result()

    def peak(self) -> int | None:
        """The most memory that the child held since, in bytes; None where that is not to be known."""
        peak: int | None = self._read(child.peak, (), LIMITS.seconds_a_look).result()
        return peak

    def measure(self, path: Path, media_type: str) -> Measured:
        """How many pages a file has; asked twice where the child died, for it may have been killed."""
        arguments = (str(path), media_type)
        future = self._read(child.measure, arguments, LIMITS.seconds_a_page)
        failure = _failure(future)
        if failure is not None and failure.slug == ReaderCrashedError.slug:
            future = self._read(child.measure, arguments, LIMITS.seconds_a_page)
            failure = _failure(future)
        return Measured(failure=failure) if failure else future.result()

    def count(self, files: Sequence[tuple[Path, str]]) -> list[int | None]:
        """The pages of files, as far as they can be counted; a child that dies or hangs over one costs the count."""
        if not files:
            return []
        future = self._read(child.count, (list(files),), LIMITS.seconds_a_look)
        counts: list[int | None] = [None] * len(files) if _failure(future) else future.result()
        return counts

    def submit(self, job: Job) -> Future[Outcome]:
        """Read some pages; ask :func:`outcome` for what came of it."""
        if job.media_type == DOC:
            return self._threads.submit(self._read_converted, job)
        pages = (job.last or job.first) - job.first + 1
        return self._read(child.read, (job,), LIMITS.seconds_a_page * pages)

    def extract(self, store: Store, name: str) -> str:
        """Process a submission; returns what went wrong, empty where all went well. A dead child is given one more try.

        Raises:
            StoreUnavailableError, StoreFullError: the store could not be written.
        """
        return self._trust(child.extract, (store.address, name), _EXTRACTION_SECONDS, "提取与核查")[1]

    def crosscheck(self, store: Store) -> tuple[list[str], str]:
        """Compare what changed, away from the coordinating process: the submissions concerned, and what went wrong.

        As with :meth:`extract`; what was not compared is so the next time.
        """
        concerned, problem = self._trust(child.crosscheck, (store.address,), _COMPARISON_SECONDS, "跨申报比对")
        return concerned or [], problem

    def _read_converted(self, job: Job) -> Outcome:
        """An old Word file: made docx by LibreOffice, which is then a stranger's file like any other."""
        try:
            with self._converter.as_docx(Path(job.path), self._spool) as made:
                looked = (made, made.parent, Room(depth=0))
                seen: Look = _run(self._free_readers, child.look, looked, LIMITS.seconds_a_look)
                if seen.problem is not None:
                    raise seen.problem
                job = replace(job, path=str(made), media_type=DOCX)
                read: Outcome = _run(self._free_readers, child.read, (job,), LIMITS.seconds_a_page)
                return read
        except UnreadableFileError as error:
            return Outcome(problem=error.slug, reason=str(error))

    def _read(self, work: Any, arguments: tuple[Any, ...], seconds: float) -> Future[Any]:
        return self._threads.submit(_run, self._free_readers, work, arguments, seconds)

    def _trust(
        self, work: Any, arguments: tuple[Any, ...], seconds: float, stage: str, again: bool = True
    ) -> tuple[Any, str]:
        """What came of the work, and what went wrong; a child that died is given one more try."""
        future = self._threads.submit(_run, self._free_trusted, work, arguments, seconds)
        failure = _failure(future)
        if failure is None:
            return future.result(), ""
        if failure.slug == ReaderCrashedError.slug and again:
            return self._trust(work, arguments, seconds, stage, again=False)
        said = {ReadTimeoutError.slug: f"{stage}超时，已中止", ReaderCrashedError.slug: f"{stage}的进程异常退出"}
        return None, said.get(failure.slug, failure.reason)


def _queue(slots: list[Slot]) -> SimpleQueue[Slot]:
    queue: SimpleQueue[Slot] = SimpleQueue()
    for slot in slots:
        queue.put(slot)
    return queue


def _run(free: SimpleQueue[Slot], work: Callable[..., Any], arguments: tuple[Any, ...], seconds: float) -> Any:
    slot = free.get()
    try:
        return slot.run(work, arguments, seconds)
    finally:
        free.put(slot)


def outcome(future: Future[Outcome]) -> Outcome:
    """What came of a job: a dead or late child is a problem like any other."""
    failure = _failure(future)
    return Outcome(problem=failure.slug, reason=failure.reason) if failure else future.result()


def _failure(future: Future[Any]) -> Failure | None:
    """What went wrong with a job; None where it was done.

    Raises:
        StoreUnavailableError, StoreFullError: it is no fault of the job.
    """
    error = future.exception()
    if error is None:
        return None
    if isinstance(error, StoreUnavailableError | StoreFullError):
        raise error
    if isinstance(error, TimeoutError):
        return Failure(ReadTimeoutError.slug, ReadTimeoutError.reason)
    if isinstance(error, ProcessExpired):
        return Failure(ReaderCrashedError.slug, ReaderCrashedError.reason)
    logger.error("a job failed", exc_info=error)  # nobody foresaw it: the clerk is told that it is so, the log why
    return Failure("failed", f"处理失败：{error}")
