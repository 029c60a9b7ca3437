"""The Prefect server that a run starts for itself: there when it is needed, and gone with the run."""

from __future__ import annotations

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.request
from contextlib import closing
from importlib.metadata import version
from pathlib import Path
from types import SimpleNamespace

import pytest

from flows import server, server_database
from flows.maker import sheets
from flows.maker.truth import make_truth
from pipeline.problems import EngineMissingError
from pipeline.records.load import load_form

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
    environment["XDG_CACHE_HOME"] = str(tmp_path / "cache")
    _starts_and_goes(tmp_path / "first", environment)
    assert list((tmp_path / "cache" / "heshu").iterdir()) == [_kept(tmp_path)]
    made = _kept(tmp_path).stat().st_mtime_ns
    _starts_and_goes(tmp_path / "second", environment)
    assert _kept(tmp_path).stat().st_mtime_ns == made
    tables = [_tables(each) for each in (_kept(tmp_path), *(tmp_path / n / "prefect" / "prefect.db" for n in _STORES))]
    assert len(tables[0]) > 50
    assert tables[0] == tables[1] == tables[2]


_STORES = ("first", "second")


def _kept(folder: Path) -> Path:
    return folder / "cache" / "heshu" / f"prefect-{version('prefect')}.db"


def _tables(database: Path) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(database)) as opened:
        found: list[tuple[str, str]] = opened.execute("select name, sql from sqlite_master order by name").fetchall()
    return found


def _starts_and_goes(store: Path, environment: dict[str, str]) -> None:
    store.mkdir()
    command = [sys.executable, "-c", _START, str(store)]
    with subprocess.Popen(command, env=environment, cwd=store, stdout=subprocess.PIPE, text=True) as run:
        assert run.stdout is not None
        url, child = run.stdout.readline().split()
        try:
            with urllib.request.urlopen(f"{url}/health", timeout=60) as answer:
                assert answer.read() == b"true"
            assert (store / "prefect" / "prefect.db").exists()
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


def test_one_that_is_lost_is_told_of_and_started_again_where_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PREFECT_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "home").mkdir()
    lost, own = threading.Event(), server.OwnServer()
    try:
        own.ready()
        own.when_lost(lost.set)
        own.revive()
        assert not own.has_ended
        where = own.url
        os.kill(own._process.pid, signal.SIGKILL)
        assert lost.wait(60)
        own.revive()
        own.ready()
        assert own.url == where
        with urllib.request.urlopen(f"{where}/health", timeout=60) as answer:
            assert answer.read() == b"true"
        lost.clear()
        own.when_lost(lost.set)
    finally:
        own.stop()
    assert not lost.is_set()


def test_one_whose_run_was_killed_before_it_looked_round_ends_at_once() -> None:
    with subprocess.Popen(["sleep", "600"]) as another, socket.create_server(("127.0.0.1", 0)) as mine:
        root, descriptor = Path(server.__file__).parents[1], mine.fileno()
        command = [sys.executable, "-m", "flows.server", str(descriptor), str(another.pid)]
        with subprocess.Popen(command, cwd=root, pass_fds=[descriptor]) as orphan:
            try:
                assert orphan.wait(120) == 1
            finally:
                orphan.kill()
                another.kill()


def test_a_configured_server_that_does_not_answer_is_said_in_words(tmp_path: Path) -> None:
    truth = make_truth("甲", load_form("anhui-2023"), 1, rows=2)
    (tmp_path / "in" / "甲").mkdir(parents=True)
    sheets.write_lists(truth, list(truth.lists), tmp_path / "in" / "甲" / "附件.xlsx")
    root = Path(server.__file__).parents[1]
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(root), "PREFECT_HOME": str(tmp_path / "home")}
    environment |= {"PREFECT_API_URL": "http://127.0.0.1:9/api", "PREFECT_CLIENT_MAX_RETRIES": "0"}
    command = [sys.executable, "-c", "from desk.cli import main; main()", "ingest", str(tmp_path / "in")]
    ended = subprocess.run(
        [*command, "--store", str(tmp_path / "store")], env=environment, cwd=tmp_path, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert ended.returncode == EngineMissingError.exit, ended.stderr[-2000:]
    assert "Prefect 服务没有应答；服务恢复后再次运行同一命令即可接着处理" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_server_of_a_version_that_nobody_looked_at_runs_as_prefect_made_it() -> None:
    """The second half fails where the lock goes beyond the versions that are known: look, then say so."""
    app = SimpleNamespace(router=SimpleNamespace(lifespan_context="as Prefect made it"))
    server.relieve(app, "3.99.0")
    assert app.router.lifespan_context == "as Prefect made it"
    server.relieve(app, version("prefect"))
    assert app.router.lifespan_context is server._life


def test_a_damaged_database_that_was_kept_is_made_anew_and_none_is_gone_over(tmp_path: Path) -> None:
    kept, store, migrated = tmp_path / "cache" / "kept.db", tmp_path / "store.db", tmp_path / "migrated.db"
    assert not server_database.begin(store, kept)
    with closing(sqlite3.connect(migrated)) as opened:
        opened.executescript("create table alembic_version (version_num); insert into alembic_version values ('7')")
    server_database.keep(migrated, kept)
    for damage in (kept.read_bytes()[:5000], b"", b"no database" * 1000):
        sound = kept.read_bytes()
        kept.write_bytes(damage)
        assert not server_database.begin(store, kept)
        assert not kept.exists()
        assert not store.exists()
        kept.write_bytes(sound)
    assert server_database.begin(store, kept)
    assert _tables(store) == _tables(migrated)
    store.write_bytes(b"a run's own")
    assert not server_database.begin(store, kept)
    assert store.read_bytes() == b"a run's own"
    assert sorted(each.name for each in tmp_path.rglob("*.part")) == []


def test_a_cache_that_cannot_be_written_costs_nothing_but_time(tmp_path: Path) -> None:
    (tmp_path / "cache").write_bytes(b"a file")
    with closing(sqlite3.connect(tmp_path / "migrated.db")) as opened:
        opened.execute("create table alembic_version (version_num)")
    server_database.keep(tmp_path / "migrated.db", tmp_path / "cache" / "kept.db")
    assert not server_database.begin(tmp_path / "store.db", tmp_path / "cache" / "kept.db")
