"""What stands at the edges of a clearing: refused files, readers in the way, leap days, the number browsers watch."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime

import pytest

from flows import erasing
from flows.versions import delivery_key
from pipeline.problems import StoreUnavailableError, UsageError
from pipeline.records import FileEntry
from pipeline.store import Store, log
from pipeline.store.erasing import Erasures
from pipeline.store.people import People
from tests.desk.conftest import FIRST, SECOND
from tests.desk.erasing.traces import PHONE, holding


def test_a_file_that_was_never_kept_is_none_to_be_removed(store: Store) -> None:
    refused = FileEntry("坏.pdf", "", "", 1, None, "damaged", "已损坏")
    for name in (FIRST, SECOND):
        entries = [*store.files(name), refused] if name == FIRST else list(store.files(name))
        store.receive(name, entries, delivery_key(entries))
    held = Erasures(store.engine).holdings(FIRST)
    assert held is not None
    assert (len(held.alone), held.shared, "" in held.alone) == (2, 0, False)
    erasing.begin(store, [FIRST], "虚构乙（two）")
    (done,) = erasing.finish(store)
    assert sorted(done.files) == sorted(held.alone)


def test_a_reader_in_the_way_is_told_and_the_next_call_ends_it(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(erasing, "reindex", lambda *_, **__: None)  # the index is another matter
    erasing.begin(store, [FIRST], "虚构乙（two）")
    with closing(sqlite3.connect(store.folder / "heshu.db")) as reader:
        reader.execute("begin")
        reader.execute("select count(*) from submissions").fetchone()
        with pytest.raises(StoreUnavailableError, match="稍后重新运行"):
            erasing.finish(store)
        assert [each.submission for each in Erasures(store.engine).pending()] == [FIRST]
    monkeypatch.undo()
    assert [each.submission for each in erasing.finish(store)] == [FIRST]
    assert holding(store.folder, PHONE) == set()


def test_the_number_that_browsers_watch_grows_with_clearings_alone(store: Store) -> None:
    people, erasures = People(store.engine), Erasures(store.engine)
    assert erasures.last() == 0
    people.note("虚构甲", "看了一眼", SECOND)
    people.note("虚构甲", log.CLEARED)
    assert erasures.last() == 0
    erasing.begin(store, [FIRST], "虚构乙（two）")
    assert erasures.last() == 0
    erasing.finish(store)
    grown = erasures.last()
    people.note("虚构甲", "又看了一眼", SECOND)
    assert erasures.last() == grown > 0


def test_what_is_begun_twice_is_cleared_once(store: Store) -> None:
    for who in ("虚构乙（two）", "虚构丙（three）"):
        erasing.begin(store, [FIRST], who)
    with pytest.raises(UsageError, match="没有申报件「没有」"):
        erasing.begin(store, ["没有"], "虚构乙（two）")
    (done,) = erasing.finish(store)
    assert (done.who, done.cleared, erasing.finish(store)) == ("虚构乙（two）", True, [])
    assert [each.who for each in store.history(FIRST)][-2:] == ["虚构乙（two）"] * 2
    assert store.history(FIRST)[-1].what == log.CLEARED


def test_years_are_counted_from_the_day(store: Store) -> None:
    assert erasing.before(3, datetime(2026, 11, 21, tzinfo=UTC)) == datetime(2023, 11, 21, tzinfo=UTC)
    assert erasing.before(1, datetime(2024, 2, 29, tzinfo=UTC)) == datetime(2023, 2, 28, tzinfo=UTC)
    assert erasing.before(100).year == datetime.now(UTC).year - 100
    for years in (0, 101, -1):
        with pytest.raises(UsageError, match="1 到 100"):
            erasing.before(years)
