"""Writes a store's entries to the server, and lets rebuilt indexes take over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress

from pipeline.ports import Entry
from pipeline.problems import HeshuError
from search.elastic.aliases import KEPT_SECONDS, Aliases
from search.elastic.bulk import Action, write
from search.elastic.documents import key_of, source_of
from search.elastic.render import Dsl
from search.elastic.server import Server
from search.lock import locked

_KEYS_AT_ONCE = 5000


class Writing:
    """The only writer of one store's alias, as long as all writers share the store's folder."""

    def __init__(self, server: Server, aliases: Aliases) -> None:
        self._server = server
        self._aliases = aliases
        self._lock_folder = server.settings.lock_folder
        self._words = bool(server.settings.words)

    def replace(self, submission: str, entries: Iterable[Entry]) -> int:
        """Make exactly these the submission's entries.

        Old and new change places at the refresh that ends it: no search sees a mixture. A document that is refused
        keeps the others from nothing.

        Raises:
            DocumentsRefusedError: some were refused; all others are in.
            IndexDamagedError: the index is of another version of Heshu.
        """
        with locked(self._lock_folder):
            index = self._aliases.current()
            if index is not None:
                self._aliases.check(index)
            fresh = index is None
            index = index or self._aliases.fresh()
            old = set(self._keys_of(index, submission))
            written = write(self._server, index, _noting(map(self._action, entries), old))
            write(self._server, index, (Action(key, None) for key in old))
            self._refresh(index)
            if fresh:
                self._aliases.use(index)
        return written.checked()

    def rebuild(self, everything: Iterable[tuple[str, Iterable[Entry]]], *, keep_old: bool) -> int:
        """Build anew beside the old. The alias changes hands in one step; where the server fails it does not.

        Raises:
            DocumentsRefusedError: some were refused; all others are in, and the new index is in use.
        """
        with locked(self._lock_folder):
            index = self._aliases.fresh()
            try:
                entries = (entry for _, given in everything for entry in given)
                written = write(self._server, index, map(self._action, entries))
                self._refresh(index)
            except BaseException:
                self._discard(index)
                raise
            self._aliases.use(index)
            self._aliases.sweep(KEPT_SECONDS if keep_old else 0.0)
        return written.checked()

    def _keys_of(self, index: str, submission: str) -> Iterator[str]:
        """Keys of the submission's documents, those of an interrupted write included."""
        self._refresh(index)
        query = {"bool": {"filter": [{"term": {"submission": submission}}]}}
        point = self._server.call("POST", f"/{index}/_pit?keep_alive=5m")["id"]
        body: Dsl = {"query": query, "size": _KEYS_AT_ONCE, "sort": ["_shard_doc"], "_source": False}
        body["pit"] = {"id": point, "keep_alive": "5m"}
        while found := self._server.call("POST", "/_search", body)["hits"]["hits"]:
            yield from (each["_id"] for each in found)
            body["search_after"] = found[-1]["sort"]
        self._server.call("DELETE", "/_pit", {"id": point})

    def _action(self, entry: Entry) -> Action:
        return Action(key_of(entry.id), source_of(entry, words=self._words))

    def _refresh(self, index: str) -> None:
        self._server.call("POST", f"/{index}/_refresh")

    def _discard(self, index: str) -> None:
        """Best effort: the error that brought us here matters more than debris, which the next rebuild removes."""
        with suppress(HeshuError):
            self._aliases.discard(index)


def _noting(actions: Iterable[Action], old: set[str]) -> Iterator[Action]:
    """The actions as they come; what is written again is taken out of the old."""
    for action in actions:
        old.discard(action.key)
        yield action
