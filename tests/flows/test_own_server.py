"""The Prefect server that a run starts for itself: there when it is needed, and gone with the run."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from flows import server
from pipeline.problems import EngineMissingError

_START = """
import sys, time
from pathlib import Path
from flows.settings import set_up
own = set_up(Path(sys.argv[1]))
own.ready()
print(own.url, own._process.pid, flush=True)
time.sleep(600)
"""


def test_it_answers_and_is_gone_with_a_run_that_is_killed(tmp_path: Path) -> None:
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(Path(server.__file__).parents[1])}
    command = [sys.executable, "-c", _START, str(tmp_path)]
    with subprocess.Popen(command, env=environment, cwd=tmp_path, stdout=subprocess.PIPE, text=True) as run:
        assert run.stdout is not None
        url, child = run.stdout.readline().split()
        try:
            with urllib.request.urlopen(f"{url}/health", timeout=60) as answer:
                assert answer.read() == b"true"
            assert (tmp_path / "prefect" / "prefect.db").exists()
        finally:
            run.send_signal(signal.SIGKILL)
    assert _gone(int(child))


def _gone(process: int) -> bool:
    for _ in range(200):
        try:
            if Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z":
                return True
        except FileNotFoundError:
            return True
        time.sleep(0.05)
    return False


def test_one_that_does_not_start_is_said_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    own = server.OwnServer()
    try:
        with pytest.raises(EngineMissingError, match="--no-prefect"):
            own.ready()
    finally:
        own.stop()
