"""Ingest: a folder of deliveries becomes checked records. Plain and typed; Prefect wraps it in ``schedule``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextvars import copy_context
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple, TypeVar

from extractors.intake import LOOSE
from flows.indexing import index_submissions, note_changes, pending
from flows.journal import journal
from flows.meters import meters
from flows.patience import patiently
from flows.place import Place, opened, worker_count
from flows.progress import Progress, Silent
from flows.receiving import receive
from flows.submission import Brought, bring_in, is_current, pages_ahead
from flows.under_way import noted
from pipeline.records.record import READ
from pipeline.store import Store

T = TypeVar("T")
R = TypeVar("R")


class RefusedFile(NamedTuple):
    """A delivered file that is not read, by its path in the submission, and why."""

    submission: str
    path: str
    reason: str


@dataclass(slots=True)
class Report:
    """How an ingest went: submissions by name, refused files, pages, what was left as it was, what is not indexed."""

    submissions: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    refused: list[RefusedFile] = field(default_factory=list)
    pages: int = 0
    failed: list[tuple[str, str]] = field(default_factory=list)
    not_indexed: str = ""

    def note(self, brought: Brought) -> None:
        """Add what became of a submission."""
        self.pages += brought.pages
        if brought.problem:
            self.failed.append((brought.name, brought.problem))
        else:
            self.submissions.append(brought.name)


def ingest(folder: Path, store: Store, progress: Progress | None = None, workers: int | None = None) -> Report:
    """Read, extract, check, compare and index what is new in ``folder``.

    Raises:
        NothingToReadError: there is not one document in the folder.
        StoreUnavailableError, StoreFullError: the store can't be written; the same call goes on where this one ended.
    """
    with (
        noted(store.folder, progress or Silent()) as watch,
        opened(store.folder, workers or worker_count(), watch) as place,
    ):
        names = receive(folder, store, place)
        report = Report()
        waiting = todo(names, store, report)
        place.tally.foresee(patiently(pages_ahead, store, waiting))
        for brought in at_once(lambda name: bring_in(store, name, place), waiting, place.pool.workers + 1):
            report.note(brought)
            place.watch.submission(brought.name, len(report.submissions) + len(report.failed), len(waiting))
        finish(store, report, place)
        report.refused = refused(store, [*names, LOOSE])
    return report


def todo(names: Iterable[str], store: Store, report: Report) -> list[str]:
    """The submissions on which there is something to do; the others are noted as unchanged.

    What will change is noted for the index at once: wherever a run is ended, the next one compares and indexes it.
    """
    waiting: list[str] = []
    for name in names:
        if patiently(is_current, store, name):
            report.unchanged.append(name)
        else:
            waiting.append(name)
    note_changes(store, waiting)
    return waiting


def at_once(work: Callable[[T], R], items: Iterable[T], most: int) -> Iterator[R]:
    """Call ``work`` on the items, up to ``most`` at a time, in threads that see the caller's context; as they end.

    The first error ends it: what is under way is waited for, the rest is not begun.
    """
    waiting = iter(items)
    with ThreadPoolExecutor(most, thread_name_prefix="heshu-submission") as threads:
        under_way: set[Future[R]] = set()
        while True:
            for item in waiting:
                under_way.add(threads.submit(copy_context().run, work, item))
                if len(under_way) >= most:
                    break
            if not under_way:
                return
            done, under_way = wait(under_way, return_when=FIRST_COMPLETED)
            for future in done:
                yield future.result()


def unfinished(store: Store) -> bool:
    """Whether an earlier run left something to be compared or indexed."""
    return bool(pending(store) or patiently(store.uncompared))


def finish(store: Store, report: Report, place: Place) -> None:
    """Compare across applicants and bring the index up to date, where anything changed or is still to be indexed."""
    changed: list[str] = []
    if patiently(store.uncompared):
        place.watch.stage("跨申报比对")
        with meters().timed("compare"):
            changed, problem = patiently(place.pool.crosscheck, store)
        if problem:
            report.failed.append(("跨申报比对", problem))
            meters().failures.labels("compare", "failed").inc()
            journal().error("comparison failed", reason=problem)
    place.watch.stage("建立检索索引")
    with meters().timed("index"):
        report.not_indexed = index_submissions(store, sorted({*report.submissions, *changed}))
    if report.not_indexed:
        journal().warning("index behind", reason=report.not_indexed)
    meters().publish(now=True)


def refused(store: Store, names: Iterable[str]) -> list[RefusedFile]:
    """The files of these submissions that are not read, or not all of them."""
    files = ((name, file) for name in names for file in store.files(name))
    return [RefusedFile(name, file.path, file.reason) for name, file in files if file.outcome != READ]
