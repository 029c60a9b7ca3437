"""A live store is copied and put back, on SQLite and PostgreSQL; older stores come up to date with their data."""

from __future__ import annotations

import json
import multiprocessing
import zlib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData, Table, func, insert, select, text

from pipeline.document import Source
from pipeline.problems import StoreDamagedError, StoreTooNewError, UsageError
from pipeline.records import FieldValue, FileEntry, Finding, ListRecord, Record, Row
from pipeline.store import Store, backup, opening
from pipeline.store.backup import MANIFEST, back_up, restore
from pipeline.store.opening import bring_up_to_date, open_store_at
from pipeline.store.sessions import make_engine
from pipeline.store.store import Reading

_DATABASES = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]


def _address(request: pytest.FixtureRequest, kind: str) -> str:
    return "" if kind == "sqlite" else str(request.getfixturevalue("postgres").new_database())


def _fill(store: Store, submissions: int = 5) -> None:
    for n in range(submissions):
        name, sha = f"申报{n}", store.blobs.put(f"原文件{n}".encode())
        files = (FileEntry("书.pdf", sha, "application/pdf", 9), FileEntry("坏.doc", "", "", 3, None, "damaged", "坏"))
        rows = tuple(Row({"serial": str(r), "name": f"设备{r}"}, Source(sha, 1)) for r in range(120))
        fields = (FieldValue("devices.total", "设备", n, str(n), "filled", 0.9),)
        store.receive(name, files, "k")
        store.keep_packed_pages(sha, "v", [(1, zlib.compress(b"{}"))])
        store.end_reading(sha, "v", Reading(1, "read", ""))
        store.keep_record(Record(name, None, files, fields, (ListRecord("devices", rows),)), "k", b"s")
        finding = Finding("HC1", "bad-phone", "high", "号码不正确", ("contact.phone",))
        store.keep_findings(name, "own", (finding,), "c", "[]")
        store.decide(name, finding.identity, "confirmed", "核实", "虚构员")
        store.keep_correction(name, "contact.phone", "123", "虚构员")


def _said(store: Store) -> Any:
    return [
        (record, store.findings(record.name), store.corrections(record.name), store.page_counts(), store.history())
        for record in store.records()
    ]


@pytest.mark.parametrize("target", _DATABASES)
@pytest.mark.parametrize("source", _DATABASES)
def test_what_is_restored_is_what_was_backed_up(
    source: str, target: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    store = open_store_at(tmp_path / "store", _address(request, source))
    _fill(store)
    manifest = back_up(store, tmp_path / "backup")
    assert (manifest.rows["submissions"], manifest.blobs, manifest.missing) == (5, 5, ())
    back = restore(tmp_path / "backup", tmp_path / "other", _address(request, target))
    assert _said(back) == _said(store)
    assert back.broken_event() is None
    assert [back.blobs.digest(file.sha256) for file in back.files("申报3") if file.sha256] == [
        store.files("申报3")[0].sha256
    ]
    back.receive("新的", (FileEntry("书.pdf", "a" * 64, "application/pdf"),), "k")
    assert back.broken_event() is None
    for each in (store, back):
        each.engine.dispose()


def _go_on_writing(folder: str, address: str, ready: Any) -> None:
    store = open_store_at(Path(folder), address)
    for n in range(100_000):
        sha = store.blobs.put(f"新文件{n}".encode())
        store.receive(f"新申报{n:05d}", (FileEntry("书.pdf", sha, "application/pdf"),), "k")
        ready.set()


@pytest.mark.parametrize("kind", _DATABASES)
def test_a_store_in_use_is_copied_as_it_stood_at_one_moment(
    kind: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    address = _address(request, kind)
    store = open_store_at(tmp_path / "store", address)
    _fill(store, 2)
    context = multiprocessing.get_context("spawn")
    ready = context.Event()
    writer = context.Process(target=_go_on_writing, args=(str(tmp_path / "store"), address, ready))
    writer.start()
    try:
        assert ready.wait(60)
        before = len(store.standings())
        manifest = back_up(store, tmp_path / "backup")
        again = back_up(store, tmp_path / "backup")
    finally:
        writer.kill()
        writer.join()
    assert before <= manifest.rows["submissions"] < again.rows["submissions"] <= len(store.standings())
    back = restore(tmp_path / "backup", tmp_path / "other")
    assert len(back.standings()) == again.rows["submissions"]
    assert len(back.history()) == again.rows["events"]
    assert back.broken_event() is None
    assert all(
        back.blobs.has(file.sha256) for each in back.standings() for file in back.files(each.name) if file.sha256
    )
    store.engine.dispose()


def test_a_backup_that_was_changed_is_refused(tmp_path: Path) -> None:
    store = open_store_at(tmp_path / "store")
    _fill(store, 1)
    back_up(store, tmp_path / "backup")
    with (tmp_path / "backup" / "heshu.db").open("r+b") as file:
        file.seek(5000)
        file.write(b"!!!!")
    with pytest.raises(StoreDamagedError):
        restore(tmp_path / "backup", tmp_path / "other")


def test_a_backup_never_goes_over_data(tmp_path: Path) -> None:
    store = open_store_at(tmp_path / "store")
    _fill(store, 1)
    back_up(store, tmp_path / "backup")
    with pytest.raises(UsageError, match="已有数据"):
        restore(tmp_path / "backup", tmp_path / "store")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "别的.txt").write_text("别的", encoding="utf-8")
    with pytest.raises(UsageError, match="不是空文件夹"):
        back_up(store, tmp_path / "full")
    with pytest.raises(UsageError, match="不是核数的备份"):
        restore(tmp_path / "full", tmp_path / "other")


def test_a_backup_that_was_killed_is_finished_by_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = open_store_at(tmp_path / "store")
    _fill(store, 3)

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(backup, "_copy_blobs", killed)
        with pytest.raises(KeyboardInterrupt):
            back_up(store, tmp_path / "backup")
    (tmp_path / "backup" / "heshu.db.part-journal").write_bytes(b"of the one that was killed")
    with pytest.raises(UsageError, match="不是核数的备份"):
        restore(tmp_path / "backup", tmp_path / "other")
    assert back_up(store, tmp_path / "backup").blobs == 3
    assert _said(restore(tmp_path / "backup", tmp_path / "other")) == _said(store)


def test_a_backup_that_was_killed_at_its_last_step_is_finished_by_the_next(tmp_path: Path) -> None:
    store = open_store_at(tmp_path / "store")
    _fill(store, 2)
    back_up(store, tmp_path / "backup")
    (tmp_path / "backup" / MANIFEST).rename(tmp_path / "backup" / f"{MANIFEST}.part")
    assert back_up(store, tmp_path / "backup").blobs == 2
    assert _said(restore(tmp_path / "backup", tmp_path / "other")) == _said(store)
    assert sorted(each.name for each in (tmp_path / "backup").iterdir()) == ["blobs", "heshu.db", MANIFEST]


def test_a_lost_file_is_named_by_the_backup(tmp_path: Path) -> None:
    store = open_store_at(tmp_path / "store")
    _fill(store, 2)
    lost = store.files("申报1")[0].sha256
    (tmp_path / "store" / "blobs" / lost[:2] / lost).unlink()
    assert back_up(store, tmp_path / "backup").missing == (lost,)


@pytest.mark.parametrize("kind", _DATABASES)
def test_a_store_of_a_newer_version_is_refused_and_left_alone(
    kind: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    address = _address(request, kind)
    store = open_store_at(tmp_path / "store", address)
    _fill(store, 1)
    with store.engine.begin() as connection:
        connection.execute(text("update alembic_version set version_num = '9999'"))
        connection.execute(text("alter table submissions add column of_the_future text"))
    with pytest.raises(StoreTooNewError, match="更新版本"):
        open_store_at(tmp_path / "store", address)
    with store.engine.connect() as connection:
        assert connection.execute(text("select version_num from alembic_version")).scalar_one() == "9999"
        assert connection.execute(text("select count(*) from submissions")).scalar_one() == 1
    store.engine.dispose()


def _revisions() -> list[str]:
    folder = Path(opening.__file__).with_name("migrations")
    return sorted(each.revision for each in ScriptDirectory(str(folder)).walk_revisions())


def _value(column: Any, n: int) -> Any:
    kind = column.type.python_type
    if column.name == "data":
        return zlib.compress(json.dumps(_FINDING).encode())
    if column.name in ("record", "signature"):
        return None
    made = {str: f"值{n}", int: n, bool: True, float: 0.5, bytes: b"x", datetime: datetime(2023, 9, n, tzinfo=UTC)}
    return made[kind]


_FINDING = {"code": "HC1", "slug": "bad-phone", "severity": "medium", "message": "不正确", "keys": ["contact.phone"]}


@pytest.mark.parametrize("kind", _DATABASES)
@pytest.mark.parametrize("revision", _revisions())
def test_data_of_each_released_schema_comes_up_to_date(
    revision: str, kind: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    engine = make_engine(_address(request, kind) or f"sqlite:///{tmp_path / 'old.db'}")
    bring_up_to_date(engine, revision)
    old = MetaData()
    old.reflect(engine)
    tables = [table for table in old.sorted_tables if table.name != "alembic_version"]
    with engine.begin() as connection:
        for table in tables:
            rows = [{column.name: _value(column, n) for column in table.columns} for n in (1, 2, 3)]
            connection.execute(insert(table), rows)
        before = {table.name: _content(connection, table) for table in tables}
    bring_up_to_date(engine)
    with engine.connect() as connection:
        after = {table.name: _content(connection, table) for table in tables}
        assert after == before
        severities = connection.execute(text("select severity from findings")).scalars().all()
    assert set(severities) == {
        "medium" if revision == "0001" else "值1",
        *([] if revision == "0001" else ["值2", "值3"]),
    }
    engine.dispose()


def _content(connection: Any, table: Table) -> list[tuple[Any, ...]]:
    assert connection.execute(select(func.count()).select_from(table)).scalar_one() == 3
    rows = connection.execute(select(*table.columns).order_by(*table.primary_key.columns)).all()
    return [tuple(row) for row in rows]
