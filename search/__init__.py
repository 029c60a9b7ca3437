"""Search over everything read: the query language, the embedded index and Elasticsearch behind one port.

Nothing heavy is imported here: an index is chosen, and its engine imported, by :func:`open_index`.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from search.finder import Finder

__all__ = ["open_index"]


def open_index(store_dir: Path, url: str | None = None) -> Finder:
    """The index of a store: embedded in ``store_dir/index``, or the Elasticsearch at ``url`` (http or https).

    Opening never creates or contacts anything; the first search or write does.

    Raises:
        UsageError: ``url`` is no http(s) address, or the words that the environment asks for can't be had.
    """
    if url:
        from search.elastic.index import ElasticIndex
        from search.elastic.settings import ServerSettings

        return ElasticIndex(ServerSettings.of(url, store_dir))
    from search.local.index import LocalIndex
    from search.words.dictionary import is_asked_for

    return LocalIndex(store_dir / "index", dictionary=is_asked_for())
