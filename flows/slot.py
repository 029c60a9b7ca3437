"""One child process at a time, replaced whole whenever one dies: what it held when it was killed holds nobody up."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Sequence
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from typing import Any

from pebble import ProcessExpired, ProcessPool

JOBS_A_CHILD = 400
"""A child is replaced after so many jobs: what a library keeps of them is given back."""
_STARTS = 3


class Slot:
    """Runs jobs in a child process that is started, never forked, with the first of them."""

    def __init__(self, initializer: Callable[..., None], arguments: Sequence[Any] = ()) -> None:
        self._initializer, self._arguments = initializer, list(arguments)
        self._pool: ProcessPool | None = None

    def run(self, work: Callable[..., Any], arguments: tuple[Any, ...], seconds: float) -> Any:
        """The result of the work.

        Raises:
            TimeoutError: it took longer than that; the child was killed.
            ProcessExpired: the child died over it.
        """
        for _ in range(_STARTS):
            try:
                return self._scheduled(work, arguments, seconds).result()
            except BrokenProcessPool:
                # the child was killed before it had taken the job: nothing of it was done
                self.close(kill=True)
            except (TimeoutError, ProcessExpired):
                self.close(kill=True)
                raise
        raise ProcessExpired("no child lives long enough to take the job")  # type: ignore[no-untyped-call]

    def _scheduled(self, work: Callable[..., Any], arguments: tuple[Any, ...], seconds: float) -> Any:
        with suppress(RuntimeError):  # raised where the child was killed while it had nothing to do
            return self._started().schedule(work, args=arguments, timeout=seconds)
        self.close(kill=True)
        return self._started().schedule(work, args=arguments, timeout=seconds)

    def _started(self) -> ProcessPool:
        if self._pool is None:
            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPool(1, JOBS_A_CHILD, self._initializer, self._arguments, context)
        return self._pool

    def close(self, kill: bool = False) -> None:
        """End the child: after its job, or at once."""
        pool, self._pool = self._pool, None
        if pool is None:
            return
        if kill:
            pool.stop()  # type: ignore[no-untyped-call]
        else:
            pool.close()  # type: ignore[no-untyped-call]
        pool.join()
