"""Ingest: a folder of deliveries becomes checked records. Plain and typed; Prefect wraps it in ``schedule``."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from hashlib import file_digest
from pathlib import Path
from tempfile import TemporaryDirectory

from extractors.intake import LOOSE, Delivery, find_submissions
from flows.crosschecking import crosscheck_store
from flows.indexing import index_submissions
from flows.pool import Pool
from flows.progress import Progress, Silent
from flows.reading import FileToRead, read_files
from flows.versions import checked_key, delivery_key, reading_version, record_key
from pipeline.problems import NothingToReadError
from pipeline.records import FileEntry
from pipeline.store import Store


@dataclass(slots=True)
class Report:
    """How an ingest went: submissions by name, refused files, pages, and what was left as it was."""

    submissions: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    refused: list[tuple[str, str, str]] = field(default_factory=list)
    pages: int = 0
    failed: list[tuple[str, str]] = field(default_factory=list)


def ingest(folder: Path, store: Store, progress: Progress | None = None, workers: int | None = None) -> Report:
    """Read, extract, check, compare and index what is new in ``folder``.

    Raises:
        NothingToReadError: there is not one document in the folder.
    """
    watch = progress or Silent()
    with TemporaryDirectory(prefix="heshu-") as spool, Pool(workers or worker_count(), Path(spool)) as pool:
        deliveries = receive(folder, Path(spool), store, pool)
        report = Report()
        read_deliveries(deliveries, store, pool, watch, report)
        names = [each.name for each in deliveries if each.name != LOOSE]
        process_submissions(names, store, pool, watch, report)
    finish(store, report, watch)
    return report


def worker_count() -> int:
    """Child processes: HESHU_WORKERS, or one a processor."""
    return int(os.environ.get("HESHU_WORKERS", "0")) or len(os.sched_getaffinity(0))


@dataclass(frozen=True, slots=True)
class Received:
    """One delivery as noted in the store, with where its files lie now."""

    name: str
    entries: tuple[FileEntry, ...]
    places: dict[str, Path]


def receive(folder: Path, spool: Path, store: Store, pool: Pool) -> list[Received]:
    """Note every delivery of the folder in the store, its files' bytes with it; what they are, children tell."""
    if not folder.is_dir():
        raise NothingToReadError(str(folder))
    received = [_received(delivery, store) for delivery in find_submissions(folder, spool, pool.look)]
    if not any(each.entries for each in received):
        raise NothingToReadError(str(folder))
    return received


def _received(delivery: Delivery, store: Store) -> Received:
    entries, places = [], {}
    for file in delivery.files:
        sha = _sha256(file.local)
        places[sha] = file.local
        entries.append(FileEntry(file.path, sha, file.media_type, file.size))
        if not store.blobs.has(sha):
            store.blobs.put_file(file.local)
    for refused in delivery.refused:
        reason = str(refused.problem)
        entries.append(FileEntry(refused.path, "", "", refused.size, None, refused.problem.slug, reason))
    standing, key = store.standing(delivery.name), delivery_key(entries)
    if entries and (standing is None or standing.delivery_key != key):
        store.receive(delivery.name, entries, key)
    return Received(delivery.name, tuple(entries), places)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def read_deliveries(deliveries: Sequence[Received], store: Store, pool: Pool, watch: Progress, report: Report) -> None:
    """Read what has not been read by this version of the readers; list what was refused."""
    version = reading_version()
    waiting: dict[str, FileToRead] = {}
    for each in deliveries:
        for entry in each.entries:
            if not entry.sha256:
                report.refused.append((each.name, entry.path, entry.reason))
            elif store.reading(entry.sha256, version) is None:
                waiting[entry.sha256] = FileToRead(
                    entry.sha256, each.places[entry.sha256], entry.media_type, entry.path
                )
    report.pages = read_files(list(waiting.values()), store, pool, watch)
    for each in deliveries:
        for entry in each.entries:
            reading = store.reading(entry.sha256, version) if entry.sha256 else None
            if reading is not None and reading.outcome != "read":
                report.refused.append((each.name, entry.path, reading.reason))
        _note_outcomes(each, store, version)


def _note_outcomes(each: Received, store: Store, version: str) -> None:
    """Pages and outcome of each file as its bytes were read (perhaps long ago, in another submission)."""
    fresh = []
    for entry in each.entries:
        reading = store.reading(entry.sha256, version) if entry.sha256 else None
        if reading is None:
            fresh.append(entry)
            continue
        paged = entry.media_type == "application/pdf" or entry.media_type.startswith("image/")
        pages = reading.pages if paged and reading.outcome == "read" else None
        fresh.append(replace(entry, pages=pages, outcome=reading.outcome, reason=reading.reason))
    store.note_files(each.name, fresh)


def process_submissions(names: Iterable[str], store: Store, pool: Pool, watch: Progress, report: Report) -> None:
    """Extract and check every submission whose keys say so, each in a child process."""
    waiting = list(_to_process(names, store, report))
    for name, problem in pool.extract(store.folder, waiting, watch):
        if problem:
            report.failed.append((name, problem))
        else:
            report.submissions.append(name)


def _to_process(names: Iterable[str], store: Store, report: Report) -> Iterator[str]:
    for name in names:
        standing = store.standing(name)
        if standing is None:
            continue
        key = record_key(standing.delivery_key, store.corrections(name))
        if standing.record_key == key and standing.checked_key == checked_key(key):
            report.unchanged.append(name)
        else:
            yield name


def finish(store: Store, report: Report, watch: Progress) -> None:
    """Compare across applicants and bring the index up to date, where anything changed."""
    if report.submissions:
        watch.stage("跨申报比对")
        changed = crosscheck_store(store)
        watch.stage("建立检索索引")
        index_submissions(store, sorted({*report.submissions, *changed}))
