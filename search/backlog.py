"""What could not be indexed yet: remembered in the store's folder, and caught up with as soon as the index answers.

Reading and checking never wait for the search server: a submission that is about to change is noted here, and the
next call of :func:`keep_up` brings it in from the store. One small file a name, so that noting one never costs more
than the one.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from time import time_ns
from uuid import uuid4

from pipeline.ports import Entry, Index
from search.lock import locked
from search.problems import DocumentsRefusedError, IndexBusyError, IndexDamagedError, SearchServerError

Stopped = SearchServerError | IndexBusyError | IndexDamagedError
"""What keeps an index from being kept up."""


@dataclass(frozen=True, slots=True)
class _Note:
    """One name to be indexed; ``mark`` tells this note from a later one of the same name."""

    name: str
    at: int
    mark: str


class Backlog:
    """Names of submissions that the index lacks or has in an old state, in the order they were noted."""

    def __init__(self, store_dir: Path) -> None:
        self._folder = store_dir / "index" / "backlog"

    def pending(self) -> tuple[str, ...]:
        """The names that are still to be indexed."""
        return tuple(note.name for note in self.notes())

    def notes(self) -> list[_Note]:
        """The notes, first noted first."""
        found = [_read(path) for path in self._folder.glob("*.json")]
        return sorted((note for note in found if note), key=lambda note: note.at)

    def note(self, names: Iterable[str]) -> None:
        """These are to be indexed; those that are noted already keep their place."""
        with locked(self._folder):
            for name in names:
                before = _read(self._path(name))
                said = {"name": name, "at": before.at if before else time_ns(), "mark": uuid4().hex}
                draft = self._folder / f".{uuid4().hex}"
                draft.write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")
                draft.replace(self._path(name))

    def done(self, note: _Note) -> None:
        """This one is indexed, as it was when it was noted: a later note of the same name stays."""
        with locked(self._folder):
            found = _read(self._path(note.name))
            if found and found.mark == note.mark:
                self._path(note.name).unlink()

    def done_all(self, notes: Iterable[_Note]) -> None:
        """These are indexed, by a rebuild that began after they were noted."""
        for note in notes:
            self.done(note)

    def _path(self, name: str) -> Path:
        return self._folder / f"{blake2b(name.encode(errors='replace'), digest_size=16).hexdigest()}.json"


def _read(path: Path) -> _Note | None:
    """The note; None where another process has just taken it away."""
    try:
        return _Note(**json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None


def keep_up(
    index: Index, backlog: Backlog, names: Iterable[str], entries: Callable[[str], Iterable[Entry]]
) -> Stopped | None:
    """Index these and all that is pending, by ``entries`` of a name; what fails stays pending.

    Returns the error that stopped it, None where all is indexed. A server that is gone is not asked again for each;
    single documents that are refused do not hold up the submissions after them.
    """
    backlog.note(names)
    refused: DocumentsRefusedError | None = None
    for note in backlog.notes():
        try:
            index.replace(note.name, entries(note.name))
        except DocumentsRefusedError as error:
            refused = refused or error
        except (SearchServerError, IndexBusyError, IndexDamagedError) as error:
            return error
        else:
            backlog.done(note)
    return refused
