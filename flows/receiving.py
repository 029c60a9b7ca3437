"""Receiving: every delivery of a folder noted in the store, its files' bytes with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from extractors.intake import LOOSE, Delivery, find_submissions
from flows.journal import journal
from flows.meters import meters
from flows.patience import patiently
from flows.place import Place
from flows.spool import empty
from flows.versions import delivery_key
from pipeline.problems import NothingToReadError
from pipeline.records import FileEntry
from pipeline.store import Store


@dataclass(frozen=True, slots=True)
class Received:
    """One delivery as noted; ``documents`` counts what was delivered, read or refused."""

    name: str
    documents: int


def receive(folder: Path, store: Store, place: Place) -> list[str]:
    """Note every delivery of the folder; returns the submissions' names. One delivery is unpacked at a time.

    Raises:
        NothingToReadError: there is no such folder, or not one document in it.
        StoreFullError: there is no room for the files.
    """
    if not folder.is_dir():
        raise NothingToReadError(f"{folder} 不是文件夹" if folder.exists() else f"文件夹 {folder} 不存在")
    store.blobs.sweep()
    names, documents = list[str](), 0
    for received in _received(folder, store, place):
        documents += received.documents
        names += [received.name] if received.name != LOOSE else []
    if not documents:
        raise NothingToReadError(str(folder))
    return names


def _received(folder: Path, store: Store, place: Place) -> Iterator[Received]:
    unpacked = place.spool / "unpacked"
    unpacked.mkdir(exist_ok=True)
    for delivery in find_submissions(folder, unpacked, place.pool.look):
        with meters().timed("receive"):
            entries = list(_entries(delivery, store))
            standing, key = patiently(store.standing, delivery.name), delivery_key(entries)
            if entries and (standing is None or standing.delivery_key != key):
                patiently(store.receive, delivery.name, _counted(entries, delivery, place), key)
                journal().info("received", submission=delivery.name, files=len(entries))
        yield Received(delivery.name, len(entries))
        empty(unpacked)


def _counted(entries: Sequence[FileEntry], delivery: Delivery, place: Place) -> list[FileEntry]:
    """The files with their pages, as far as these can be counted: how much is ahead is known before reading begins."""
    counts = place.pool.count([(file.local, file.media_type) for file in delivery.files])
    pages = {file.path: count for file, count in zip(delivery.files, counts, strict=True)}
    return [replace(entry, pages=pages.get(entry.path)) for entry in entries]


def _entries(delivery: Delivery, store: Store) -> Iterator[FileEntry]:
    for file in delivery.files:
        yield FileEntry(file.path, patiently(store.blobs.put_file, file.local), file.media_type, file.size)
    for refused in delivery.refused:
        slug, reason = refused.problem.slug, str(refused.problem)
        journal().warning("refused", submission=delivery.name, file=refused.path, slug=slug, reason=reason)
        meters().failures.labels("receive", slug).inc()
        yield FileEntry(refused.path, "", "", refused.size, None, slug, reason)
