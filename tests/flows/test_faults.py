"""What goes wrong around a run: children that die or hang, a full disk, a database or an index gone for a while."""

from __future__ import annotations

import os
import random
import resource
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from extractors.limits import LIMITS
from flows import pool
from flows.indexing import index_of, pending
from flows.ingest import ingest
from flows.maker import sheets
from flows.maker.truth import make_truth
from flows.parts import FileToRead
from flows.patience import patiently
from flows.place import opened
from flows.progress import Silent
from flows.reading import read_file
from flows.slot import Slot
from flows.submission import read_parts_here
from flows.verifying import verify_store
from flows.versions import reading_version
from pipeline.problems import StoreDamagedError, StoreFullError, StoreUnavailableError
from pipeline.records.load import load_form
from pipeline.store import open_store
from pipeline.store.opening import open_store_at
from tests.flows import unruly
from tests.postgres_server import PostgresServer


def _inbox(folder: Path, files: int = 1) -> Path:
    truth = make_truth("甲", load_form("anhui-2023"), 3, rows=6)
    (folder / "甲").mkdir(parents=True)
    for n in range(files):
        sheets.write_lists(truth, list(truth.lists), folder / "甲" / f"附件{n}.xlsx")
    return folder


def test_a_page_that_kills_or_hangs_its_reader_costs_that_page_and_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HESHU_LIMIT_MEMORY_BYTES", "1000000000")
    monkeypatch.setattr(pool, "child", unruly)
    monkeypatch.setattr(pool, "LIMITS", replace(LIMITS, seconds_a_page=3))
    store = open_store(tmp_path / "store")
    file = FileToRead(store.blobs.put(b"%PDF-"), "application/pdf", "书.pdf", "甲")
    with opened(store.folder, 1) as place:
        monkeypatch.setenv("UNRULY_MARKS", str(_made(place.spool / "marks")))
        assert read_file(file, store, place, read_parts_here) == unruly.PAGES - 3
    bad = {unruly.DIES, unruly.HANGS, unruly.SWELLS}
    assert store.pages_read(file.sha256, reading_version()) == set(range(1, unruly.PAGES + 1)) - bad
    ended = store.reading(file.sha256, reading_version())
    assert ended is not None
    assert (ended.outcome, ended.pages) == ("partly-read", unruly.PAGES)
    said, reasons = ended.reason.split("：")
    assert said == f"第3、6、9页未能读出，其余 {unruly.PAGES - 3} 页已读"
    assert sorted(reasons.split("；")) == sorted(
        ["解析该文件的进程异常退出（第3页）", "读取超时，已中止（第6页）", "读取所需内存超出限制（第9页）"]
    )


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def test_a_child_killed_while_it_has_nothing_to_do_is_replaced() -> None:
    slot = Slot(_nothing)
    try:
        first = slot.run(os.getpid, (), 60)
        os.kill(first, 9)
        second = slot.run(os.getpid, (), 60)
        assert second != first
        with pytest.raises(TimeoutError):
            slot.run(_sleep, (), 0.5)
        assert slot.run(os.getpid, (), 60) != second
    finally:
        slot.close()


def _nothing() -> None:
    """A child that needs no setting up."""


def _sleep() -> None:
    threading.Event().wait(600)


def test_only_what_may_heal_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    pauses: list[float] = []
    monkeypatch.setattr("flows.patience.time.sleep", pauses.append)
    monkeypatch.setenv("HESHU_PATIENCE", "30")
    calls: list[int] = []

    def heals(times: int) -> str:
        calls.append(1)
        if len(calls) <= times:
            raise StoreUnavailableError
        return "done"

    assert patiently(heals, 3) == "done"
    assert pauses == [0.5, 1.0, 2.0]
    calls.clear()
    with pytest.raises(StoreUnavailableError):
        patiently(heals, 1000)
    assert sum(pauses[3:]) == 30
    for fault in (StoreFullError, StoreDamagedError, ValueError):
        calls.clear()

        def breaks(fault: type[Exception] = fault) -> None:
            calls.append(1)
            raise fault

        with pytest.raises(fault):
            patiently(breaks)
        assert len(calls) == 1


@contextmanager
def _files_of(most: int) -> Iterator[None]:
    """No file of this process and its children may grow beyond ``most`` bytes: writing fails as on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@contextmanager
def _small_disk(folder: Path, size: str) -> Iterator[None]:
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "none", folder], check=False)
    if mounted.returncode:
        pytest.skip("a small disk can't be mounted here; files that can't grow stand for it in the other case")
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


@pytest.mark.parametrize("how", ["files that can't grow", "a small disk"])
def test_a_full_disk_is_said_in_words_and_the_run_goes_on_when_there_is_room(how: str, tmp_path: Path) -> None:
    inbox, disk = _inbox(tmp_path / "in"), tmp_path / "disk"
    rows = (f"{n},{random.Random(n).randbytes(450).hex()}\n" for n in range(800))
    (inbox / "甲" / "大.csv").write_text("序号,名称\n" + "".join(rows), encoding="utf-8")
    if how == "a small disk":
        with _small_disk(disk, "1m"):
            _held_up_by_a_full_disk(inbox, disk / "store")
            subprocess.run(["mount", "-o", "remount,size=300m", disk], check=True)
            _goes_on(inbox, disk / "store")
    else:
        with _files_of(600_000):
            _held_up_by_a_full_disk(inbox, disk / "store")
        _goes_on(inbox, disk / "store")


def _held_up_by_a_full_disk(inbox: Path, folder: Path) -> None:
    with pytest.raises(StoreFullError, match="磁盘空间不足"):
        ingest(inbox, open_store(folder), workers=1)
    assert list(folder.rglob("*.part")) == []


def _goes_on(inbox: Path, folder: Path) -> None:
    store = open_store(folder)
    report = ingest(inbox, store, workers=1)
    assert report.failed == []
    assert report.submissions == ["甲"]
    assert list(verify_store(store)) == []
    store.engine.dispose()


class _StopsTheServer(Silent):
    """At the first page that is stored the database goes away, and comes back three seconds later."""

    def __init__(self, server: PostgresServer) -> None:
        self.server, self.back = server, threading.Thread(target=self._away)
        self.stopped = threading.Event()

    def page(self, file: str, pages: int) -> None:
        if not self.stopped.is_set():
            self.stopped.set()
            self.server.stop()
            self.back.start()

    def _away(self) -> None:
        threading.Event().wait(3)
        self.server.start()


@pytest.mark.postgres
def test_a_database_that_was_restarted_answers_at_once(postgres: PostgresServer, tmp_path: Path) -> None:
    store = open_store_at(tmp_path / "store", postgres.new_database())
    assert store.standings() == []
    postgres.stop()
    postgres.start()
    assert store.standings() == []
    store.engine.dispose()


@pytest.mark.postgres
def test_a_database_and_an_index_that_are_gone_for_a_while_lose_nothing(
    postgres: PostgresServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HESHU_SEARCH_URL", "http://127.0.0.1:9")
    store = open_store_at(tmp_path / "store", postgres.new_database())
    watch = _StopsTheServer(postgres)
    try:
        report = ingest(_inbox(tmp_path / "in", files=3), store, watch, workers=1)
    finally:
        watch.back.join(60)
    assert watch.stopped.is_set()
    assert (report.submissions, report.failed) == (["甲"], [])
    assert "检索服务器不可用" in report.not_indexed
    assert pending(store) == ("甲",)
    assert list(verify_store(store)) == []

    monkeypatch.delenv("HESHU_SEARCH_URL")
    again = ingest(tmp_path / "in", store, workers=1)
    assert (again.pages, again.submissions, again.not_indexed) == (0, [], "")
    assert pending(store) == ()
    assert index_of(store).search("设备 OR 平台").total > 0
    store.engine.dispose()
