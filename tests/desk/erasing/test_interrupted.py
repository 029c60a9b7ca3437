"""Crashes, deliveries and reviewers in the middle of a clearing."""

from __future__ import annotations

import pytest

from flows import erasing
from flows.spool import spool_in
from flows.verifying import verify_store
from flows.versions import delivery_key
from pipeline.problems import UsageError
from pipeline.store import FolderBlobs, Store
from pipeline.store.erasing import Erasure, Erasures
from pipeline.store.people import People
from tests.desk.conftest import FIRST, SECOND
from tests.desk.erasing.traces import PHONE, holding


def test_a_file_that_is_delivered_again_meanwhile_stays(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """The database is cleared, its bytes are still to go: somebody hands in the same file for another submission."""
    again = store.files(FIRST)[0]
    there = store.files(SECOND)
    clear = Erasures.clear

    def delivered(erasures: Erasures, name: str) -> Erasure:
        begun = clear(erasures, name)
        assert again.sha256 in begun.files
        entries = [*there, again]
        store.receive(SECOND, entries, delivery_key(entries))
        return begun

    monkeypatch.setattr(Erasures, "clear", delivered)
    erasing.begin(store, [FIRST], "虚构乙（two）")
    erasing.finish(store)
    assert store.blobs.has(again.sha256)


@pytest.mark.parametrize("where", ["index_of", "crosscheck_store", "reindex", "blobs", "sweep", "end"])
def test_a_crash_in_the_middle_is_gone_on_with(store: Store, where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    owner, name = {
        "blobs": (FolderBlobs, "remove"), "sweep": (Erasures, "sweep"), "end": (Erasures, "end"),
    }.get(where, (erasing, where))  # fmt: skip

    def dies(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    erasing.begin(store, [FIRST], "虚构乙（two）")
    with monkeypatch.context() as broken:
        broken.setattr(owner, name, dies)
        with pytest.raises(KeyboardInterrupt):
            erasing.finish(store)
    assert [each.submission for each in Erasures(store.engine).pending()] == [FIRST]
    erasing.finish(store)
    assert Erasures(store.engine).pending() == []
    assert holding(store.folder, PHONE) == set()
    assert list(verify_store(store)) == []
    assert store.history(FIRST)[-1].what == "已清除全部材料和数据"


def test_what_is_said_while_it_is_being_cleared_goes_too(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """A reviewer's page was open meanwhile."""
    sweep = Erasures.sweep

    def noted(erasures: Erasures) -> None:
        People(store.engine).note("虚构甲（one）", f"电话 {PHONE}", FIRST)
        sweep(erasures)

    monkeypatch.setattr(Erasures, "sweep", noted)
    erasing.begin(store, [FIRST], "虚构乙（two）")
    erasing.finish(store)
    assert not any(PHONE in each.what for each in store.history(FIRST))
    assert store.broken_event() is None


def test_nothing_is_cleared_while_something_is_read(store: Store) -> None:
    with spool_in(store.folder), pytest.raises(UsageError, match="正在读取"):
        erasing.begin(store, [FIRST], "虚构乙（two）")
    assert Erasures(store.engine).pending() == []
    erasing.begin(store, [FIRST], "虚构乙（two）")
    with spool_in(store.folder), pytest.raises(UsageError, match="正在读取"):
        erasing.finish(store)
    assert store.record(FIRST) is not None
