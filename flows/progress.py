"""Who wants to know how far it is, and how long it may still take."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from typing import Protocol

_WINDOW_SECONDS = 600.0
_LEAST_SECONDS = 20.0


class Progress(Protocol):
    """Told as work goes on; must be quick."""

    def expect(self, pages: int) -> None:
        """So many more pages are to be read; fewer, where the number is negative."""

    def page(self, file: str, pages: int) -> None:
        """So many pages of a file were read."""

    def submission(self, name: str, done: int, of: int) -> None:
        """A submission was extracted and checked."""

    def stage(self, words: str) -> None:
        """Something else begins."""


class Silent:
    """Tells nobody."""

    def expect(self, pages: int) -> None:
        """Nobody asks."""

    def page(self, file: str, pages: int) -> None:
        """Nobody asks."""

    def submission(self, name: str, done: int, of: int) -> None:
        """Nobody asks."""

    def stage(self, words: str) -> None:
        """Nobody asks."""


class Pace:
    """How long the rest may take, from the pages of the last ten minutes: scans take a hundred times what text takes.

    ``now`` is a clock in seconds.
    """

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now, self.expected, self.done = now, 0, 0
        self._marks: deque[tuple[float, int]] = deque([(now(), 0)])

    def expect(self, pages: int) -> None:
        """So many more pages are to be read."""
        self.expected += pages

    def page(self, pages: int) -> None:
        """So many pages were read."""
        self.done += pages
        now = self._now()
        if now - self._marks[-1][0] >= 1.0:
            self._marks.append((now, self.done))
        while len(self._marks) > 2 and now - self._marks[1][0] > _WINDOW_SECONDS:
            self._marks.popleft()

    @property
    def share(self) -> float:
        """What part of the pages is read, 0 to 1."""
        return min(1.0, self.done / self.expected) if self.expected > 0 else 0.0

    @property
    def seconds_left(self) -> float | None:
        """Seconds until all pages are read; None where it is too early to say."""
        (start, before), now = self._marks[0], self._now()
        read, took = self.done - before, now - start
        if read <= 0 or took < _LEAST_SECONDS:
            return None
        return max(0, self.expected - self.done) * took / read


def in_words(seconds: float | None) -> str:
    """Time left for the clerk to read; empty where nobody knows."""
    if seconds is None:
        return ""
    minutes = seconds / 60
    if minutes < 1:
        return "不到 1 分钟"
    return f"约 {minutes:.0f} 分钟" if minutes < 100 else f"约 {minutes / 60:.0f} 小时"
