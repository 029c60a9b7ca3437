"""A submission cleared for good: nothing of it is left in any file of the store, the others and the audit stand."""

from __future__ import annotations

import re
import shutil
import sqlite3
import zlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import event, select, text, update
from typer.testing import CliRunner, Result

from desk.cli.app import _register, app
from flows import erasing
from flows.correcting import check_again, compare_again, correct
from flows.indexing import index_of, reindex
from flows.spool import spool_in
from flows.verifying import verify_store
from flows.versions import delivery_key, reading_version
from pipeline.checks.across.registry import across_rules
from pipeline.document import Source
from pipeline.problems import UsageError
from pipeline.records import Evidence, Finding
from pipeline.store import FolderBlobs, Store, log, open_store
from pipeline.store.backup import back_up
from pipeline.store.erasing import Erasure, Erasures
from pipeline.store.glance import Glance
from pipeline.store.opening import open_store_at
from pipeline.store.packing import unpack_finding
from pipeline.store.people import People
from pipeline.store.saved_searches import SavedSearches
from pipeline.store.sessions import reading, writing
from pipeline.store.tables import Base, FileRow, FindingRow
from tests.desk.conftest import FIRST, SECOND, Made, deliver
from tests.postgres_server import PostgresServer

PHONE = "13987650123"
LONE = next(each for each in across_rules() if each.lone)
REASON = f"已电话核实 {PHONE}"


def _used(store: Store) -> str:
    """A person's phone gets everywhere a reviewer can bring it; returns the finding that they decided."""
    correct(store, FIRST, "contact.phone", PHONE, "虚构甲（one）")
    finding = next(each for each in store.findings(FIRST) if each.slug == "count-below-claim")
    store.decide(FIRST, finding.identity, "dismissed", REASON, "虚构甲（one）")
    check_again(store, [FIRST])
    compare_again(store)
    reindex(store)  # one segment with both in it, as an index has them after a while
    return finding.identity


@pytest.fixture
def store(made: Made, tmp_path: Path) -> Iterator[Store]:
    shutil.copytree(made.store, tmp_path / "store")
    opened = open_store(tmp_path / "store")
    event.listen(opened.engine, "connect", _as_most_are)
    opened.engine.dispose()
    _used(opened)
    yield opened
    opened.engine.dispose()


def _as_most_are(connection: sqlite3.Connection, _: object) -> None:
    """Some builds of SQLite write over what is deleted by themselves, most do not."""
    connection.execute("pragma secure_delete=off")


def _streams(data: bytes) -> Iterator[bytes]:
    """The bytes as they are, and whatever can be unpacked from any place in them."""
    yield data
    for found in re.finditer(rb"\x78[\x01\x5e\x9c\xda]", data):
        unpacked = zlib.decompressobj()
        part = b""
        try:
            for at in range(found.start(), len(data), 256):
                part += unpacked.decompress(data[at : at + 256])
                if unpacked.eof or len(part) > 1_000_000:
                    break
        except zlib.error:
            pass
        yield part


def _holding(folder: Path, words: str) -> set[str]:
    """The parts of the store whose files hold eight characters of these words anywhere, in free room too."""
    runs = [words[at : at + 8].encode() for at in range(len(words) - 7)]
    found = set()
    for path in folder.rglob("*"):
        if path.is_file() and any(run in each for each in _streams(path.read_bytes()) for run in runs):
            found.add(path.relative_to(folder).parts[0])
    return found


def test_nothing_of_a_person_is_left_in_any_file(store: Store) -> None:
    before = _holding(store.folder, PHONE)
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
    assert _holding(store.folder, PHONE) == set()
    assert not any(store.blobs.has(each) for each in alone.alone)
    assert [each.parts[-3:] for each in (store.folder / "uploads").glob("*/files/*")] == [("b2", "files", SECOND)]
    assert [each.name for each in (store.folder / "uploads").iterdir()] == ["b2"]
    assert _tables_naming(store, [FIRST, *alone.alone]) == {"events"}
    assert [each.name for each in store.standings()] == [SECOND]
    assert index_of(store).search(f"企业:{SECOND[:1]} OR 平台").total > 0
    assert all(hit.entry.submission == SECOND for hit in index_of(store).search("平台", limit=100).hits)


def _tables_naming(store: Store, names: list[str]) -> set[str]:
    """The tables that hold one of these anywhere, in what is packed too."""
    wanted = [each.encode() for each in names]
    found = set()
    with reading(store.engine) as session:
        for table in Base.metadata.sorted_tables:
            for row in session.execute(select(table)):
                cells = [cell if isinstance(cell, bytes) else str(cell).encode() for cell in row]
                if any(name in stream for cell in cells for stream in _streams(cell) for name in wanted):
                    found.add(table.name)
    return found


def test_those_it_speaks_of_and_those_that_speak_of_it_are_compared_again(store: Store) -> None:
    """A finding names one counterpart, the most alike: it need not name this one in turn."""
    place = Source("ab" * 32, 1)
    for name in ("丙", "丁", "戊"):
        store.receive(name, (), name)
    for name, other in ((FIRST, "丙"), ("丁", FIRST), ("戊", "丁")):
        sides = (Evidence("本件", "1", place), Evidence("他件", "1", place, other))
        store.keep_findings(name, "across", [Finding("HC1", "shared-contact", "high", "相同", ("k",), sides)], "")
    erasures = Erasures(store.engine)
    erasures.begin(FIRST, "虚构乙（two）")
    assert set(erasures.clear(FIRST).others) - {SECOND} == {"丙", "丁"}


def test_two_that_are_alike_go_together(store: Store) -> None:
    erasing.begin(store, [FIRST, SECOND], "虚构乙（two）")
    assert {each.submission for each in erasing.finish(store)} == {FIRST, SECOND}
    assert store.standings() == []
    assert _tables_naming(store, [FIRST, SECOND]) == {"events"}
    assert list(verify_store(store)) == []


def test_a_quota_that_is_no_longer_used_up_is_said_of_nobody(store: Store) -> None:
    """Such a finding names no counterpart."""
    said = Finding(LONE.code, LONE.slug, LONE.severity, "名额已用完", ("k",), (Evidence("本件", "4", None),))
    store.keep_findings(FIRST, "across", [], "")
    store.keep_findings(SECOND, "across", [said], "")
    for name in (FIRST, SECOND):
        Erasures(store.engine).forget_what_others_say(name)
    assert said.slug in {each.slug for each in store.findings(SECOND)}
    erasing.begin(store, [FIRST], "虚构乙（two）")
    erasing.finish(store)
    assert said.slug not in {each.slug for each in store.findings(SECOND)}


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
    assert _holding(store.folder, PHONE) == set()
    assert Erasures(store.engine).last() > before


def test_the_others_and_the_audit_stand(store: Store) -> None:
    assert _speak_of_first(store)
    rows = store.row_counts(SECOND)
    erasing.begin(store, [FIRST], "虚构乙（two）", "保存年限3年")
    erasing.finish(store)
    assert store.row_counts(SECOND) == rows
    assert store.record(SECOND) is not None
    assert not _speak_of_first(store)
    assert store.broken_event() is None
    assert list(verify_store(store)) == []
    events = store.history(FIRST)
    assert [each.who for each in events if "虚构" in each.who][:2] == ["虚构甲（one）", "虚构甲（one）"]
    assert events[-1].what == "已清除全部材料和数据，依据：保存年限3年"
    assert not any(PHONE in each.what for each in store.history())


def _speak_of_first(store: Store) -> list[str]:
    """What is kept of the second submission's findings, those that no longer hold too, that names the first."""
    with reading(store.engine) as session:
        kept = session.execute(select(FindingRow.data).where(FindingRow.submission == SECOND)).scalars()
        found = [unpack_finding(data) for data in kept]
    return [each.message for each in found if any(side.submission == FIRST for side in each.evidence)]


def test_a_file_that_another_submission_has_too_stays(store: Store) -> None:
    shared = store.files(SECOND)[0]
    entries = [*store.files(FIRST), replace(shared, path="也在这里.docx")]
    store.receive(FIRST, entries, delivery_key(entries))
    held = Erasures(store.engine).holdings(FIRST)
    assert held is not None
    assert (held.shared, shared.sha256 in held.alone) == (1, False)
    erasing.begin(store, [FIRST], "虚构乙（two）")
    erasing.finish(store)
    assert store.blobs.has(shared.sha256)
    assert store.page_counts().keys() == {(each.sha256, reading_version()) for each in store.files(SECOND)}
    assert list(verify_store(store)) == []


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


def test_what_a_killed_run_had_unpacked_goes_too(store: Store) -> None:
    dead = store.folder / "spool" / "run-dead"
    half = store.folder / "blobs" / "ab" / f"{'ab' * 32}.1.part"
    for path in (dead / ".held", dead / FIRST / "书.txt", half):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(PHONE)
    erasing.begin(store, [FIRST], "虚构乙（two）")
    erasing.finish(store)
    assert _holding(store.folder, PHONE) == set()


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
    assert _holding(store.folder, PHONE) == set()
    assert list(verify_store(store)) == []
    assert store.history(FIRST)[-1].what == "已清除全部材料和数据"


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


def test_words_taken_out_without_a_clearing_are_found(store: Store) -> None:
    with writing(store.engine) as session:
        log.take_out_words(session, FIRST)
    broken = store.broken_event()
    assert broken is not None
    assert next(each for each in Glance(store).events(broken + 1, 1))[1].submission == FIRST


def test_a_backup_brought_up_to_date_forgets_too(store: Store, tmp_path: Path) -> None:
    back_up(store, tmp_path / "backup")
    assert _holding(tmp_path / "backup", PHONE)
    erasing.begin(store, [FIRST], "虚构乙（two）")
    erasing.finish(store)
    back_up(store, tmp_path / "backup")
    assert _holding(tmp_path / "backup", PHONE) == set()
    kept = {each.name for each in (tmp_path / "backup" / "blobs").rglob("*") if each.is_file()}
    assert kept == {each.sha256 for each in store.files(SECOND)}


def test_nothing_is_cleared_while_something_is_read(store: Store) -> None:
    with spool_in(store.folder), pytest.raises(UsageError, match="正在读取"):
        erasing.begin(store, [FIRST], "虚构乙（two）")
    assert Erasures(store.engine).pending() == []
    erasing.begin(store, [FIRST], "虚构乙（two）")
    with spool_in(store.folder), pytest.raises(UsageError, match="正在读取"):
        erasing.finish(store)
    assert store.record(FIRST) is not None


@pytest.mark.postgres
def test_the_same_on_postgresql(made: Made, postgres: PostgresServer, tmp_path: Path) -> None:
    address = postgres.new_database()
    store = open_store_at(tmp_path / "store", address)
    for name in (FIRST, SECOND):
        deliver(store, made.inbox / name)
    _used(store)
    data = postgres.folder / "data" / "base"
    _checkpoint(store)
    assert _holding(data, PHONE)
    assert _speak_of_first(store)
    erasing.begin(store, [FIRST], "虚构乙（two）")
    erasing.finish(store)
    _checkpoint(store)
    assert _holding(data, PHONE) == set()
    assert _holding(store.folder, PHONE) == set()
    assert not _speak_of_first(store)
    assert list(verify_store(store)) == []
    assert [each.name for each in store.standings()] == [SECOND]
    store.engine.dispose()


def _checkpoint(store: Store) -> None:
    with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("checkpoint"))


def _heshu(*words: str) -> Result:
    if not app.registered_commands:
        _register()
    return CliRunner().invoke(app, list(words))


def test_the_command_says_what_goes_asks_and_does_it(store: Store) -> None:
    where = ("--store", str(store.folder))
    told = _heshu("erase", FIRST, "--dry-run", *where)
    assert (told.exit_code, "2 个文件" in told.output, "没有清除任何内容" in told.output) == (0, True, True)
    assert isinstance(_heshu("erase", FIRST, *where).exception, UsageError)
    assert isinstance(_heshu("erase", "没有这份", "--yes", *where).exception, UsageError)
    assert len(store.standings()) == 2
    done = _heshu("erase", FIRST, "--yes", "--reason", "申请单位撤回", *where)
    assert (done.exit_code, f"已清除 {FIRST}" in done.output) == (0, True), done.output
    assert [each.name for each in store.standings()] == [SECOND]
    assert "没有要清除" in _heshu("erase", *where).output
    assert "未被改动" in _heshu("audit", "verify", *where).output


def test_retention_takes_what_was_last_delivered_long_ago(store: Store) -> None:
    where = ("--store", str(store.folder))
    assert "没有" in _heshu("retention", "--years", "3", "--yes", *where).output
    long_ago = datetime.now(UTC) - timedelta(days=3 * 366)
    with writing(store.engine) as session:
        session.execute(update(FileRow).where(FileRow.submission == SECOND).values(seen_at=long_ago))
        session.execute(
            update(FileRow).where(FileRow.submission == FIRST, FileRow.position == 0).values(seen_at=long_ago)
        )
    told = _heshu("retention", "--years", "3", "--dry-run", *where)
    assert (SECOND in told.output, FIRST in told.output) == (True, False)
    assert len(store.standings()) == 2
    assert _heshu("retention", "--years", "3", "--yes", *where).exit_code == 0
    assert [each.name for each in store.standings()] == [FIRST]
    assert store.history(SECOND)[-1].what.endswith("保存年限3年")


def test_an_account_goes_and_the_audit_stays(store: Store) -> None:
    where = ("--store", str(store.folder))
    people = People(store.engine)
    secret, _ = people.start_session("lead")
    assert _heshu("erase", "--account", "lead", "--yes", *where).exit_code == 0
    assert people.person("lead") is None
    assert people.session(secret, timedelta(hours=1), timedelta(hours=1)) is None
    assert isinstance(_heshu("erase", "--account", "admin", "--yes", *where).exception, UsageError)
    assert store.history()[-1].what == "注销账号 lead"
    assert store.broken_event() is None
