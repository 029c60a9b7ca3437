"""The index, brought up to date from the store: it is never the truth."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator

from pipeline.ports import Entry, Index
from pipeline.store import Store
from search import open_index
from search.entries import entries_of

SEARCH_URL = "HESHU_SEARCH_URL"


def index_of(store: Store) -> Index:
    """The index of a store: Elasticsearch where HESHU_SEARCH_URL says so, else the embedded one in its folder."""
    return open_index(store.folder, os.environ.get(SEARCH_URL) or None)


def index_submissions(store: Store, names: Iterable[str]) -> int:
    """Put the submissions into the index anew; returns the number of entries."""
    index = index_of(store)
    return sum(index.replace(name, entries) for name, entries in _entries(store, names))


def reindex(store: Store) -> int:
    """Build the index anew from the store, beside the old one; returns the number of entries."""
    names = [standing.name for standing in store.standings()]
    return index_of(store).rebuild(_entries(store, names))


def _entries(store: Store, names: Iterable[str]) -> Iterator[tuple[str, Iterable[Entry]]]:
    for name in names:
        record = store.record(name)
        if record is not None:
            yield name, entries_of(record, store.findings(name))
