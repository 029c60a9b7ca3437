"""The flows on a real Prefect server with two workers and PostgreSQL: what is deployed by ``prefect.yaml``."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from flows.ingest import ingest
from flows.maker import sheets
from flows.maker.truth import make_truth
from flows.verifying import verify_store
from pipeline.records.load import load_form
from pipeline.store import open_store, open_store_at
from tests.flows.killing import exported
from tests.postgres_server import PostgresServer

_ROOT = Path(__file__).resolve().parents[2]
_RUN = """
import sys
from prefect.deployments import run_deployment
given = {"folder": sys.argv[1], "store_folder": sys.argv[2]}
run = run_deployment("heshu-batch/heshu", parameters=given, timeout=400, poll_interval=1)
print(run.state.type.value, run.state.message)
"""


@dataclass(frozen=True, slots=True)
class _Server:
    """A Prefect server and the environment in which everything here runs."""

    url: str
    environment: dict[str, str]
    folder: Path

    def ask(self, path: str, **body: Any) -> Any:
        """The server's answer to a question."""
        request = urllib.request.Request(
            f"{self.url}/{path}", json.dumps(body).encode(), {"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)

    def call(self, *arguments: str) -> str:
        """A program of this environment, to its end."""
        done = subprocess.run(
            [sys.executable, *arguments], cwd=_ROOT, env=self.environment, capture_output=True, text=True,
            timeout=500, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr[-3000:]
        return done.stdout

    @contextmanager
    def running(self, name: str, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
        """A program of this environment, ended with the block, its children too."""
        with (self.folder / f"{name}.log").open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, *arguments], cwd=_ROOT, env=self.environment, stdout=log, stderr=log,
                start_new_session=True,
            )  # fmt: skip
        try:
            yield process
        finally:
            with ExitStack() as ended:
                ended.callback(process.wait)
                os.killpg(process.pid, signal.SIGKILL)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture
def server(postgres: PostgresServer, tmp_path: Path) -> Iterator[_Server]:
    port = _free_port()
    environment = {
        "PATH": os.environ["PATH"], "PYTHONPATH": str(_ROOT), "HESHU_HOME": str(_ROOT), "HESHU_WORKERS": "1",
        "PREFECT_HOME": str(tmp_path / "prefect"), "PREFECT_API_URL": f"http://127.0.0.1:{port}/api",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false", "DO_NOT_TRACK": "1", "PREFECT_CLI_PROMPT": "false",
        "PREFECT_WORKER_QUERY_SECONDS": "1", "HESHU_LOG_FILE": str(tmp_path / "log.jsonl"),
        "HESHU_DATABASE_URL": postgres.new_database(), "HESHU_SUBMISSION_DEPLOYMENT": "heshu-submission/heshu",
    }  # fmt: skip
    made = _Server(environment["PREFECT_API_URL"], environment, tmp_path)
    with made.running("server", "-m", "prefect", "server", "start", "--port", str(port), "--no-ui") as process:
        for _ in range(1200):
            assert process.poll() is None, (tmp_path / "server.log").read_text(errors="replace")[-3000:]
            try:
                urllib.request.urlopen(f"{made.url}/health", timeout=5).close()
                break
            except OSError:
                time.sleep(0.1)
        made.ask("work_pools/", name="heshu", type="process")
        yield made


def _inbox(folder: Path) -> None:
    for seed, name in enumerate(("甲", "乙")):
        truth = make_truth(name, load_form("anhui-2023"), seed, rows=5)
        (folder / name).mkdir(parents=True)
        sheets.write_lists(truth, list(truth.lists), folder / name / "附件.xlsx")
    (folder / "乙" / "空.pdf").write_bytes(b"")


def _hand_in(server: _Server, folder: Path) -> dict[str, Any]:
    """One more submission, as the desk has it read: what it was told last."""
    truth = make_truth("丙", load_form("anhui-2023"), 2, rows=5)
    (folder / "handed in" / "丙").mkdir(parents=True)
    sheets.write_lists(truth, list(truth.lists), folder / "handed in" / "丙" / "附件.xlsx")
    said = server.call("-m", "desk.office.reading", str(folder / "handed in"), str(folder / "store"))
    told: dict[str, Any] = json.loads(said.splitlines()[-1])
    return told


@pytest.mark.postgres
def test_two_workers_bring_in_a_folder_through_a_server(server: _Server, tmp_path: Path) -> None:
    _inbox(tmp_path / "in")
    server.call("-m", "prefect", "deploy", "--all")
    with ExitStack() as workers:
        for n in (1, 2):
            start = ("-m", "prefect", "worker", "start", "--pool", "heshu", "--name", f"工人{n}", "--limit", "2")
            workers.enter_context(server.running(f"worker{n}", *start))
        said = server.call("-c", _RUN, str(tmp_path / "in"), str(tmp_path / "store"))
        handed_in = _hand_in(server, tmp_path)
    assert said.startswith("COMPLETED"), (tmp_path / "worker1.log").read_text(errors="replace")[-3000:]

    plain = open_store(tmp_path / "plain")
    for folder in ("in", "handed in"):
        ingest(tmp_path / folder, plain, workers=1)
    store = open_store_at(tmp_path / "store", server.environment["HESHU_DATABASE_URL"])
    assert exported(store) == exported(plain)
    assert list(verify_store(store)) == []
    store.engine.dispose()

    runs = server.ask("flow_runs/filter", flow_runs={"deployment_id": {"is_null_": False}})
    assert sorted(run["name"] for run in runs if "name" in run["parameters"]) == sorted(["甲", "乙", "丙"])
    assert {run["state_type"] for run in runs} == {"COMPLETED"}
    assert (handed_in["state"], handed_in["read"]) == ("done", ["丙"])
    mine = server.ask("flow_runs/filter", flows={"name": {"any_": ["heshu-batch"]}})
    tables = {
        each["key"]: each["data"]
        for each in server.ask("artifacts/filter")
        if each["flow_run_id"] in {run["id"] for run in mine}
    }
    assert len(json.loads(tables["heshu-batch"])) == 2
    assert [row["文件"] for row in json.loads(tables["heshu-failures"])] == ["空.pdf"]
    events = [json.loads(line) for line in (tmp_path / "log.jsonl").read_text(encoding="utf-8").splitlines()]
    done = [event for event in events if event["event"] == "submission done"]
    assert {event["submission"] for event in done} == {"甲", "乙", "丙"}
    assert len({event["process"] for event in done}) == 3
