"""A stage that hangs or dies costs itself: it is said, the batch goes on, and the next run makes up for it."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from flows import pool
from flows.indexing import index_of
from flows.ingest import Report, ingest
from flows.maker import sheets
from flows.maker.truth import make_truth
from flows.place import opened
from flows.retrying import retry
from flows.verifying import verify_store
from pipeline.problems import ReaderCrashedError, StoreFullError, StoreUnavailableError
from pipeline.records.load import load_form
from pipeline.store import Store, open_store
from tests.flows import one_bad_page, troubled


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    truth = make_truth("甲", load_form("anhui-2023"), 3, rows=4)
    (tmp_path / "in" / "甲").mkdir(parents=True)
    sheets.write_lists(truth, list(truth.lists), tmp_path / "in" / "甲" / "附件.xlsx")
    return tmp_path / "in"


def _with(trouble: str, inbox: Path, store: Store, **limits: float) -> Report:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TROUBLE", trouble)
        patch.setattr(pool, "child", troubled)
        for name, seconds in limits.items():
            patch.setattr(pool, name, seconds)
        return ingest(inbox, store, workers=1)


def test_an_extraction_that_hangs_is_ended_and_done_by_the_next_run(inbox: Path, tmp_path: Path) -> None:
    store = open_store(tmp_path / "store")
    hung = _with(troubled.HANGS, inbox, store, _EXTRACTION_SECONDS=3.0)
    assert hung.failed == [("甲", "提取与核查超时，已中止")]
    assert hung.pages > 0
    again = ingest(inbox, store, workers=1)
    assert (again.submissions, again.failed, again.pages) == (["甲"], [], 0)
    assert list(verify_store(store)) == []


def test_a_comparison_that_dies_is_tried_again_then_said_and_made_up_for(inbox: Path, tmp_path: Path) -> None:
    store = open_store(tmp_path / "store")
    dead = _with(troubled.DIES, inbox, store)
    assert dead.failed == [("跨申报比对", "跨申报比对的进程异常退出")]
    assert dead.submissions == store.uncompared() == ["甲"]
    assert index_of(store).search("设备").total > 0
    (store.folder / "died").unlink()
    assert _with(troubled.DIES_ONCE, inbox, store).failed == []
    assert store.uncompared() == []


def test_a_task_is_tried_again_with_growing_pauses_for_what_may_heal_and_for_nothing_else() -> None:
    from prefect.states import Failed

    from flows import schedule

    faults = (StoreUnavailableError(), StoreFullError(), ReaderCrashedError(), ValueError("a bug"))
    for task in (schedule._receive, schedule._read, schedule._finish):
        pauses = list(task.retry_delay_seconds)
        assert len(pauses) == task.retries > 0
        assert pauses == sorted(set(pauses))
        tried: Any = task.retry_condition_fn
        assert tried is not None
        assert [tried(task, None, Failed(data=fault)) for fault in faults] == [True, False, False, False]
        with ThreadPoolExecutor(1) as aside:
            # its own thread: a browser's driver may hold a running event loop on the tests' main one
            assert aside.submit(asyncio.run, _asked_in_a_loop(tried, StoreUnavailableError())).result()


async def _asked_in_a_loop(tried: Any, fault: Exception) -> bool:
    from prefect.states import Failed

    return bool(tried(None, None, Failed(data=fault)))


def test_one_failed_file_is_read_once_more_and_no_other(inbox: Path, tmp_path: Path) -> None:
    from flows.maker import pdf

    truth = make_truth("甲", load_form("anhui-2023"), 4, rows=16)
    for name in ("一", "二"):
        pdf.write_lists(truth, list(truth.lists), inbox / "甲" / f"{name}.pdf")
        with (inbox / "甲" / f"{name}.pdf").open("ab") as file:
            file.write(f"\n% {name}".encode())
    store = open_store(tmp_path / "store")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pool, "child", one_bad_page)
        assert sorted(path for _, path, _ in ingest(inbox, store, workers=1).refused) == ["一.pdf", "二.pdf"]
    with opened(store.folder, 1) as place:
        assert retry(store, place, "甲/没有.pdf").files == 0
        retried = retry(store, place, "甲/二.pdf")
    assert (retried.files, retried.failed, retried.report.pages) == (1, (), 1)
    outcomes = {file.path: file.outcome for file in store.files("甲")}
    assert outcomes == {"一.pdf": "partly-read", "二.pdf": "read", "附件.xlsx": "read"}
