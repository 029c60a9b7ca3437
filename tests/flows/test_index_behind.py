"""A run that ends after its records are kept and before they are indexed: the next one, with nothing to do, indexes."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows import ingest as use
from flows import pool
from flows.indexing import index_of, pending
from flows.ingest import ingest
from flows.maker import pdf
from flows.maker.truth import make_truth
from flows.place import opened
from flows.retrying import retry
from flows.versions import reading_version
from pipeline.records.load import load_form
from pipeline.store import Store, open_store
from tests.flows import one_bad_page


def _ends_here(*_: object) -> str:
    raise InterruptedError


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    truth = make_truth("甲", load_form("anhui-2023"), 3, rows=40)
    (tmp_path / "in" / "甲").mkdir(parents=True)
    pdf.write_lists(truth, list(truth.lists), tmp_path / "in" / "甲" / "附件.pdf")
    return tmp_path / "in"


def _found(store: Store) -> int:
    return index_of(store).search("设备 OR 平台").total


def test_what_a_run_left_unindexed_and_what_a_retry_did_is_indexed_by_the_next_run(
    inbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_store(tmp_path / "store")
    with monkeypatch.context() as ended:
        ended.setattr(pool, "child", one_bad_page)
        ended.setattr(use, "index_submissions", _ends_here)
        with pytest.raises(InterruptedError):
            ingest(inbox, store, workers=1)
    assert pending(store) == ("甲",)
    assert ingest(inbox, store, workers=1).unchanged == ["甲"]
    assert pending(store) == ()
    before = _found(store)
    assert before > 0

    with monkeypatch.context() as ended:
        ended.setattr(use, "index_submissions", _ends_here)
        with opened(store.folder, 1) as place, pytest.raises(InterruptedError):
            retry(store, place)
    assert pending(store) == ("甲",)
    assert ingest(inbox, store, workers=1).unchanged == ["甲"]
    assert _found(store) > before


def test_what_is_read_anew_without_a_new_delivery_is_indexed_by_the_next_run(
    inbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_store(tmp_path / "store")
    ingest(inbox, store, workers=1)
    for file in store.files("甲"):
        store.forget_reading(file.sha256, reading_version())
    monkeypatch.setattr(use, "index_submissions", _ends_here)
    with pytest.raises(InterruptedError):
        ingest(inbox, store, workers=1)
    assert pending(store) == ("甲",)
