"""Which engine runs the parts of a submission: threads of this process or Dask, by configuration alone."""

from __future__ import annotations

import atexit
import os
from functools import cache
from typing import Any

from prefect.task_runners import TaskRunner, ThreadPoolTaskRunner

from flows.place import worker_count
from flows.settings import RUNNER_ADDRESS, TASK_RUNNER
from pipeline.problems import EngineMissingError, UsageError


def task_runner() -> TaskRunner[Any]:
    """The runner that HESHU_TASK_RUNNER names.

    Raises:
        UsageError: it names none.
        EngineMissingError: it is not installed.
    """
    name = os.environ.get(TASK_RUNNER) or "threads"
    makers = {"threads": _threads, "dask": _dask}
    if name not in makers:
        raise UsageError(f"{TASK_RUNNER} 应为 threads 或 dask，现为「{name}」")
    try:
        return makers[name]()
    except ModuleNotFoundError as error:
        raise EngineMissingError(f"未安装 {error.name}（可选组件 {name}）") from error


def _threads() -> TaskRunner[Any]:
    return ThreadPoolTaskRunner(max_workers=worker_count())


def _dask() -> TaskRunner[Any]:
    from prefect_dask.task_runners import DaskTaskRunner

    return DaskTaskRunner(address=os.environ.get(RUNNER_ADDRESS) or _cluster())


@cache
def _cluster() -> str:
    """A cluster on this machine, one for all flows of this process; workers may have children: readers run in those."""
    import dask
    from distributed import LocalCluster

    dask.config.set({"distributed.worker.daemon": False})
    cluster: Any = LocalCluster(  # type: ignore[no-untyped-call]
        n_workers=worker_count(), threads_per_worker=1, dashboard_address=None
    )
    atexit.register(cluster.close)
    return str(cluster.scheduler_address)
