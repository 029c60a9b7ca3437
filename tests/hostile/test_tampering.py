"""Each single change to a store that somebody could make is found by ``verify``, and named."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from flows.ingest import ingest
from flows.maker import pdf, sheets
from flows.maker.truth import make_truth
from flows.verifying import verify_store
from pipeline.records.load import load_form
from pipeline.store import Store, open_store

_OLDER = "0004"


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("whole")
    folder = root / "in" / "甲"
    folder.mkdir(parents=True)
    truth = make_truth("甲", load_form("anhui-2023"), 1, rows=30)
    pdf.write_lists(truth, list(truth.lists)[:1], folder / "清单.pdf")
    sheets.write_lists(truth, list(truth.lists)[1:], folder / "附件.xlsx")
    (folder / "坏.pdf").write_bytes(b"%PDF-1.7 nothing")
    (folder / "文本.pdf").write_bytes("不是".encode())
    store = open_store(root / "store")
    ingest(root / "in", store, workers=2)
    assert store.standing("甲") is not None
    store.engine.dispose()
    return root / "store"


@pytest.fixture
def copy(whole: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(whole, tmp_path / "store"))


def _said(folder: Path) -> list[str]:
    store = open_store(folder)
    try:
        return list(verify_store(store))
    finally:
        store.engine.dispose()


def test_what_nobody_touched_is_whole(copy: Path) -> None:
    assert _said(copy) == []


_CHANGES = {
    "a page changed": ("update pages set data = (select data from pages p where p.number = 2) where number = 1", "页"),
    "a page lost": ("delete from pages where number = 2", "页"),
    "the last page lost": ("delete from pages where number = (select max(number) from pages)", "页"),
    "two pages exchanged": ("update pages set number = number - 3 where number < 3", "页"),
    "a page added": ("insert into pages select sha256, version, 999, data from pages limit 1", "页"),
    "a reading lost": ("delete from readings where outcome = 'read'", "读取记录已丢失"),
    "a row changed": ("update list_rows set data = x'00' where position = 3", "第 4 行丢失或被改动"),
    "a row lost": ("delete from list_rows where position = 3", "第 4 行丢失或被改动"),
    "the last row lost": ("delete from list_rows where position = 29", "第 30 行丢失或被改动"),
    "a row added": (
        "insert into list_rows select submission, kind, 30, data from list_rows where position = 0", "第 31 行",
    ),
    "a whole list lost": ("delete from list_rows where kind = 'models'", "清单 models"),
    "a record changed": ("update submissions set record = x'00'", "记录丢失或被改动"),
    "a record lost": ("update submissions set record = null", "记录丢失或被改动"),
    "a seal of pages lost": ("delete from seals where kind = 'pages'", "校验记录已丢失"),
    "a seal of rows lost": ("delete from seals where kind = 'rows'", "校验记录已丢失"),
    "a seal of the record lost": ("delete from seals where kind = 'record'", "记录丢失或被改动"),
    "a file lost": ("delete from files where path = '附件.xlsx'", "文件清单与接收时不符"),
    "a refused file lost": ("delete from files where path = '文本.pdf'", "文件清单与接收时不符"),
    "a file renamed": ("update files set path = '别的.xlsx' where path = '附件.xlsx'", "文件清单与接收时不符"),
    "a reason lost": ("update files set reason = '' where path = '坏.pdf'", "没有原因"),
    "a submission lost": ("delete from submissions", "库中没有这份申报"),
    "an event changed": ("update events set what = '别的' where id = 1", "审计日志"),
    "an event lost": ("delete from events where id = 1", "审计日志"),
}  # fmt: skip


@pytest.mark.parametrize("change", list(_CHANGES))
def test_a_change_in_the_database_is_found(copy: Path, change: str) -> None:
    statement, told = _CHANGES[change]
    with sqlite3.connect(copy / "heshu.db") as database:
        changed = database.execute(statement).rowcount
        if change == "two pages exchanged":
            database.execute("update pages set number = -number where number < 0")  # 1 is -2 now, 2 is -1
    assert changed > 0
    said = _said(copy)
    assert any(told in sentence for sentence in said), said


def _blobs(folder: Path) -> Iterator[Path]:
    return (each for each in (folder / "blobs").rglob("*") if each.is_file())


def _flip(blob: Path) -> None:
    data = bytearray(blob.read_bytes())
    data[len(data) // 2] ^= 1
    blob.write_bytes(bytes(data))


@pytest.mark.parametrize("path", ["附件.xlsx", "坏.pdf"])
@pytest.mark.parametrize(("do", "told"), [(_flip, "原文件的内容被改动"), (Path.unlink, "原文件已丢失")])
def test_a_changed_or_lost_file_is_found(copy: Path, do: Callable[[Path], None], told: str, path: str) -> None:
    with sqlite3.connect(copy / "heshu.db") as database:
        (wanted,) = database.execute("select sha256 from files where path = ?", (path,)).fetchone()
    do(next(each for each in _blobs(copy) if each.name == wanted))
    assert _said(copy) == [f"甲/{path}：{told}"]


def _chain_as_before(database: sqlite3.Connection) -> None:
    """The audit log as versions before 0007 wrote it: the chain ran over the words themselves."""
    before = "0" * 64
    for number, *said in database.execute("select id, at, who, what, submission from events order by id").fetchall():
        mine = sha256("\x1f".join((before, *said)).encode()).hexdigest()
        database.execute("update events set before = ?, hash = ? where id = ?", (before, mine, number))
        before = mine
    database.execute("alter table events drop column salt")
    database.execute("alter table events drop column digest")


def test_a_store_of_an_older_version_is_sealed_as_it_is(copy: Path) -> None:
    with sqlite3.connect(copy / "heshu.db") as database:
        sealed = set(database.execute("select * from seals"))
        database.execute("drop table seals")
        database.execute("drop table erasures")
        database.execute("drop table named")
        database.execute("alter table submissions drop column compared_key")
        database.execute("alter table submissions drop column named")
        _chain_as_before(database)
        database.execute(f"update alembic_version set version_num = '{_OLDER}'")
    assert _said(copy) == []
    with sqlite3.connect(copy / "heshu.db") as database:
        assert set(database.execute("select * from seals")) == sealed


def test_what_was_delivered_is_read_or_refused_with_a_reason(copy: Path) -> None:
    store: Store = open_store(copy)
    files = store.files("甲")
    assert {each.path: each.outcome for each in files} == {
        "清单.pdf": "read",
        "附件.xlsx": "read",
        "坏.pdf": "damaged",
        "文本.pdf": "unsupported",
    }
    assert all(each.reason for each in files if each.outcome != "read")
