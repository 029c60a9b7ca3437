"""Which engine runs the parts of a submission is configuration: a Dask cluster on this machine, one worker killed."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from flows import reading
from flows.ingest import ingest
from flows.maker import pdf
from flows.maker.truth import make_truth
from flows.runners import task_runner
from flows.verifying import verify_store
from pipeline.problems import EngineMissingError, UsageError
from pipeline.records.load import load_form
from pipeline.store import open_store
from tests.flows.killing import exported, pages_of, stored_pages

_ROOT = Path(__file__).resolve().parents[2]
_RUN = """
import os, sys
from pathlib import Path
from flows.launching import run
from flows.progress import Silent
if __name__ == "__main__":
    report = run(Path(sys.argv[1]), Path(sys.argv[2]), Silent(), 1)
    print(os.getpid(), report.pages, len(report.failed))
"""
_BEFORE_THE_KILL = 3
"""Jobs that the workers have begun when one is killed, with pages stored: in the middle of a part."""


class _Cluster:
    """A scheduler and two workers, each a process of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.log = folder, folder / "log.jsonl"
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
        self.environment = {
            "PATH": os.environ["PATH"], "PYTHONPATH": str(_ROOT), "HESHU_WORKERS": "1", "HESHU_TASK_RUNNER": "dask",
            "HESHU_RUNNER_ADDRESS": self.address, "HESHU_LOG_FILE": str(self.log), "PREFECT_HOME": str(folder / "home"),
            "PREFECT_SERVER_ANALYTICS_ENABLED": "false", "DO_NOT_TRACK": "1", "PREFECT_LOGGING_LEVEL": "WARNING",
        }  # fmt: skip

    def begin(self, name: str, *arguments: str) -> subprocess.Popen[str]:
        """A program of this environment."""
        said = (self.folder / f"{name}.err").open("w")
        return subprocess.Popen(
            [sys.executable, *arguments], cwd=self.folder, env=self.environment, start_new_session=True,
            stdout=subprocess.PIPE, stderr=said, text=True,
        )  # fmt: skip

    @contextmanager
    def running(self) -> Iterator[list[subprocess.Popen[str]]]:
        """The two workers, while the block runs."""
        where = self.address.rsplit(":", 1)[1]
        quiet = ("--no-dashboard", "--host", "127.0.0.1")
        all_of_it = [self.begin("scheduler", "-m", "dask", "scheduler", "--port", where, *quiet)]
        work = ("-m", "dask", "worker", self.address, "--nthreads", "1", "--no-nanny", *quiet)
        try:
            all_of_it += [self.begin(f"worker{n}", *work) for n in (1, 2)]
            yield all_of_it[1:]
        finally:
            for process in all_of_it:
                if process.poll() is None:
                    os.killpg(process.pid, signal.SIGKILL)
                process.wait()

    def reads(self) -> list[dict[str, Any]]:
        """What readers were set to read so far, in order."""
        if not self.log.exists():
            return []
        events = [json.loads(line) for line in self.log.read_text(encoding="utf-8").splitlines() if line.endswith("}")]
        return [event for event in events if event["event"] == "reading"]

    def said(self) -> str:
        """The last words of all of them."""
        return "\n".join(f"{each.name}: {each.read_text()[-1500:]}" for each in sorted(self.folder.glob("*.err")))


def _wait(until: Callable[[], object], process: subprocess.Popen[str], cluster: _Cluster) -> None:
    for _ in range(6000):
        if until():
            return
        assert process.poll() is None, cluster.said()
        time.sleep(0.05)
    raise AssertionError(cluster.said())


def _inbox(folder: Path) -> Path:
    truth = make_truth("甲", load_form("anhui-2023"), 4, rows=300)
    (folder / "甲").mkdir(parents=True)
    pdf.write_lists(truth, list(truth.lists), folder / "甲" / "附件.pdf")
    return folder


def test_parts_are_read_on_a_dask_cluster_and_a_worker_killed_over_one_loses_nothing(tmp_path: Path) -> None:
    inbox, cluster = _inbox(tmp_path / "in"), _Cluster(tmp_path)
    (tmp_path / "run.py").write_text(_RUN, encoding="utf-8")
    with cluster.running() as workers:
        run = cluster.begin("run", str(tmp_path / "run.py"), str(inbox), str(tmp_path / "store"))
        _wait(lambda: len(cluster.reads()) >= _BEFORE_THE_KILL and stored_pages(tmp_path / "store"), run, cluster)
        busiest = Counter(event["process"] for event in cluster.reads()).most_common(1)[0][0]
        victim = next(each for each in workers if each.pid == busiest)
        kept, begun = stored_pages(tmp_path / "store"), len(cluster.reads())
        os.killpg(victim.pid, signal.SIGKILL)
        said, _ = run.communicate(timeout=400)
        assert run.returncode == 0, cluster.said()
    coordinator, _, failed = (int(each) for each in said.split()[-3:])
    readers = {event["process"] for event in cluster.reads()}
    assert readers == {worker.pid for worker in workers}
    assert coordinator not in readers
    after = [event for event in cluster.reads()[begun:] if event["process"] != victim.pid]
    assert kept
    assert not kept & {page for event in after for page in pages_of(event)}
    assert failed == 0

    quiet, store = open_store(tmp_path / "quiet"), open_store(tmp_path / "store")
    assert ingest(inbox, quiet, workers=1).pages > 2 * reading.PAGES_A_PART
    assert stored_pages(store.folder) == stored_pages(quiet.folder)
    assert exported(store) == exported(quiet)
    assert list(verify_store(store)) == []


def test_an_engine_that_is_not_there_is_said_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HESHU_TASK_RUNNER", "别的")
    with pytest.raises(UsageError, match="threads 或 dask"):
        task_runner()
    monkeypatch.setitem(sys.modules, "prefect_dask.task_runners", None)
    monkeypatch.setenv("HESHU_TASK_RUNNER", "dask")
    with pytest.raises(EngineMissingError, match="可选组件 dask"):
        task_runner()
