"""Failed files read once more, from the store's own copies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from flows.indexing import note_changes
from flows.ingest import RefusedFile, Report, at_once, finish, refused
from flows.place import Place
from flows.submission import bring_in
from flows.versions import reading_version
from pipeline.records import FileEntry
from pipeline.records.record import READ
from pipeline.store import Store


@dataclass(frozen=True, slots=True)
class Retried:
    """How many files were read once more, and which of them failed again."""

    files: int
    failed: tuple[RefusedFile, ...]
    report: Report


def retry(store: Store, place: Place, wanted: str = "") -> Retried:
    """Read failed files again: all of them, or ``wanted`` (submission/path). Pages that were read are kept.

    Files that were refused before reading (encrypted, of a wrong kind, …) have no copy: they must be delivered anew.
    """
    everybody = [standing.name for standing in store.standings()]
    files = list(_failed(store, everybody, wanted))
    for _, file in files:
        store.forget_reading(file.sha256, reading_version(file.media_type))
    again = {file.sha256 for _, file in files}
    names = [name for name in everybody if any(file.sha256 in again for file in store.files(name))]
    note_changes(store, names)
    for name in names:
        store.touch(name)
    report = Report()
    for brought in at_once(lambda name: bring_in(store, name, place), names, place.pool.workers + 1):
        report.note(brought)
    finish(store, report, place)
    tried = {(name, file.path) for name, file in files}
    failed = tuple(each for each in refused(store, names) if (each.submission, each.path) in tried)
    return Retried(len(files), failed, report)


def _failed(store: Store, names: Iterable[str], wanted: str) -> Iterator[tuple[str, FileEntry]]:
    """(submission, file) of what was not read and has a copy: all of it, or the one of that path."""
    for name in names:
        for file in store.files(name):
            if file.outcome != READ and file.sha256 and wanted in ("", f"{name}/{file.path}"):
                yield name, file
