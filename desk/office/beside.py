"""Work beside the person's own: checks after corrections, the index after decisions; each name once however often."""

from __future__ import annotations

import logging
from collections.abc import Callable
from threading import Condition, Thread

_LOG = logging.getLogger(__name__)


class Beside:
    """One worker over a set of names. ``calm`` seconds without a new name must pass before it starts."""

    def __init__(self, work: Callable[[list[str]], None], calm: float = 0.0) -> None:
        self._do, self._calm = work, calm
        self._waiting: dict[str, None] = {}
        self._busy: set[str] = set()
        self._turn = Condition()
        self._thread: Thread | None = None

    def add(self, name: str) -> None:
        """Have the work done for that name."""
        with self._turn:
            self._waiting[name] = None
            if self._thread is None:
                self._thread = Thread(target=self._work, name="heshu-beside", daemon=True)
                self._thread.start()
            self._turn.notify_all()

    def pending(self, name: str) -> bool:
        """Whether the work for that name is still to be ended."""
        with self._turn:
            return name in self._waiting or name in self._busy

    def wait(self, name: str, seconds: float) -> bool:
        """Wait until the work for that name has ended; False where it takes longer."""
        with self._turn:
            return self._turn.wait_for(lambda: name not in self._waiting and name not in self._busy, seconds)

    def _work(self) -> None:
        while True:
            with self._turn:
                self._turn.wait_for(lambda: bool(self._waiting))
                while self._calm and self._turn.wait(self._calm):
                    pass
                names = list(self._waiting)
                self._busy, self._waiting = set(names), {}
            try:
                self._do(names)
            except Exception:
                _LOG.exception("work beside failed for %s", names)
            with self._turn:
                self._busy = set()
                self._turn.notify_all()
