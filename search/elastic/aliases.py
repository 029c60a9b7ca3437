"""The alias that searches go to, and the numbered indexes behind it."""

from __future__ import annotations

from uuid import uuid4

from search.elastic.server import Server, StatusError
from search.mapping import CURRENT, mapping


class Aliases:
    """The indexes of one store on one server."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self.alias = server.settings.alias

    def current(self) -> str | None:
        """The index that the alias stands for; None where nothing was indexed yet."""
        try:
            return next(iter(self._server.get(f"/_alias/{self.alias}")), None)
        except StatusError as error:
            if error.status == 404:
                return None
            raise

    def fresh(self) -> str:
        """A new empty index that no search sees yet."""
        name = f"{self.alias}-{CURRENT.rpartition('.')[2]}-{uuid4().hex[:8]}"
        self._server.call("PUT", f"/{name}", mapping())
        return name

    def use(self, index: str) -> None:
        """Let the alias stand for this index alone, in one step, and delete all others of this store."""
        others = [name for name in self._all() if name != index]
        actions: list[dict[str, object]] = [{"add": {"index": index, "alias": self.alias}}]
        actions += [{"remove_index": {"index": name}} for name in others]
        self._server.call("POST", "/_aliases", {"actions": actions})

    def discard(self, index: str) -> None:
        """Delete an index that never came into use."""
        self._server.call("DELETE", f"/{index}")

    def _all(self) -> list[str]:
        return list(self._server.get(f"/{self.alias}-v*/_alias"))
