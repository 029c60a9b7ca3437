from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect, text

from pipeline.document import Frame, Page, Paragraph, Piece, Source, Text
from pipeline.records import FieldValue, FileEntry, Finding, ListRecord, Record, Row
from pipeline.store import Store, open_store, opening
from pipeline.store.store import Reading
from pipeline.store.tables import Base

_SHA = "ab" * 32


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(tmp_path / "store")


def _page(number: int) -> Page:
    text = Text((Piece(f"第{number}页的内容", number, None),))
    return Page(number, (Paragraph(text),), 595, 842, Frame.upright(595, 842))


def _record(rows: int = 3) -> Record:
    source = Source(_SHA, 1, (0.1, 0.2, 0.3, 0.4))
    made = tuple(Row({"serial": str(n), "name": f"设备{n}"}, source, "加工设备") for n in range(1, rows + 1))
    field = FieldValue("devices.total", "设备数量", 3, "3", "filled", 0.95, "台", (source,))
    files = (FileEntry("申报书.pdf", _SHA, "application/pdf", 10, 3),)
    return Record("甲", "made-up", files, (field,), (ListRecord("devices", made),))


def test_migrations_make_the_tables_that_the_code_uses(store: Store) -> None:
    there = inspect(store.engine)
    for table in Base.metadata.sorted_tables:
        assert {column["name"] for column in there.get_columns(table.name)} == {column.name for column in table.columns}


def test_a_record_comes_back_as_it_went_in(store: Store) -> None:
    record = _record()
    store.receive("甲", record.files, "k")
    store.keep_record(record, "k", b"signature")
    back = store.record("甲")
    assert back is not None
    assert back.fields == record.fields
    assert [dict(row.cells) for row in back.lists[0].rows] == [dict(row.cells) for row in record.lists[0].rows]
    assert back.lists[0].rows[0].class_name == "加工设备"
    assert list(store.signatures()) == [b"signature"]


def test_rows_of_a_replaced_record_are_not_doubled(store: Store) -> None:
    store.receive("甲", _record().files, "k")
    store.keep_record(_record(5000), "k", b"")
    store.keep_record(_record(4), "k2", b"")
    back = store.record("甲")
    assert back is not None
    assert len(back.lists[0].rows) == 4


def test_pages_are_kept_once_and_loaded_one_by_one(store: Store) -> None:
    store.keep_pages(_SHA, "v1", [_page(1), _page(2)])
    store.keep_pages(_SHA, "v1", [_page(2), _page(3)])
    assert store.pages_read(_SHA, "v1") == {1, 2, 3}
    assert store.reading(_SHA, "v1") is None
    store.end_reading(_SHA, "v1", Reading(3, "read", ""))
    pages = store.pages(_SHA, "v1")
    assert len(pages) == 3
    assert pages[1] == _page(2)
    assert [page.number for page in pages] == [1, 2, 3]
    with pytest.raises(IndexError):
        pages[3]


def test_a_replaced_file_stays_as_history(store: Store) -> None:
    store.receive("甲", (FileEntry("书.pdf", "a" * 64, "application/pdf"),), "k1")
    store.receive("甲", (FileEntry("书.pdf", "b" * 64, "application/pdf"),), "k2")
    assert [file.sha256 for file in store.files("甲")] == ["b" * 64]
    with store.engine.connect() as connection:
        assert connection.execute(text("select count(*) from files")).scalar_one() == 2


def test_a_decision_survives_a_new_check(store: Store) -> None:
    finding = Finding("HC1", "bad-phone", "medium", "号码不正确", ("contact.phone",))
    other = Finding("HC2", "bad-email", "medium", "邮箱不正确", ("contact.email",))
    store.receive("甲", (), "k")
    store.keep_findings("甲", "own", (finding, other), "c1")
    store.decide("甲", finding.identity, "dismissed", "已电话核实", "虚构员")
    store.keep_findings("甲", "own", (finding,), "c2")
    assert [(each.slug, each.status) for each in store.findings("甲")] == [("bad-phone", "dismissed")]
    with pytest.raises(KeyError):
        store.decide("甲", "none", "confirmed", "", "虚构员")


def test_the_audit_log_shows_when_an_event_was_changed(store: Store) -> None:
    for n in range(5):
        store.receive(f"申报{n}", (), "k")
    assert store.broken_event() is None
    with store.engine.begin() as connection:
        connection.execute(text("update events set what = '别的' where id = 3"))
    assert store.broken_event() == 3


def test_the_audit_log_shows_when_an_event_is_missing(store: Store) -> None:
    for n in range(5):
        store.receive(f"申报{n}", (), "k")
    with store.engine.begin() as connection:
        connection.execute(text("delete from events where id = 2"))
    assert store.broken_event() == 3


def _newest() -> str:
    """The number of the last migration."""
    return max(each.name[:4] for each in (Path(opening.__file__).parent / "migrations" / "versions").glob("0*.py"))


def test_opening_again_changes_nothing(tmp_path: Path) -> None:
    open_store(tmp_path / "store").receive("甲", (), "k")
    assert [each.name for each in open_store(tmp_path / "store").standings()] == ["甲"]
    engine = create_engine(f"sqlite:///{tmp_path / 'store' / 'heshu.db'}")
    with engine.connect() as connection:
        assert connection.execute(text("select version_num from alembic_version")).scalar_one() == _newest()


def test_blobs_are_named_by_their_content(store: Store) -> None:
    name = store.blobs.put("申报".encode())
    assert store.blobs.put("申报".encode()) == name
    assert store.blobs.get(name) == "申报".encode()
    with pytest.raises(KeyError):
        store.blobs.get("0" * 64)
