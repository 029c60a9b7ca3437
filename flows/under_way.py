"""How far the run under way is, left in the store's folder for whoever asks from outside (``heshu status``)."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from flows.progress import Pace, Progress

_FILE = "under-way.json"
_EVERY_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class UnderWay:
    """Pages read and to be read in this run, seconds left (None: too early to say), and when this was so (epoch)."""

    pages: int
    done: int
    seconds_left: float | None
    stage: str
    at: float


@contextmanager
def noted(folder: Path, watch: Progress) -> Iterator[Noting]:
    """Tells ``watch`` while the block runs, and leaves a note of it in the store's folder; none afterwards."""
    folder.mkdir(parents=True, exist_ok=True)
    noting = Noting(folder, watch)
    try:
        yield noting
    finally:
        noting.end()


class Noting:
    """Passes on what it is told, and leaves a note of it every other second."""

    def __init__(self, folder: Path, watch: Progress) -> None:
        self._path, self._watch, self._pace = folder / _FILE, watch, Pace()
        self._stage, self._noted = "", 0.0

    def expect(self, pages: int) -> None:
        """So many more pages are to be read."""
        self._pace.expect(pages)
        self._watch.expect(pages)
        self._note()

    def page(self, file: str, pages: int) -> None:
        """So many pages of a file were read."""
        self._pace.page(pages)
        self._watch.page(file, pages)
        self._note()

    def submission(self, name: str, done: int, of: int) -> None:
        """A submission was extracted and checked."""
        self._watch.submission(name, done, of)

    def stage(self, words: str) -> None:
        """Something else begins."""
        self._stage = words
        self._watch.stage(words)
        self._note(at_once=True)

    def end(self) -> None:
        """The run is over."""
        self._path.unlink(missing_ok=True)

    def _note(self, at_once: bool = False) -> None:
        now = time.time()
        if not at_once and now - self._noted < _EVERY_SECONDS:
            return
        self._noted = now
        told = UnderWay(self._pace.expected, self._pace.done, self._pace.seconds_left, self._stage, now)
        aside = self._path.with_suffix(".part")
        try:
            aside.write_text(json.dumps(asdict(told), ensure_ascii=False), encoding="utf-8")
            aside.replace(self._path)
        except OSError:  # a full disk must not end the run that this tells of, nor keep half a note
            aside.unlink(missing_ok=True)


def under_way(folder: Path) -> UnderWay | None:
    """How far the run over this store is, as it was last noted; None where none has left a note."""
    try:
        return UnderWay(**json.loads((folder / _FILE).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
