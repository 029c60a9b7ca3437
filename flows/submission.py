"""One submission brought in: its files read, its record extracted and checked. What has been done is not done again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass, replace

from extractors.kinds import OFD, PDF
from flows.journal import journal
from flows.meters import meters
from flows.part_reading import read_part
from flows.parts import FileToRead, Part, PartDone, ReadParts
from flows.patience import patiently
from flows.place import Place, place_here
from flows.reading import read_file
from flows.versions import checked_key, reading_version, record_key
from pipeline.records import FileEntry
from pipeline.store import Store


@dataclass(frozen=True, slots=True)
class Brought:
    """What became of one submission: pages read now; the problem is empty where it was extracted and checked."""

    name: str
    pages: int = 0
    problem: str = ""


def is_current(store: Store, name: str) -> bool:
    """Whether nothing is to be done: all files read, record and findings made by what is installed now."""
    standing = store.standing(name)
    if standing is None:
        return True
    key = record_key(standing.delivery_key, store.corrections(name))
    if standing.record_key != key or standing.checked_key != checked_key(key):
        return False
    return not unread(store, name)


def unread(store: Store, name: str) -> list[FileToRead]:
    """The files of a submission that this version of the readers has not read, the same bytes once."""
    waiting = {
        file.sha256: FileToRead(file.sha256, file.media_type, file.path, name, file.pages)
        for file in store.files(name)
        if file.sha256 and store.reading(file.sha256, reading_version(file.media_type)) is None
    }
    return list(waiting.values())


def pages_ahead(store: Store, names: Iterable[str]) -> dict[str, int]:
    """How many pages are still to be read of each file of these submissions, by hash, as far as is known."""
    ahead: dict[str, int] = {}
    for name in names:
        for file in unread(store, name):
            if file.sha256 not in ahead:
                kept = store.pages_kept(file.sha256, file.version) if file.pages else 0
                ahead[file.sha256] = max((file.pages or 1) - kept, 0)
    return ahead


def bring_in(store: Store, name: str, place: Place, read_parts: ReadParts | None = None) -> Brought:
    """Read, extract and check one submission; ``read_parts`` says where its pages are read, here by default.

    Raises:
        StoreUnavailableError: the database stayed away longer than patience lasts.
        StoreFullError: the disk is full.
    """
    how = read_parts or read_parts_here
    meters().under_way.inc()
    try:
        waiting = patiently(unread, store, name)
        pages = sum(_each(waiting, lambda file: read_file(file, store, place, how), place.pool.workers))
        patiently(_note_outcomes, store, name)
        problem = "" if patiently(is_current, store, name) else _extract(store, name, place)
    finally:
        meters().under_way.dec()
    meters().submissions.labels("failed" if problem else "done").inc()
    journal().info("submission done", submission=name, pages=pages, problem=problem)
    return Brought(name, pages, problem)


def read_parts_here(store: Store, parts: Sequence[Part]) -> Iterable[PartDone]:
    """Parts one after the other: the children are busy within each."""
    return (read_part(part, store, place_here(store.folder)) for part in parts)


def _extract(store: Store, name: str, place: Place) -> str:
    with meters().timed("extract"):
        problem = patiently(place.pool.extract, store, name)
    if problem:
        meters().failures.labels("extract", "failed").inc()
    return problem


def _each(files: Sequence[FileToRead], work: Callable[[FileToRead], int], at_once: int) -> list[int]:
    """Several small files at once; each call sees the context of the flow that it belongs to."""
    if len(files) < 2:
        return [work(file) for file in files]
    with ThreadPoolExecutor(at_once, thread_name_prefix="heshu-file") as threads:
        return [future.result() for future in [threads.submit(copy_context().run, work, file) for file in files]]


def _note_outcomes(store: Store, name: str) -> None:
    """Pages and outcome of each file as its bytes were read (perhaps long ago, in another submission)."""
    store.note_files(name, [_as_read(store, entry) for entry in store.files(name)])


def _as_read(store: Store, entry: FileEntry) -> FileEntry:
    reading = store.reading(entry.sha256, reading_version(entry.media_type)) if entry.sha256 else None
    if reading is None:
        return entry
    paged = entry.media_type in (PDF, OFD) or entry.media_type.startswith("image/")
    read = replace(entry, pages=None, outcome=reading.outcome, reason=reading.reason)
    return replace(read, pages=reading.pages) if paged and read.is_read else read
