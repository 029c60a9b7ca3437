"""From the command line to a flow: what is new is found first, and Prefect is started only where there is any."""

from __future__ import annotations

import gc
from collections.abc import Callable
from pathlib import Path

from extractors.intake import LOOSE
from flows.ingest import Report, refused, todo, unfinished
from flows.place import opened, store_here
from flows.progress import Progress
from flows.receiving import receive
from flows.settings import set_up
from flows.under_way import noted
from pipeline.problems import EngineMissingError


def run(folder: Path, store_folder: Path, progress: Progress, workers: int) -> Report:
    """Ingest a folder through the Prefect flow; the same report as the plain use case.

    Raises:
        NothingToReadError: there is not one document in the folder.
        StoreUnavailableError, StoreFullError: the store can't be written; the same call goes on where this one ended.
        EngineMissingError: the run's own Prefect server did not start, or has ended; likewise.
    """
    store = store_here(store_folder)
    with noted(store_folder, progress) as watch, opened(store_folder, workers, watch) as place:
        watch.stage("接收")
        names = receive(folder, store, place)
        report = Report()
        if todo(names, store, report) or unfinished(store):
            server = set_up(store_folder)
            bring_in_received = _prefect()
            if server is None:
                return bring_in_received(str(store_folder), names)
            server.ready()
            try:
                return bring_in_received(str(store_folder), names)
            except Exception as error:
                if server.has_ended:
                    raise EngineMissingError("Prefect 服务中途退出；再次运行同一命令即可接着处理") from error
                raise
        report.refused = refused(store, [*names, LOOSE])
        return report


def _prefect() -> Callable[[str, list[str]], Report]:
    """The flow, with all of Prefect; what is loaded stays, and is not looked through for garbage again and again."""
    gc.disable()
    try:
        from flows.schedule import bring_in_received
    finally:
        gc.enable()
    gc.freeze()
    return bring_in_received
