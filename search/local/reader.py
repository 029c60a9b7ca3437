"""Opens the index in use and keeps a few moments of it, so that the pages of one answer agree with each other."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

from tantivy import Index, Query, Searcher

from search.local.home import Home
from search.problems import IndexDamagedError
from search.query.names import Vocabulary

_MOMENTS = 8
_TRIES = 20


@dataclass(slots=True)
class Moment:
    """The index as it was at one moment; ``name`` identifies it in cursors."""

    name: str
    index: Index
    searcher: Searcher
    known: Vocabulary | None = field(default=None)

    def vocabulary(self) -> Vocabulary:
        """The fields the index holds, gathered once a moment."""
        if self.known is None:
            pairs = (text.partition("\t") for text in self.counts(Query.all_query(), "named", 5000))
            self.known = Vocabulary(tuple((key, label) for key, _, label in pairs))
        return self.known

    def counts(self, query: Query, name: str, size: int) -> dict[str, int]:
        """How many matches hold each value of a facet, most first."""
        request = {"counts": {"terms": {"field": name, "size": size}}}
        answer = self.searcher.aggregate(query, request)
        return {bucket["key"]: int(bucket["doc_count"]) for bucket in answer["counts"]["buckets"]}


class Reader:
    """Follows the index in use. Safe to share between threads."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self._lock = Lock()
        self._moments: OrderedDict[str, Moment] = OrderedDict()
        self._opened: tuple[Path, Index] | None = None

    def now(self) -> Moment | None:
        """The index as it is now; None where nothing was indexed yet.

        Raises:
            IndexDamagedError: its files can't be opened.
        """
        with self._lock:
            for _ in range(_TRIES):
                directory = self._home.current()
                if directory is None:
                    return None
                try:
                    return self._moment(directory)
                except (ValueError, OSError) as error:
                    # A rebuild may have swapped and swept between our two looks: then the pointer names another now.
                    if self._home.current() == directory:
                        raise IndexDamagedError(f"{self._home.folder}（{error}）") from error
            raise IndexDamagedError(str(self._home.folder))

    def at(self, name: str | None) -> Moment | None:
        """That moment where it is still kept, else now."""
        with self._lock:
            kept = self._moments.get(name or "")
        return kept or self.now()

    def _moment(self, directory: Path) -> Moment:
        name = f"{directory.name}:{(directory / 'meta.json').stat().st_mtime_ns}"
        kept = self._moments.get(name)
        if kept is not None:
            self._moments.move_to_end(name)
            return kept
        if self._opened is None or self._opened[0] != directory:
            self._opened = (directory, Index.open(str(directory)))
        index = self._opened[1]
        index.reload()
        moment = Moment(name, index, index.searcher())
        self._moments[name] = moment
        while len(self._moments) > _MOMENTS:
            self._moments.popitem(last=False)
        return moment
