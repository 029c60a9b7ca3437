"""Failed files read once more, from the store's own copies."""

from __future__ import annotations

from dataclasses import dataclass

from flows.indexing import note_changes
from flows.ingest import Report, at_once, finish
from flows.place import Place
from flows.submission import bring_in
from flows.versions import reading_version
from pipeline.store import Store


@dataclass(frozen=True, slots=True)
class Retried:
    """How many files were read once more, and which of them failed again (submission, path, reason)."""

    files: int
    failed: tuple[tuple[str, str, str], ...]
    report: Report


def retry(store: Store, place: Place, wanted: str = "") -> Retried:
    """Read failed files again: all of them, or ``wanted`` (submission/path). Pages that were read are kept.

    Files that were refused before reading (encrypted, of a wrong kind, …) have no copy: they must be delivered anew.
    """
    files = [
        (standing.name, file)
        for standing in store.standings()
        for file in store.files(standing.name)
        if file.outcome != "read" and file.sha256 and wanted in ("", f"{standing.name}/{file.path}")
    ]
    for _, file in files:
        store.forget_reading(file.sha256, reading_version(file.media_type))
    again = {file.sha256 for _, file in files}
    names = [each.name for each in store.standings() if any(file.sha256 in again for file in store.files(each.name))]
    note_changes(store, names)
    for name in names:
        store.touch(name)
    report = Report()
    for brought in at_once(lambda name: bring_in(store, name, place), names, place.pool.workers + 1):
        report.note(brought)
    finish(store, report, place)
    wanted_paths = {(name, file.path) for name, file in files}
    failed = tuple(
        (name, file.path, file.reason)
        for name in names
        for file in store.files(name)
        if file.outcome != "read" and (name, file.path) in wanted_paths
    )
    return Retried(len(files), failed, report)
