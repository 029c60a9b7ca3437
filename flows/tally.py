"""How many pages are ahead: said before reading begins, file by file, and put right as files end."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock

from flows.progress import Progress

_KEY = 16
"""Characters of a file's hash by which it is told from others: nothing but a count depends on it."""


@dataclass(slots=True)
class _File:
    expected: int
    told: int = 0


class Tally:
    """Tells ``watch`` the pages of all files at the start, so that the share that is done is a true one.

    A file counts as many pages as it has; one without pages of its own counts once. What was foreseen of a file and
    does not come (it can't be read, others have read it) is taken back when its reading ends.
    """

    def __init__(self, watch: Progress) -> None:
        self._watch, self._lock = watch, Lock()
        self._files: dict[str, _File] = {}

    def foresee(self, ahead: dict[str, int]) -> None:
        """So many pages are to be read of each file, by hash."""
        with self._lock:
            new = {sha[:_KEY]: pages for sha, pages in ahead.items() if sha[:_KEY] not in self._files}
            self._files |= {key: _File(pages) for key, pages in new.items()}
        if new:
            self._watch.expect(sum(new.values()))

    def begin(self, sha256: str, pages: int) -> None:
        """So many pages are really to be read now."""
        with self._lock:
            file = self._files.setdefault(sha256[:_KEY], _File(0))
            more, file.expected = pages - file.expected, pages
        if more:
            self._watch.expect(more)

    def page(self, sha256: str, name: str, pages: int) -> None:
        """So many pages of the file were read."""
        with self._lock:
            file = self._files.setdefault(sha256[:_KEY], _File(pages))
            file.told += pages
        self._watch.page(name, pages)

    def reached(self, sha256: str, name: str, pages: int) -> None:
        """So many pages were read in all, perhaps elsewhere: what has not been told is told."""
        with self._lock:
            file = self._files.get(sha256[:_KEY])
            more = min(pages, file.expected) - file.told if file else 0
        if more > 0:
            self.page(sha256, name, more)

    def end(self, sha256: str) -> None:
        """Nothing more is to come of the file."""
        with self._lock:
            file = self._files.pop(sha256[:_KEY], None)
        if file and file.told != file.expected:
            self._watch.expect(file.told - file.expected)

    def passed(self, sha256: str, name: str) -> None:
        """Another machine is done with the file: what was foreseen of it counts as read."""
        with self._lock:
            file = self._files.get(sha256[:_KEY])
        if file:
            self.reached(sha256, name, file.expected)
            self.end(sha256)
