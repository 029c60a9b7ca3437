"""Ingest of small invented submissions through real child processes; no pixels are read here."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from desk.export.record_json import record_json
from flows.ingest import Report, ingest
from flows.maker import pdf, sheets, word
from flows.maker.filled import Style
from flows.maker.truth import Truth, make_truth
from flows.progress import Silent
from flows.submission import pages_ahead
from flows.under_way import UnderWay, under_way
from flows.verifying import verify_store
from flows.versions import reading_version
from pipeline.problems import NothingToReadError
from pipeline.records import Record
from pipeline.records.load import load_form
from pipeline.store import Store, open_store


def _submission(inbox: Path, name: str, form: str, seed: int) -> Truth:
    truth = make_truth(name, load_form(form), seed, rows=8)
    folder = inbox / name
    folder.mkdir(parents=True)
    word.write_book(truth, folder / "书.docx", Style())
    sheets.write_lists(truth, list(truth.lists), folder / "附件.xlsx")
    return truth


class _Counts(Silent):
    """Adds up what was expected, at first and in the end, and what was done; sees what is noted for others."""

    def __init__(self, store: Path) -> None:
        self.expected = self.done = self.at_first = 0
        self._store, self.noted = store, list[UnderWay | None]()

    def expect(self, pages: int) -> None:
        self.expected += pages

    def page(self, file: str, pages: int) -> None:
        self.at_first = self.at_first or self.expected
        self.done += pages
        self.noted.append(under_way(self._store))


def test_the_pages_ahead_are_known_before_the_first_is_read_and_put_right_as_files_end(tmp_path: Path) -> None:
    truth = _submission(tmp_path / "in", "甲", "anhui-2023", 3)
    pdf.write_lists(truth, ["apps"], tmp_path / "in" / "甲" / "附件.pdf")
    pdf.write_lists(make_truth("乙", load_form("fujian-2023"), 4, rows=30), ["apps"], tmp_path / "in" / "甲" / "又.pdf")
    twice = tmp_path / "in" / "乙"
    twice.mkdir()
    shutil.copy(tmp_path / "in" / "甲" / "附件.pdf", twice / "同.pdf")
    (twice / "断.docx").write_bytes((tmp_path / "in" / "甲" / "书.docx").read_bytes()[:6000])
    (twice / "坏.xlsx").write_bytes(_workbook_without_sheets(tmp_path / "in" / "甲" / "附件.xlsx"))
    store, counts = open_store(tmp_path / "store"), _Counts(tmp_path / "store")
    ingest(tmp_path / "in", store, counts, workers=1)
    paged = {file.sha256: file.pages or 0 for name in ("甲", "乙") for file in store.files(name)}
    assert counts.at_first == sum(paged.values()) + 3
    assert counts.done == counts.expected == sum(paged.values()) + 2
    assert counts.noted[0] is not None
    assert counts.noted[0].pages == counts.at_first
    assert under_way(tmp_path / "store") is None
    assert pages_ahead(store, ["甲", "乙"]) == {}
    again = _Counts(tmp_path / "store")
    ingest(tmp_path / "in", store, again, workers=1)
    assert (again.expected, again.done) == (0, 0)


def _workbook_without_sheets(workbook: Path) -> bytes:
    """Sound enough to be taken for a workbook, and unreadable all the same."""
    made = BytesIO()
    with zipfile.ZipFile(workbook) as whole, zipfile.ZipFile(made, "w") as less:
        for name in whole.namelist():
            if "worksheets" not in name:
                less.writestr(name, whole.read(name))
    return made.getvalue()


@pytest.fixture(scope="module")
def batch(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Store, Report, list[Truth]]:
    root = tmp_path_factory.mktemp("batch")
    inbox = root / "inbox"
    truths = [_submission(inbox, "甲", "anhui-2023", 1), _submission(inbox, "乙", "fujian-2023", 2)]
    broken = inbox / "丙"
    broken.mkdir()
    (broken / "空.pdf").write_bytes(b"")
    (broken / "文本.pdf").write_text("这不是 PDF", encoding="utf-8")
    whole = (inbox / "甲" / "书.docx").read_bytes()
    (broken / "断.docx").write_bytes(whole[: len(whole) // 2])
    (inbox / "散落.docx").write_bytes(whole)
    store = open_store(root / "store")
    return inbox, store, ingest(inbox, store, workers=2), truths


def test_a_made_submission_is_read_as_it_was_made(batch: tuple[Path, Store, Report, list[Truth]]) -> None:
    _, store, report, truths = batch
    assert set(report.submissions) >= {"甲", "乙"}
    assert report.failed == []
    for truth in truths:
        record = store.record(truth.name)
        assert record is not None
        assert record.form == truth.form.id
        assert {each.kind: len(each.rows) for each in record.lists} == {k: len(v) for k, v in truth.lists.items()}
        wrong = [each.key for each in truth.form.fields if each.is_number and _differs(truth, record, each.key)]
        assert wrong == []


def _differs(truth: Truth, record: Record, key: str) -> bool:
    written, value = truth.fields[key], record.field(key)
    if not isinstance(written, str):
        return False
    return value is None or value.number != float(written.replace(",", "").rstrip("%"))


def test_each_broken_file_is_named_with_its_reason(batch: tuple[Path, Store, Report, list[Truth]]) -> None:
    _, _, report, _ = batch
    assert {(name, path) for name, path, _ in report.refused} == {
        ("丙", "空.pdf"),
        ("丙", "文本.pdf"),
        ("丙", "断.docx"),
        ("（未归入申报件的文件）", "散落.docx"),
    }
    assert all(reason for _, _, reason in report.refused)


def test_nothing_is_lost(batch: tuple[Path, Store, Report, list[Truth]]) -> None:
    _, store, _, _ = batch
    assert list(verify_store(store)) == []


def test_a_second_run_reads_nothing_and_changes_nothing(batch: tuple[Path, Store, Report, list[Truth]]) -> None:
    inbox, store, _, _ = batch
    before = [record_json(record, store.findings(record.name)) for record in store.records()]
    again = ingest(inbox, store, workers=1)
    assert (again.pages, again.submissions) == (0, [])
    assert {"甲", "乙"} <= set(again.unchanged)
    assert [record_json(record, store.findings(record.name)) for record in store.records()] == before


def test_a_damaged_store_is_seen(batch: tuple[Path, Store, Report, list[Truth]]) -> None:
    _, store, _, _ = batch
    file = store.files("甲")[0]
    blob = store.folder / "blobs" / file.sha256[:2] / file.sha256
    whole = blob.read_bytes()
    try:
        blob.write_bytes(whole[:-1] + b"!")
        assert any("被改动" in sentence for sentence in verify_store(store))
    finally:
        blob.write_bytes(whole)


def test_a_folder_without_a_document_is_said_to_be_empty(tmp_path: Path) -> None:
    (tmp_path / "in" / "空的").mkdir(parents=True)
    with pytest.raises(NothingToReadError):
        ingest(tmp_path / "in", open_store(tmp_path / "store"), workers=1)


def test_a_mistyped_folder_is_said_not_to_be_there(tmp_path: Path) -> None:
    store = open_store(tmp_path / "store")
    with pytest.raises(NothingToReadError, match=r"文件夹 .*/in 不存在"):
        ingest(tmp_path / "in", store, workers=1)
    (tmp_path / "in").write_bytes(b"")
    with pytest.raises(NothingToReadError, match="/in 不是文件夹"):
        ingest(tmp_path / "in", store, workers=1)


_KILLED = """
import os, sys
from pathlib import Path
from flows import part_reading
from flows.ingest import ingest
from pipeline.store import open_store
part_reading.PAGES_A_JOB = 1
class Watch:
    seen = 0
    def expect(self, pages): pass
    def page(self, file, pages):
        Watch.seen += pages
        if Watch.seen >= int(sys.argv[3]):
            os._exit(9)
    def submission(self, name, done, of): pass
    def stage(self, words): pass
if __name__ == "__main__":
    ingest(Path(sys.argv[1]), open_store(Path(sys.argv[2])), Watch(), workers=1)
"""


def test_a_killed_run_goes_on_where_it_was(tmp_path: Path) -> None:
    from flows.maker import pdf

    truth = make_truth("丁", load_form("anhui-2023"), 5, rows=60)
    (tmp_path / "in" / "丁").mkdir(parents=True)
    pdf.write_lists(truth, list(truth.lists), tmp_path / "in" / "丁" / "附件.pdf")
    script = tmp_path / "killed.py"
    script.write_text(_KILLED, encoding="utf-8")
    root = Path(__file__).resolve().parents[2]
    run = [sys.executable, str(script), str(tmp_path / "in"), str(tmp_path / "store"), "3"]
    ended = subprocess.run(run, check=False, cwd=root, env={"PYTHONPATH": str(root), "PATH": "/usr/bin:/bin"})
    assert ended.returncode == 9
    store = open_store(tmp_path / "store")
    kept = sum(store.page_counts().values())
    assert kept >= 3
    report = ingest(tmp_path / "in", store, workers=1)
    sha = store.files("丁")[0].sha256
    total = store.files("丁")[0].pages
    assert total is not None
    assert report.pages == total - kept
    assert len(store.pages_read(sha, reading_version())) == total
    assert list(verify_store(store)) == []


def test_records_export_by_the_contract(batch: tuple[Path, Store, Report, list[Truth]]) -> None:
    _, store, _, _ = batch
    record = store.record("甲")
    assert record is not None
    content = json.loads(json.dumps(record_json(record, store.findings("甲"))))
    assert set(content["submission"]) >= {"name", "form", "files"}
    devices = next(each for each in content["fields"] if each["key"] == "devices.total")
    assert isinstance(devices["value"], int)
    assert devices["source"]["file"] == "书.docx"
    assert devices["source"]["locator"].startswith("table[")
    assert content["lists"][0]["rows"][0]["source"]["locator"].endswith("!A4")
