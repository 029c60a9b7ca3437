"""Prefect round the use cases: decorators only here. Telemetry is off; the server runs in this process.

A task is a stage of seconds to minutes, not a page: pages go to the pool of child processes inside a task.
"""

from __future__ import annotations

import logging
import os
from pathlib import Path
from tempfile import TemporaryDirectory

_QUIET = {
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "DO_NOT_TRACK": "1",
    "PREFECT_LOGGING_LEVEL": "WARNING",
    "PREFECT_LOGGING_SERVER_LEVEL": "ERROR",
    "PREFECT_SERVER_LOG_RETRYABLE_ERRORS": "false",
    "PREFECT_CLI_PROMPT": "false",
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
    "PREFECT_RESULTS_PERSIST_BY_DEFAULT": "false",
}


def set_up(store_folder: Path) -> None:
    """Prefect's settings: its database beside the store, nothing sent anywhere. Must run before Prefect is imported."""
    for name, value in _QUIET.items():
        os.environ.setdefault(name, value)
    home = store_folder.resolve() / "prefect"
    home.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("PREFECT_HOME", str(home))
    logging.getLogger("prefect").setLevel(logging.WARNING)


def run(folder: Path, store_folder: Path, progress, workers: int):  # type: ignore[no-untyped-def]
    """Ingest a folder through the Prefect flow; the same report as the plain use case.

    Raises:
        NothingToReadError: there is not one document in the folder.
    """
    set_up(store_folder)
    from prefect import flow, task
    from prefect.cache_policies import NO_CACHE

    from extractors.intake import LOOSE
    from flows import ingest as use
    from flows.pool import Pool
    from pipeline.problems import HeshuError
    from pipeline.store import open_store

    store = open_store(store_folder)
    report = use.Report()

    @task(name="接收", cache_policy=NO_CACHE)
    def receive(spool: Path, pool: Pool) -> list[use.Received]:
        return use.receive(folder, spool, store, pool)

    @task(name="读取", retries=1, retry_delay_seconds=2, cache_policy=NO_CACHE)
    def read(deliveries: list[use.Received], pool: Pool) -> None:
        use.read_deliveries(deliveries, store, pool, progress, report)

    @task(name="提取与核查", retries=1, retry_delay_seconds=2, cache_policy=NO_CACHE)
    def process(names: list[str], pool: Pool) -> None:
        use.process_submissions(names, store, pool, progress, report)

    @task(name="比对与索引", retries=1, retry_delay_seconds=2, cache_policy=NO_CACHE)
    def finish() -> None:
        use.finish(store, report, progress)

    @flow(name="heshu-ingest", log_prints=False)
    def batch() -> None:
        with TemporaryDirectory(prefix="heshu-") as spool, Pool(workers, Path(spool)) as pool:
            deliveries = receive(Path(spool), pool)
            read(deliveries, pool)
            process([each.name for each in deliveries if each.name != LOOSE], pool)
        finish()

    try:
        batch()
    except HeshuError:
        raise
    return report
