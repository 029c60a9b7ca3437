"""Clearing from the desk: what is older than may be kept, what would go, and the clearing itself, beside."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from threading import Lock, Thread

from desk.office.door import Viewer
from flows import erasing
from pipeline.problems import HeshuError, UsageError
from pipeline.store import Store
from pipeline.store.erasing import Erasures, Holdings

_LOG = logging.getLogger(__name__)
MOST = 200
"""Submissions shown, and cleared, at once."""


class Clearing:
    """Clearings of one store. ``forget`` is called when one has ended, so that caches can be dropped."""

    def __init__(self, store: Store, forget: Callable[[], None] = lambda: None) -> None:
        self._store, self._forget, self._erasures = store, forget, Erasures(store.engine)
        self._lock, self._thread, self.problem = Lock(), Thread(), ""

    def due(self, years: int, city: str = "") -> list[str]:
        """The submissions last handed in more than so many years ago.

        Raises:
            UsageError: not a sensible number of years.
        """
        return self._erasures.received_before(erasing.before(years), city)

    def holdings(self, names: Sequence[str]) -> list[Holdings]:
        """What clearing these would take away; those that are not there are left out."""
        found = (self._erasures.holdings(name) for name in names[:MOST])
        return [each for each in found if each is not None]

    def begin(self, viewer: Viewer, names: Sequence[str], reason: str) -> None:
        """Keep the intent and begin beside.

        Raises:
            UsageError: nothing or too much is named, or something is being read.
        """
        if not 1 <= len(names) <= MOST:
            raise UsageError(f"请选择 1 到 {MOST} 份申报")
        erasing.begin(self._store, names, viewer.who, reason)
        self.go_on()

    def go_on(self) -> None:
        """End what has begun, in a thread of its own."""
        with self._lock:
            if not self._thread.is_alive():
                self.problem = ""
                self._thread = Thread(target=self._work, name="heshu-clearing", daemon=True)
                self._thread.start()

    def under_way(self, viewer: Viewer) -> list[str]:
        """The submissions that are being cleared, or whose clearing did not end; to a city's office those it began."""
        whole = not viewer.person.city
        return [each.submission for each in self._erasures.pending() if whole or each.who == viewer.who]

    def last(self) -> int:
        """A number that grows with each clearing: what browsers keep from before it is to be forgotten."""
        return self._erasures.last()

    @property
    def busy(self) -> bool:
        """Whether it is being done just now."""
        return self._thread.is_alive()

    def wait(self, seconds: float) -> bool:
        """Wait until it has ended; False where it takes longer."""
        if self._thread.is_alive():
            self._thread.join(seconds)
        return not self._thread.is_alive()

    def _work(self) -> None:
        try:
            while self._erasures.pending():
                erasing.finish(self._store)
        except HeshuError as error:
            self.problem = f"{error}"
            _LOG.warning("clearing did not end: %s", error)
        except Exception:
            self.problem = "清除没有完成，请查看日志"
            _LOG.exception("clearing did not end")
        finally:
            self._forget()
