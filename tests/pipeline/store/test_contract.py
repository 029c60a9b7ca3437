"""What the store promises, held on SQLite and on PostgreSQL alike."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from pipeline.document import Frame, Page, Paragraph, Piece, Source, Text
from pipeline.records import FieldValue, FileEntry, Finding, ListRecord, Record, Row
from pipeline.store import Store, open_store
from pipeline.store.opening import open_store_at
from pipeline.store.store import Reading

_SHA = "ab" * 32


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def address(request: pytest.FixtureRequest) -> str:
    return "" if request.param == "sqlite" else str(request.getfixturevalue("postgres").new_database())


@pytest.fixture
def store(address: str, tmp_path: Path) -> Iterator[Store]:
    opened = open_store_at(tmp_path / "store", address)
    yield opened
    opened.engine.dispose()


def _page(number: int, words: str = "内容") -> Page:
    said = Text((Piece(f"第{number}页的{words}", number, None),))
    return Page(number, (Paragraph(said),), 595, 842, Frame.upright(595, 842))


def _record(name: str = "甲", rows: int = 3) -> Record:
    source = Source(_SHA, 1, (0.1, 0.2, 0.3, 0.4))
    made = tuple(Row({"serial": str(n), "name": f"设备{n}"}, source, "加工设备") for n in range(1, rows + 1))
    field = FieldValue("devices.total", "设备数量", 3, "3", "filled", 0.95, "台", (source,))
    files = (FileEntry("申报书.pdf", _SHA, "application/pdf", 10, 3),)
    return Record(name, "made-up", files, (field,), (ListRecord("devices", made), ListRecord("staff", made[:2])))


def test_a_record_comes_back_as_it_went_in(store: Store) -> None:
    record = _record(rows=4500)
    store.receive("甲", record.files, "k")
    store.keep_record(record, "k", b"signature")
    back = store.record("甲")
    assert back is not None
    assert back.fields == record.fields
    assert [[dict(row.cells) for row in each.rows] for each in back.lists] == [
        [dict(row.cells) for row in each.rows] for each in record.lists
    ]
    store.keep_record(_record(rows=4), "k2", b"")
    fresh = store.record("甲")
    assert fresh is not None
    assert [len(each.rows) for each in fresh.lists] == [4, 2]
    assert store.row_counts("甲") == [("devices", 4, 4), ("staff", 2, 2)]
    bare = store.bare_record("甲")
    assert bare is not None
    assert [len(each.rows) for each in bare.lists] == [0, 0]


def test_submissions_come_in_one_order_on_every_database(store: Store) -> None:
    names = ["重庆", "北京", "安徽", "b", "B", "a", "10", "9", "（括号）"]
    for name in names:
        store.receive(name, (), "k")
    assert [each.name for each in store.standings()] == sorted(names)


def test_pages_are_kept_once_and_the_first_reading_stays(store: Store) -> None:
    store.keep_pages(_SHA, "v1", [_page(1), _page(2)])
    store.keep_pages(_SHA, "v1", [_page(2, "别的"), _page(3)])
    store.end_reading(_SHA, "v1", Reading(3, "read", ""))
    assert store.pages_read(_SHA, "v1") == {1, 2, 3}
    assert list(store.pages(_SHA, "v1")) == [_page(1), _page(2), _page(3)]
    assert store.page_counts() == {(_SHA, "v1"): 3}
    assert store.pages_kept(_SHA, "v2") == 0


def test_a_reading_that_is_forgotten_keeps_its_pages(store: Store) -> None:
    store.receive("甲", (FileEntry("书.pdf", _SHA, "application/pdf"),), "k")
    store.keep_pages(_SHA, "v1", [_page(1)])
    store.end_reading(_SHA, "v1", Reading(1, "timeout", "第2页读取超时"))
    assert [file.outcome for file in store.files("甲")] == ["timeout"]
    store.forget_reading(_SHA, "v1")
    assert store.reading(_SHA, "v1") is None
    assert store.pages_read(_SHA, "v1") == {1}
    store.end_reading(_SHA, "v1", Reading(2, "read", ""))
    store.end_reading(_SHA, "v1", Reading(2, "read", ""))
    assert store.reading(_SHA, "v1") == Reading(2, "read", "")


def test_a_decision_survives_a_new_check(store: Store) -> None:
    phone = Finding("HC1", "bad-phone", "medium", "号码不正确", ("contact.phone",))
    email = Finding("HC2", "bad-email", "high", "邮箱不正确", ("contact.email",))
    other = Finding("HC7", "shared-ids", "high", "编号相同", ("devices",))
    store.receive("甲", (), "k")
    store.keep_findings("甲", "own", (phone, email), "c1")
    store.keep_findings("甲", "across", (other,), "")
    assert store.severities("甲") == {"medium": 1, "high": 2}
    store.decide("甲", phone.identity, "dismissed", "已电话\x00核实", "虚构员")
    store.keep_findings("甲", "own", (phone,), "c2")
    assert [(each.slug, each.status) for each in store.findings("甲")] == [
        ("bad-phone", "dismissed"),
        ("shared-ids", "open"),
    ]
    assert store.severities("甲") == {"high": 1}
    assert store.across("甲") == 1
    with pytest.raises(KeyError):
        store.decide("甲", "none", "confirmed", "", "虚构员")


def test_words_of_any_length_and_kind_are_kept(store: Store) -> None:
    long = "很长的文件夹名/" * 300 + "书.pdf"
    big = FileEntry(long, _SHA, "application/pdf", 5_000_000_000)
    store.receive("甲", (big,), "k")
    assert store.files("甲") == (replace(big, pages=None),)
    store.keep_correction("甲", "contact.name", "张\x00三", "审核员" * 100)
    assert store.corrections("甲") == {"contact.name": ("张\ufffd三", "审核员" * 100)}
    assert store.broken_event() is None


def test_the_audit_log_shows_what_was_changed_or_taken_out(store: Store) -> None:
    for n in range(5):
        store.receive(f"申报{n}", (), "k")
    assert store.broken_event() is None
    with store.engine.begin() as connection:
        changed = connection.execute(text("select id from events order by id limit 1 offset 2")).scalar_one()
        connection.execute(text("update events set what = '别的' where id = :id"), {"id": changed})
    assert store.broken_event() == changed
    with store.engine.begin() as connection:
        connection.execute(text("delete from events where id = :id"), {"id": changed})
    broken = store.broken_event()
    assert broken is not None
    assert broken > changed


def _write_much(folder: str, address: str, who: int) -> None:
    store = open_store_at(Path(folder), address)
    for n in range(12):
        store.keep_pages(_SHA, "v1", [_page(number) for number in range(n, n + 4)])
        store.receive(f"申报{n}", (FileEntry("书.pdf", _SHA, "application/pdf"),), f"k{who}")
        store.keep_record(_record(f"申报{n}", 20), "k", b"")
        store.keep_findings(f"申报{n}", "own", (Finding("HC1", "x", "low", "甲", ("k",)),), "c")
        store.end_reading(_SHA, "v1", Reading(15, "read", ""))


def test_several_processes_write_at_once(address: str, tmp_path: Path) -> None:
    spawn = multiprocessing.get_context("spawn")
    given = [(str(tmp_path / "store"), address, who) for who in range(3)]
    workers = [spawn.Process(target=_write_much, args=each) for each in given]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(120)
    assert [worker.exitcode for worker in workers] == [0, 0, 0]
    store = open_store_at(tmp_path / "store", address)
    assert store.broken_event() is None
    assert store.page_counts() == {(_SHA, "v1"): 15}
    assert [store.row_counts(f"申报{n}") for n in range(12)] == [[("devices", 20, 20), ("staff", 2, 2)]] * 12
    assert len(store.history()) == 3 * 12 * 2
    store.engine.dispose()


@pytest.mark.postgres
def test_a_server_that_is_gone_is_said_in_words_and_is_found_again(postgres: object, tmp_path: Path) -> None:
    from pipeline.problems import StoreUnavailableError
    from tests.postgres_server import PostgresServer

    assert isinstance(postgres, PostgresServer)
    store = open_store_at(tmp_path / "store", postgres.new_database())
    store.receive("甲", (), "k")
    postgres.stop()
    try:
        with pytest.raises(StoreUnavailableError, match="数据库暂时无法访问"):
            store.receive("乙", (), "k")
        with pytest.raises(StoreUnavailableError):
            open_store_at(tmp_path / "other", postgres.address("none").replace("://", "+psycopg://"))
    finally:
        postgres.start()
    store.receive("乙", (), "k")
    assert [each.name for each in store.standings()] == sorted(["甲", "乙"])
    store.engine.dispose()


def test_a_database_without_its_driver_is_said_in_words(tmp_path: Path) -> None:
    from pipeline.problems import EngineMissingError

    with pytest.raises(EngineMissingError, match="缺少数据库驱动"):
        open_store_at(tmp_path, "mysql+pymysql://127.0.0.1/none")


def test_a_local_store_that_is_locked_for_too_long_is_said_in_words(tmp_path: Path) -> None:
    from pipeline.problems import StoreUnavailableError

    store, other = open_store(tmp_path / "store"), open_store(tmp_path / "store")
    with store.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout=1")
    with other.engine.connect() as holder:
        holder.exec_driver_sql("COMMIT")
        holder.exec_driver_sql("BEGIN IMMEDIATE")
        with pytest.raises(StoreUnavailableError):
            store.receive("甲", (), "k")
        holder.exec_driver_sql("ROLLBACK")
    store.receive("甲", (), "k")
