"""The index, brought up to date from the store: it is never the truth."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence

from flows.patience import patiently
from flows.versions import reading_version
from pipeline.document import Document
from pipeline.ports import Entry
from pipeline.problems import HeshuError
from pipeline.records import FileEntry, Record
from pipeline.store import Store
from search import open_index
from search.backlog import Backlog, keep_up
from search.entries import entries_of
from search.finder import Finder
from search.rest import rest_of

SEARCH_URL = "HESHU_SEARCH_URL"


def index_of(store: Store) -> Finder:
    """The index of a store: Elasticsearch where HESHU_SEARCH_URL says so, else the embedded one in its folder."""
    return open_index(store.folder, os.environ.get(SEARCH_URL) or None)


def note_changes(store: Store, names: Iterable[str]) -> None:
    """These are about to change: wherever we are interrupted, the next :func:`index_submissions` brings them in."""
    Backlog(store.folder).note(names)


def pending(store: Store) -> tuple[str, ...]:
    """Submissions that changed and are not yet compared and indexed."""
    return Backlog(store.folder).pending()


def index_submissions(store: Store, names: Iterable[str]) -> str:
    """Put the submissions into the index anew, and whatever could not be put in before.

    Returns why not all is indexed, empty where it is: an index that is gone holds up nothing and is caught up with by
    the next call.
    """
    backlog = Backlog(store.folder)
    error = keep_up(index_of(store), backlog, names, lambda name: _entries_of(store, name))
    return _why(error, backlog.pending()) if error is not None else ""


def reindex(store: Store, *, keep_old: bool = True) -> int:
    """Build the index anew from the store, beside the old one; returns the number of entries.

    Without ``keep_old`` nothing of the old one is left.
    """
    backlog = Backlog(store.folder)
    before = backlog.notes()
    names = [standing.name for standing in store.standings()]
    count = index_of(store).rebuild(((name, _entries_of(store, name)) for name in names), keep_old=keep_old)
    backlog.done_all(before)
    return count


def _entries_of(store: Store, name: str) -> Iterator[Entry]:
    record = patiently(store.record, name)
    if record is not None:
        yield from entries_of(record, patiently(store.findings, name))
        yield from rest_of(record, _documents(store, record))


def _documents(store: Store, record: Record) -> list[Document]:
    """The files as read, by an earlier version where this one has not yet; their pages load as they are looked at."""
    read = {file.sha256: file for file in record.files if file.is_read}
    return [_document(store, file) for file in read.values()]


def _document(store: Store, file: FileEntry) -> Document:
    pages = patiently(store.pages_by_any, file.sha256, reading_version(file.media_type))
    return Document(file.sha256, file.media_type, pages)


def _why(error: HeshuError, pending: Sequence[str]) -> str:
    return f"{error}；{len(pending)} 份申报待建索引，恢复后再次运行 heshu ingest 或 heshu reindex 即可补齐"
