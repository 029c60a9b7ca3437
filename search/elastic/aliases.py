"""The alias that searches go to, and the numbered indexes behind it."""

from __future__ import annotations

import time
from uuid import uuid4

from search.elastic.server import Server, StatusError
from search.mapping import mapping, version
from search.problems import IndexDamagedError, SearchServerError

KEPT_SECONDS = 600.0
"""How long an index stays after another has taken its place: longer than the next page of an answer is kept for."""

_RETIRED = "retired_at"


class Aliases:
    """The indexes of one store on one server."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self.alias = server.settings.alias
        self._words = server.settings.words
        self._beginning = f"{self.alias}-{version(words=self._words)}-"

    def current(self) -> str | None:
        """The index that the alias stands for; None where nothing was indexed yet."""
        return next(iter(self._standing()), None)

    def check(self, index: str) -> None:
        """See that the index has the mapping of this version.

        Raises:
            IndexDamagedError: it has another; it is to be built anew.
        """
        if not index.startswith(self._beginning):
            raise IndexDamagedError(f"{self._server.settings.address}（{index}）")

    def fresh(self) -> str:
        """A new empty index that no search sees yet."""
        name = f"{self._beginning}{uuid4().hex[:8]}"
        try:
            self._server.call("PUT", f"/{name}", mapping(words=self._words))
        except StatusError as error:
            if self._words and self._words in str(error):
                problem = f"服务器上没有分词器 {self._words}，请安装其插件，或不设 HESHU_SEARCH_WORDS"
                raise SearchServerError(problem) from error
            raise
        return name

    def use(self, index: str) -> None:
        """Let the alias stand for this index alone, in one step.

        The one before stays for a while: searches that began on it, and pages that are still to be fetched, end on it.
        """
        before = self._standing()
        actions = [{"add": {"index": index, "alias": self.alias}}]
        actions += [{"remove": {"index": name, "alias": self.alias}} for name in before if name != index]
        self._server.call("POST", "/_aliases", {"actions": actions})
        for name in before:
            if name != index:
                self._server.call("PUT", f"/{name}/_mapping", {"_meta": {_RETIRED: time.time()}})

    def sweep(self, kept_seconds: float) -> None:
        """Delete the indexes that were retired so long ago, and debris of interrupted rebuilds.

        The caller is the only writer.
        """
        standing = self._standing()
        for name, found in self._server.get(f"/{self.alias}-v*/_mapping").items():
            retired = float(found["mappings"].get("_meta", {}).get(_RETIRED, 0.0))
            if name not in standing and time.time() - retired >= kept_seconds:
                self.discard(name)

    def discard(self, index: str) -> None:
        """Delete an index."""
        self._server.call("DELETE", f"/{index}")

    def _standing(self) -> list[str]:
        """The indexes that the alias stands for; more than one only where somebody meddled."""
        try:
            return list(self._server.get(f"/_alias/{self.alias}"))
        except StatusError as error:
            if error.status == 404:
                return []
            raise
