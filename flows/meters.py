"""Counts for whoever watches the machines, in Prometheus' form: pages, seconds, failures by stage. Off by default."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from prometheus_client import CollectorRegistry, Counter, Gauge, start_http_server, write_to_textfile

METRICS_FILE, METRICS_PORT = "HESHU_METRICS_FILE", "HESHU_METRICS_PORT"
_EVERY_SECONDS = 10.0


class Meters:
    """What is counted. Names end as Prometheus asks: ``_total`` for counters."""

    def __init__(self) -> None:
        self.registry = registry = CollectorRegistry()
        self.pages = Counter("heshu_pages", "Pages read and stored", registry=registry)
        self.files = Counter("heshu_files", "Files by how their reading ended", ["outcome"], registry=registry)
        self.submissions = Counter("heshu_submissions", "Submissions by outcome", ["outcome"], registry=registry)
        self.seconds = Counter("heshu_stage_seconds", "Seconds spent, by stage", ["stage"], registry=registry)
        self.failures = Counter("heshu_failures", "Failures by stage and slug", ["stage", "slug"], registry=registry)
        self.under_way = Gauge("heshu_submissions_under_way", "Submissions being worked on", registry=registry)
        self._written = 0.0

    @contextmanager
    def timed(self, stage: str) -> Iterator[None]:
        """Adds the block's seconds to the stage."""
        start = time.perf_counter()
        try:
            yield
        finally:
            self.seconds.labels(stage).inc(time.perf_counter() - start)
            self.publish()

    def publish(self, now: bool = False) -> None:
        """Write the text file, where there is to be one; at most every ten seconds but at the end."""
        path = os.environ.get(METRICS_FILE)
        if path and (now or time.monotonic() - self._written > _EVERY_SECONDS):
            self._written = time.monotonic()
            Path(path).parent.mkdir(parents=True, exist_ok=True)
            write_to_textfile(path, self.registry)


@cache
def meters() -> Meters:
    """This process's meters; its endpoint on loopback is opened where HESHU_METRICS_PORT says so."""
    made = Meters()
    port = os.environ.get(METRICS_PORT)
    if port:
        start_http_server(int(port), addr="127.0.0.1", registry=made.registry)
    return made
