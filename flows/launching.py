"""From the command line to a flow: what is new is found first, and Prefect is started only where there is any."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from httpx import HTTPError

from extractors.intake import LOOSE
from flows.ingest import Report, ingest, refused, todo, unfinished
from flows.place import opened, store_here
from flows.progress import Progress
from flows.receiving import receive
from flows.server import OwnServer
from flows.settings import is_configured, set_up
from flows.under_way import noted
from pipeline.problems import EngineMissingError


def run(
    folder: Path, store_folder: Path, progress: Progress, workers: int, *, own_server: bool = True
) -> Report:  # fmt: skip
    """Ingest a folder through the Prefect flow; the same report as the plain use case.

    Where no Prefect server is configured one is started for this run; without ``own_server`` it does without Prefect,
    for to start one takes longer than to read one delivery.

    Raises:
        NothingToReadError: there is not one document in the folder.
        StoreUnavailableError, StoreFullError: the store can't be written; the same call goes on where this one ended.
        EngineMissingError: the run's own Prefect server did not start, or has ended; likewise.
    """
    store = store_here(store_folder)
    if not own_server and not is_configured():
        return ingest(folder, store, progress, workers)
    with noted(store_folder, progress) as watch, opened(store_folder, workers, watch) as place:
        watch.stage("接收")
        names = receive(folder, store, place)
        report = Report()
        if todo(names, store, report) or unfinished(store):
            return _through_prefect(store_folder, names)
        report.refused = refused(store, [*names, LOOSE])
        return report


def _through_prefect(store_folder: Path, names: list[str]) -> Report:
    server = set_up(store_folder)
    if server is not None:
        server.revive()
    bring_in_received = _prefect()
    try:
        with _asking_only_while_there(server):
            return bring_in_received(str(store_folder), names)
    except Exception as error:
        if server is not None and server.has_ended:
            raise EngineMissingError("Prefect 服务中途退出；再次运行同一命令即可接着处理") from error
        if isinstance(error, HTTPError) or isinstance(error.__cause__, HTTPError):
            raise EngineMissingError("Prefect 服务没有应答；服务恢复后再次运行同一命令即可接着处理") from error
        raise


@contextmanager
def _asking_only_while_there(server: OwnServer | None) -> Iterator[None]:
    """Prefect's clients ask again for minutes, for a busy server may answer later; one of ours that is lost, never."""
    if server is None:
        yield
        return
    from prefect.settings import get_current_settings

    server.ready()
    client = get_current_settings().client
    retries = client.max_retries
    server.when_lost(lambda: setattr(client, "max_retries", 0))
    try:
        yield
    finally:
        client.max_retries = retries


def _prefect() -> Callable[[str, list[str]], Report]:
    """The flow, with all of Prefect; what is loaded stays, and is not looked through for garbage again and again."""
    gc.disable()
    try:
        from flows.schedule import bring_in_received
    finally:
        gc.enable()
    gc.freeze()
    return bring_in_received
