"""Kill -9 at any moment: nothing is lost, nothing is read twice, and the records are those of a quiet run."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from flows.maker import sheets
from flows.maker.truth import make_truth
from pipeline.records.load import load_form
from tests.flows.killing import Runner, kill_at_random, mixed_batch, stored_pages, what_is_wrong

_KILLS = 6
_ALL_RECEIVED = 4
"""Lines of the log of a first run over the batch, before the first of reading."""


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a mixed batch (``in``) and its store after a run that nothing disturbed (``quiet``)."""
    folder = tmp_path_factory.mktemp("undisturbed")
    mixed_batch(folder / "in")
    assert Runner(folder / "in", folder / "quiet", folder).go()
    return folder


def test_runs_killed_at_random_moments_come_to_what_an_undisturbed_one_does(undisturbed: Path, tmp_path: Path) -> None:
    runner = Runner(undisturbed / "in", tmp_path / "store", undisturbed)
    wrong = [what_is_wrong(store, undisturbed / "quiet") for store in kill_at_random(runner, _KILLS, seed=7)]
    assert sum(runner.kills.by_victim.values()) == _KILLS
    assert runner.kills.read_twice == []
    assert runner.kills.orphans == 0
    assert wrong == [[]] * len(wrong)


def test_a_run_through_prefect_ends_in_words_when_its_server_is_killed_and_the_next_goes_on(
    undisturbed: Path, tmp_path: Path
) -> None:
    runner = Runner(undisturbed / "in", tmp_path / "store", undisturbed, flow=True)
    assert not runner.go("server", after=_ALL_RECEIVED + 2)
    assert "EngineMissingError: 所配置的引擎不可用：Prefect 服务中途退出" in runner.said()
    assert runner.go()
    assert runner.kills.by_victim == {"server": 1}
    assert runner.kills.read_twice == []
    assert runner.kills.orphans == 0
    assert what_is_wrong(tmp_path / "store", undisturbed / "quiet") == []
    _prefect_shows_the_last_of(tmp_path / "store")


def _prefect_shows_the_last_of(store: Path) -> None:
    """What can be looked at afterwards, although the server that kept it was spared most of what Prefect's does."""
    with closing(sqlite3.connect(store / "prefect" / "prefect.db")) as opened:
        runs = dict(opened.execute("select name, state_type from flow_run"))
        tasks = {name for (name,) in opened.execute("select name from task_run where state_type = 'COMPLETED'")}
        left = dict(opened.execute("select key, data from artifact"))
    assert runs.keys() & {"甲", "乙", "丙"}
    assert "COMPLETED" in runs.values()  # the batch at the least: all may have been read before the server was missed
    assert any(each.startswith("比对与索引") for each in tasks)
    submissions = json.loads(json.loads(left["heshu-batch"]))
    assert {each["申报件"].split("]")[0] for each in submissions} == {"[甲", "[乙", "[丙"}
    assert all("/submissions/" in each["申报件"] and "严重" in each for each in submissions)
    assert [each["文件"] for each in json.loads(json.loads(left["heshu-failures"]))] == ["断.docx"]
    assert "heshu-desk" in left


def test_what_is_read_twice_is_counted_and_what_changed_readers_read_anew_is_not(tmp_path: Path) -> None:
    truth = make_truth("甲", load_form("anhui-2023"), 1, rows=3)
    (tmp_path / "in" / "甲").mkdir(parents=True)
    sheets.write_lists(truth, list(truth.lists), tmp_path / "in" / "甲" / "附件.xlsx")
    runner = Runner(tmp_path / "in", tmp_path / "store", tmp_path)
    assert runner.go()
    first = stored_pages(tmp_path / "store")
    with (runner.code / "extractors" / "layout" / "__init__.py").open("a", encoding="utf-8") as reader:
        reader.write("# changed while the batch waits to be gone on with\n")
    assert runner.go()
    both = stored_pages(tmp_path / "store")
    assert {page[1:] for page in both} > {page[1:] for page in first}
    assert len(both) == 2 * len(first)
    assert runner.kills.pages == 2
    assert runner.kills.read_twice == []

    with closing(sqlite3.connect(tmp_path / "store" / "heshu.db")) as opened, opened:
        opened.execute("delete from readings")
    assert runner.go()
    assert runner.kills.pages == 3
    assert runner.kills.read_twice == [("附件.xlsx", 1)]
