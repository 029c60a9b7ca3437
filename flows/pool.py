"""The pool of child processes: a job that crashes or hangs is one job lost, by name."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from pathlib import Path
from types import TracebackType
from typing import Any

from pebble import ProcessExpired, ProcessPool

from extractors.archives import Room
from extractors.gate import Look
from extractors.limits import LIMITS
from flows import child
from flows.child import Job, Outcome
from flows.confinement import Proof
from flows.progress import Progress
from pipeline.problems import ReaderCrashedError, ReadTimeoutError, UnreadableFileError

_EXTRACTION_SECONDS = 900.0


class Pool:
    """``workers`` child processes, started anew (never forked with an engine inside).

    Those that parse strangers' files are shut in (:mod:`flows.confinement`) and write below ``spool`` only; those that
    extract work on the store. Either kind starts when the first work of its kind comes.
    """

    def __init__(self, workers: int, spool: Path | None = None) -> None:
        self.workers = workers
        context = multiprocessing.get_context("spawn")
        self._readers = ProcessPool(workers, max_tasks=400, context=context, initializer=child.start, initargs=[spool])
        self._extractors = ProcessPool(workers, max_tasks=400, context=context, initializer=child.start_trusted)

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        for each in (self._readers, self._extractors):
            if kind is None:
                each.close()  # type: ignore[no-untyped-call]
            else:
                each.stop()  # type: ignore[no-untyped-call]
            each.join()

    def look(self, path: Path, into: Path, room: Room) -> Look:
        """What a delivered file is; what it holds is unpacked. A child that dies over it is the file's problem."""
        future = self._read(child.look, (path, into, room), LIMITS.seconds_a_look)
        problem = _problem(future)
        if problem is None:
            seen: Look = future.result()
            return seen
        late = {"timeout": ReadTimeoutError, "crashed": ReaderCrashedError}.get(problem[1])
        return Look(problem=late() if late else UnreadableFileError(problem[2]))

    def proof(self) -> Proof:
        """What holds in a child that parses strangers' files."""
        proof: Proof = self._read(child.tell, (), LIMITS.seconds_a_look).result()
        return proof

    def measure(self, path: Path, media_type: str) -> tuple[int | None, str, str]:
        """(pages, problem, reason) of a file."""
        future = self._read(child.measure, (str(path), media_type), LIMITS.seconds_a_page)
        problem = _problem(future)
        return problem if problem else future.result()

    def submit(self, job: Job) -> Future[Outcome]:
        """Read some pages; ask :func:`outcome` for what came of it."""
        pages = (job.last or job.first) - job.first + 1
        return self._read(child.read, (job,), LIMITS.seconds_a_page * pages)

    def extract(self, folder: Path, names: Sequence[str], watch: Progress) -> Iterator[tuple[str, str]]:
        """Process submissions; yields (name, problem) as they end, the problem empty where all went well."""
        waiting: dict[Future[Any], str] = {}
        for name in names:
            arguments = (str(folder), name)
            waiting[self._extractors.schedule(child.extract, args=arguments, timeout=_EXTRACTION_SECONDS)] = name
        while waiting:
            done, _ = wait(waiting, return_when=FIRST_COMPLETED)
            for future in done:
                name = waiting.pop(future)
                problem = _problem(future)
                watch.submission(name, len(names) - len(waiting), len(names))
                yield name, problem[2] if problem else ""

    def _read(self, work: Any, arguments: tuple[Any, ...], seconds: float) -> Future[Any]:
        return self._readers.schedule(work, args=arguments, timeout=seconds)


def outcome(future: Future[Outcome]) -> Outcome:
    """What came of a job: a dead or late child is a problem like any other."""
    problem = _problem(future)
    return Outcome(problem=problem[1], reason=problem[2]) if problem else future.result()


def _problem(future: Future[Any]) -> tuple[None, str, str] | None:
    error = future.exception()
    if error is None:
        return None
    if isinstance(error, TimeoutError):
        return None, "timeout", "读取超时，已中止"
    if isinstance(error, ProcessExpired):
        return None, "crashed", "解析该文件的进程异常退出"
    return None, "failed", f"处理失败：{error}"
