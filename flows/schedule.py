"""Prefect round the use cases: decorators only here. Import after ``flows.settings.set_up``.

A batch is a flow; each of its submissions is a flow of its own, here or on a worker; each part of a file (some forty
pages) is a task. Parts are read in child processes inside the task, and stored page by page: a task that is run again
reads what is missing and nothing else.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any, cast

from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas import FlowRun, State
from prefect.deployments import run_deployment

from extractors.intake import LOOSE
from flows.artifacts import show_batch
from flows.ingest import Report, at_once, finish, refused, todo
from flows.part_reading import read_part
from flows.parts import Part, PartDone
from flows.patience import can_heal, patiently
from flows.place import Place, opened, place_here, store_here
from flows.progress import Silent
from flows.receiving import receive
from flows.runners import task_runner
from flows.settings import SUBMISSION_DEPLOYMENT
from flows.submission import Brought, bring_in, is_current, pages_ahead
from flows.under_way import noted
from flows.versions import reading_version
from pipeline.store import Store

_WORKERS_LOST = 3
_RETRIES = 4
_BACK_OFF = [2.0, 8.0, 30.0, 60.0]
_OCR_TAG = "heshu-ocr"
"""Tag of the tasks that hold engines in memory: ``prefect concurrency-limit create heshu-ocr 4`` limits them."""


def _heals(_task: object, _run: object, state: State[Any]) -> bool:
    """Only what may heal is tried again; what a file or a rule is at fault for never is."""
    ask: Any = state.result
    failure = ask(raise_on_failure=False, _sync=True)  # where an event loop runs it would give a coroutine
    return isinstance(failure, BaseException) and can_heal(failure)


_healing: dict[str, Any] = {
    "retries": _RETRIES, "retry_delay_seconds": _BACK_OFF, "retry_jitter_factor": 0.5, "retry_condition_fn": _heals,
    "cache_policy": NO_CACHE, "persist_result": False,
}  # fmt: skip


@task(name="接收", **_healing)
def _receive(folder: str, store_folder: str) -> list[str]:
    store = store_here(Path(store_folder))
    return receive(Path(folder), store, place_here(store.folder))


@task(name="读取", tags=[_OCR_TAG], task_run_name="读取 {part.file.name}，第 {part.first} 页起", **_healing)
def _read(store_folder: str, part: Part) -> PartDone:
    store = store_here(Path(store_folder))
    return read_part(part, store, place_here(store.folder))


@task(name="比对与索引", **_healing)
def _finish(store_folder: str, report: Report) -> Report:
    store = store_here(Path(store_folder))
    finish(store, report, place_here(store.folder))
    return report


@flow(name="heshu-submission", flow_run_name="{name}", validate_parameters=False, persist_result=False)
def submission(store_folder: str, name: str) -> Brought:
    """Bring in one submission from the store's copies of its files, on this machine or any other."""
    store = store_here(Path(store_folder))
    return bring_in(store, name, place_here(store.folder), _read_parts)


def _read_parts(store: Store, parts: Sequence[Part]) -> Iterator[PartDone]:
    futures = [_read.submit(str(store.folder), part) for part in parts]
    for future in futures:
        yield future.result()


@flow(name="heshu-batch", validate_parameters=False, persist_result=False)
def batch(folder: str, store_folder: str) -> Report:
    """Bring in what is new in ``folder``: what the watched folder, an upload and the command line all start."""
    with noted(Path(store_folder), Silent()) as watch, opened(Path(store_folder), watch=watch):
        return bring_in_all(store_folder, _receive(folder, store_folder))


def bring_in_received(store_folder: str, names: list[str]) -> Report:
    """Bring in submissions that have been received, as a flow run of its own.

    Their names do not travel as its parameter: Prefect keeps parameters, and not without limit.
    """

    @flow(name="heshu-ingest", validate_parameters=False, persist_result=False)
    def received_batch(store_folder: str) -> Report:
        return bring_in_all(store_folder, names)

    return received_batch(store_folder)


def bring_in_all(store_folder: str, names: list[str]) -> Report:
    """Every submission on which there is something to do, then what concerns all; leaves tables with the run."""
    store, report = store_here(Path(store_folder)), Report()
    place, waiting = place_here(store.folder), todo(names, store, report)
    place.tally.foresee(patiently(pages_ahead, store, waiting))
    remote = os.environ.get(SUBMISSION_DEPLOYMENT, "")
    bring = partial(on_a_worker, remote) if remote else bring_in_here
    most = int(os.environ.get("HESHU_SUBMISSIONS_AT_ONCE", "0")) or (16 if remote else place.pool.workers + 1)
    for brought in at_once(lambda name: bring(store_folder, name), waiting, most):
        report.note(brought)
        if remote:
            _tell_of(brought.name, store, place)
        place.watch.submission(brought.name, len(report.submissions) + len(report.failed), len(waiting))
    report = _finish(store_folder, report)
    report.refused = refused(store, [*names, LOOSE])
    show_batch(store, names, report)
    return report


def _tell_of(name: str, store: Store, place: Place) -> None:
    """What a worker elsewhere has read, to whoever watches here."""
    for file in store.files(name):
        place.tally.passed(file.sha256, name)


def bring_in_here(store_folder: str, name: str) -> Brought:
    """As a flow of this process, its parts on the configured runner."""
    return submission.with_options(task_runner=task_runner())(store_folder, name)


def on_a_worker(deployment: str, store_folder: str, name: str) -> Brought:
    """As a run of a deployment, on whatever worker takes it; run again where that worker was lost over it."""
    store = store_here(Path(store_folder))
    before, state = _pages_kept(store, name), None
    for _ in range(_WORKERS_LOST):
        given = {"store_folder": store_folder, "name": name}
        run = cast("FlowRun", run_deployment(deployment, parameters=given, flow_run_name=name, poll_interval=1))
        state = run.state
        if state is None or not state.is_crashed():
            break
    problem = "" if is_current(store, name) else f"处理失败：{state.message if state else '未运行'}"
    return Brought(name, _pages_kept(store, name) - before, problem)


def _pages_kept(store: Store, name: str) -> int:
    kinds = {file.sha256: file.media_type for file in store.files(name) if file.sha256}
    return sum(store.pages_kept(each, reading_version(media_type)) for each, media_type in kinds.items())
