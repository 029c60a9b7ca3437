"""A file with a page that can't be read: the others count, and everybody is told that one is missing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from desk.cli.status_command import standings
from desk.export.record_json import record_json
from flows import pool
from flows.indexing import index_of
from flows.ingest import ingest
from flows.maker import pdf
from flows.maker.filled import Style
from flows.maker.truth import make_truth
from flows.place import opened
from flows.retrying import retry
from flows.verifying import verify_store
from pipeline.records.load import load_form
from pipeline.store import Store, open_store
from tests.flows import one_bad_page
from tests.flows.killing import exported

_TORN = "第2页未能读出"


def _inbox(folder: Path) -> Path:
    truth = make_truth("甲", load_form("anhui-2023"), 3, rows=40)
    (folder / "甲").mkdir(parents=True)
    pdf.write_book(truth, folder / "甲" / "书.pdf", Style())
    pdf.write_lists(truth, list(truth.lists), folder / "甲" / "附件.pdf")
    return folder


@pytest.fixture(scope="module")
def inbox(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _inbox(tmp_path_factory.mktemp("inbox"))


@pytest.fixture(scope="module")
def whole(inbox: Path, tmp_path_factory: pytest.TempPathFactory) -> Store:
    store = open_store(tmp_path_factory.mktemp("whole") / "store")
    ingest(inbox, store, workers=1)
    return store


def test_pages_that_were_read_count_and_the_missing_one_is_told_and_read_by_a_retry(
    inbox: Path, whole: Store, tmp_path: Path
) -> None:
    store = open_store(tmp_path / "store")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pool, "child", one_bad_page)
        report = ingest(inbox, store, workers=1)
    assert [(path, _TORN in reason) for _, path, reason in report.refused] == [("书.pdf", True), ("附件.pdf", True)]
    assert [(path, _TORN in reason) for line in standings(store.folder) for path, reason in line.refused] == [
        ("书.pdf", True),
        ("附件.pdf", True),
    ]
    torn, full = store.record("甲"), whole.record("甲")
    assert torn is not None
    assert full is not None
    assert torn.form == full.form
    rows, all_rows = sum(len(each.rows) for each in torn.lists), sum(len(each.rows) for each in full.lists)
    assert 0.3 * all_rows < rows < all_rows
    assert len([each for each in torn.fields if each.status == "filled"]) > 10
    known = {(each.key, str(each.value)) for each in full.fields if each.number is not None}
    assert {
        (each.key, str(each.value)) for each in torn.fields if each.number is not None and each.confidence >= 0.9
    } <= known

    found = {(each.slug, each.keys) for each in store.findings("甲")}
    assert found <= {(each.slug, each.keys) for each in whole.findings("甲")}
    assert "页面未能读出，无法判断" in store.not_run("甲")
    content = json.loads(json.dumps(record_json(torn, store.findings("甲"))))
    assert [each["path"] for each in content["submission"]["files"]] == ["书.pdf", "附件.pdf"]
    assert all(_TORN in each["reason"] for each in content["submission"]["refused"])
    assert index_of(store).search("设备 OR 平台").total > 0
    assert list(verify_store(store)) == []

    with opened(store.folder, 1) as place:
        retried = retry(store, place)
    assert (retried.files, retried.failed, retried.report.pages) == (2, (), 2)
    assert exported(store) == exported(whole)
    assert list(verify_store(store)) == []


def test_a_changed_page_of_a_partly_read_file_is_seen(inbox: Path, tmp_path: Path) -> None:
    store = open_store(tmp_path / "store")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pool, "child", one_bad_page)
        ingest(inbox, store, workers=1)
    with store.engine.begin() as connection:
        connection.exec_driver_sql("update pages set data = x'00' where number = 3")
    assert [line for line in verify_store(store) if "第 3 页丢失或被改动" in line]
    with store.engine.begin() as connection:
        connection.exec_driver_sql("delete from pages where number = 3")
    assert [line for line in verify_store(store) if "第 3 页丢失或被改动" in line]
