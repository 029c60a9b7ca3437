"""Nothing of a cleared submission is left in any file, table, index or saved search."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from flows import erasing
from flows.indexing import index_of
from flows.verifying import verify_store
from pipeline.store import Store
from pipeline.store.backup import back_up
from pipeline.store.erasing import Erasures
from pipeline.store.glance import Glance
from pipeline.store.people import People
from pipeline.store.saved_searches import SavedSearches
from tests.desk.conftest import FIRST, SECOND
from tests.desk.erasing.traces import PHONE, holding, tables_naming


def test_nothing_of_a_person_is_left_in_any_file(store: Store) -> None:
    before = holding(store.folder, PHONE)
    assert "index" in before
    assert before & {"heshu.db", "heshu.db-wal"}
    alone = Erasures(store.engine).holdings(FIRST)
    assert alone is not None
    assert alone.alone
    (store.folder / "uploads" / "a1" / "files" / FIRST).mkdir(parents=True)
    (store.folder / "uploads" / "a1" / "files" / FIRST / "书.txt").write_text(PHONE)
    (store.folder / "uploads" / "b2" / "files" / SECOND).mkdir(parents=True)
    (store.folder / "uploads" / "b2" / "files" / f"{FIRST}.zip").write_text(PHONE)
    erasing.begin(store, [FIRST], "虚构乙（two）", "保存年限3年")
    assert [each.submission for each in erasing.finish(store)] == [FIRST]
    assert holding(store.folder, PHONE) == set()
    assert not any(store.blobs.has(each) for each in alone.alone)
    assert [each.parts[-3:] for each in (store.folder / "uploads").glob("*/files/*")] == [("b2", "files", SECOND)]
    assert [each.name for each in (store.folder / "uploads").iterdir()] == ["b2"]
    assert tables_naming(store, [FIRST, *alone.alone]) == {"events"}
    assert [each.name for each in store.standings()] == [SECOND]
    assert index_of(store).search(f"企业:{SECOND[:1]} OR 平台").total > 0
    assert all(hit.entry.submission == SECOND for hit in index_of(store).search("平台", limit=100).hits)


def test_two_that_are_alike_go_together(store: Store) -> None:
    erasing.begin(store, [FIRST, SECOND], "虚构乙（two）")
    assert {each.submission for each in erasing.finish(store)} == {FIRST, SECOND}
    assert store.standings() == []
    assert tables_naming(store, [FIRST, SECOND]) == {"events"}
    assert list(verify_store(store)) == []


def test_saved_searches_that_name_a_person_go_too(store: Store) -> None:
    saved, record = SavedSearches(store.engine), store.record(FIRST)
    assert record is not None
    cells = [cell for each in record.lists for row in each.rows for cell in row.cells.items()]
    person = next(said for column, said in cells if column in ("contact", "phone") and len(said) > 1)
    lines = {each.name: each for each in Glance(store).lines()}
    company, other = lines[FIRST].applicant, lines[SECOND].applicant
    gone = [PHONE, f"企业:{company} AND 设备", f"企业:{FIRST}", person]
    for number, query in enumerate(gone):
        saved.keep("reviewer", f"甲{number}", query)
    saved.keep("", f"关于 {PHONE}", "设备")
    for owner, name, query in (("reviewer", "乙", f"企业:{other}"), ("", "丙", "设备数量:>10")):
        saved.keep(owner, name, query)
    before = Erasures(store.engine).last()
    erasing.begin(store, [FIRST], "虚构乙（two）")
    assert [each.searches for each in erasing.finish(store)] == [len(gone) + 1]
    assert [each.name for each in saved.of("reviewer")] == ["丙", "乙"]
    assert holding(store.folder, PHONE) == set()
    assert Erasures(store.engine).last() > before


def test_what_a_killed_run_had_unpacked_goes_too(store: Store) -> None:
    dead = store.folder / "spool" / "run-dead"
    half = store.folder / "blobs" / "ab" / f"{'ab' * 32}.1.part"
    for path in (dead / ".held", dead / FIRST / "书.txt", half):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(PHONE)
    erasing.begin(store, [FIRST], "虚构乙（two）")
    erasing.finish(store)
    assert holding(store.folder, PHONE) == set()


def test_a_later_submission_of_that_name_is_masked_for_those_who_had_opened_the_cleared_one(store: Store) -> None:
    people, hour = People(store.engine), timedelta(hours=1)
    secret, _ = people.start_session("lead")
    for name in (FIRST, SECOND):
        people.open_personal(secret, name, "虚构乙（two）")
    erasing.begin(store, [FIRST], "虚构乙（two）")
    erasing.finish(store)
    session = people.session(secret, hour, hour)
    assert session is not None
    assert session.opened == {SECOND}


def test_a_backup_brought_up_to_date_forgets_too(store: Store, tmp_path: Path) -> None:
    back_up(store, tmp_path / "backup")
    assert holding(tmp_path / "backup", PHONE)
    erasing.begin(store, [FIRST], "虚构乙（two）")
    erasing.finish(store)
    back_up(store, tmp_path / "backup")
    assert holding(tmp_path / "backup", PHONE) == set()
    kept = {each.name for each in (tmp_path / "backup" / "blobs").rglob("*") if each.is_file()}
    assert kept == {each.sha256 for each in store.files(SECOND)}
