"""What could not be indexed yet: remembered in the store's folder, and caught up with as soon as the index answers.

Reading and checking never wait for the search server: a submission that could not be indexed is noted here, and the
next call of :func:`keep_up` brings it in from the store.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from uuid import uuid4

from pipeline.ports import Entry, Index
from search.lock import locked
from search.problems import IndexBusyError, SearchServerError


class Backlog:
    """Names of submissions that the index lacks or has in an old state, in the order they were noted."""

    def __init__(self, store_dir: Path) -> None:
        self._folder = store_dir / "index" / "backlog"

    def pending(self) -> tuple[str, ...]:
        """The names that are still to be indexed."""
        try:
            return tuple(json.loads((self._folder / "pending.json").read_text(encoding="utf-8")))
        except FileNotFoundError:
            return ()

    def note(self, names: Iterable[str]) -> None:
        """These are to be indexed; those that are noted already stay where they are."""
        with locked(self._folder):
            self._keep(dict.fromkeys((*self.pending(), *names)))

    def done(self, name: str) -> None:
        """This one is indexed."""
        with locked(self._folder):
            self._keep(each for each in self.pending() if each != name)

    def clear(self) -> None:
        """All are indexed, by a rebuild."""
        with locked(self._folder):
            self._keep(())

    def _keep(self, names: Iterable[str]) -> None:
        draft = self._folder / f".{uuid4().hex}"
        draft.write_text(json.dumps(list(names), ensure_ascii=False), encoding="utf-8")
        draft.replace(self._folder / "pending.json")


def keep_up(
    index: Index, backlog: Backlog, names: Iterable[str], entries: Callable[[str], Iterable[Entry]]
) -> SearchServerError | IndexBusyError | None:
    """Index these and all that is pending, by ``entries`` of a name; what fails stays pending.

    Returns the error that stopped it, None where all is indexed. A server that is gone is not asked again for each.
    """
    backlog.note(names)
    for name in backlog.pending():
        try:
            index.replace(name, entries(name))
        except (SearchServerError, IndexBusyError) as error:
            return error
        backlog.done(name)
    return None
