"""The embedded index's directory: what is damaged is named, what is debris is swept, who writes writes alone."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.ports import Entry
from search import open_index
from search.lock import locked
from search.problems import IndexBusyError, IndexDamagedError

MakeEntry = Callable[..., Entry]
ROOT = Path(__file__).parents[2]


def _directories(store: Path) -> list[Path]:
    return list((store / "index").glob("v*-*"))


def test_a_rebuild_leaves_one_index(tmp_path: Path, make_entry: MakeEntry) -> None:
    index = open_index(tmp_path)
    for _ in range(3):
        index.rebuild([("甲", [make_entry("甲", "数控车床")])])
    assert len(_directories(tmp_path)) == 1


def test_an_index_of_another_version_is_named_and_rebuilt(tmp_path: Path, make_entry: MakeEntry) -> None:
    index = open_index(tmp_path)
    index.replace("甲", [make_entry("甲", "数控车床")])
    (tmp_path / "index" / "current").write_text("v0-old")
    with pytest.raises(IndexDamagedError):
        open_index(tmp_path).search("车床")
    index.rebuild([("甲", [make_entry("甲", "数控车床")])])
    assert open_index(tmp_path).search("车床").total == 1


def test_damaged_files_are_named_and_rebuilt(tmp_path: Path, make_entry: MakeEntry) -> None:
    open_index(tmp_path).replace("甲", [make_entry("甲", "数控车床")])
    (_directories(tmp_path)[0] / "meta.json").write_text("{broken")
    with pytest.raises(IndexDamagedError) as caught:
        open_index(tmp_path).search("车床")
    assert "heshu reindex" in caught.value.advice
    open_index(tmp_path).rebuild([("甲", [make_entry("甲", "数控车床")])])
    assert open_index(tmp_path).search("车床").total == 1


def test_a_killed_writer_leaves_the_old_and_no_lock(tmp_path: Path, make_entry: MakeEntry) -> None:
    open_index(tmp_path).replace("甲", [make_entry("甲", "数控车床", 1)])
    script = f"""
import time
from pathlib import Path
from search import open_index
from pipeline.ports import Entry
def slow():
    yield Entry("2", "甲", "row", "注塑机")
    print("writing", flush=True)
    time.sleep(60)
open_index(Path({str(tmp_path)!r})).replace("甲", slow())
"""
    with subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == b"writing\n"
        assert open_index(tmp_path).search("车床").total == 1
        writer.kill()
    assert [hit.entry.text for hit in open_index(tmp_path).search("*").hits] == ["数控车床"]
    open_index(tmp_path).replace("甲", [make_entry("甲", "加工中心", 3)])
    assert [hit.entry.text for hit in open_index(tmp_path).search("*").hits] == ["加工中心"]


def test_a_second_writer_gives_up_in_the_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search.lock.WAIT_SECONDS", 0.1)
    with locked(tmp_path), pytest.raises(IndexBusyError), locked(tmp_path):
        pass
    with locked(tmp_path):  # it is free again
        pass
