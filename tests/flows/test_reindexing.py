"""An index built anew from the store: what was waiting for it is done with, what changes meanwhile is not."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from flows import indexing
from flows.indexing import SEARCH_URL, index_of, index_submissions, note_changes, pending, reindex
from flows.processing import signature_to
from flows.versions import delivery_key, record_key
from pipeline.document import Page, Paragraph, Piece, Source, Text
from pipeline.ports import Entry
from pipeline.records import FieldValue, FileEntry, Record
from pipeline.records.record import READ
from pipeline.store import Store, open_store
from pipeline.store.page_shelf import Reading

FORM = "anhui-2023"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Two submissions with one field each."""
    store = open_store(tmp_path / "store")
    for name in ("甲", "乙"):
        digest = sha256(name.encode()).hexdigest()
        files = (FileEntry("申报书.docx", digest, "application/octet-stream", 3, 1),)
        field = FieldValue(
            "applicant.name", "企业名称", "虚构机床厂", "虚构机床厂", "filled", 1.0, sources=(Source(digest, 1),)
        )
        key = delivery_key(files)
        store.receive(name, files, key)
        record = Record(name, FORM, files, (field,))
        store.keep_record(record, record_key(key, {}), signature_to(record))
    yield store
    store.engine.dispose()


def test_what_waited_for_a_server_that_was_gone_is_done_with(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as gone:
        gone.setenv(SEARCH_URL, "http://127.0.0.1:9")
        told = index_submissions(store, ["甲"])
    assert "无法连接" in told
    assert "1 份申报待建索引" in told
    assert pending(store) == ("甲",)
    assert reindex(store) == 2
    assert pending(store) == ()
    assert index_of(store).search("虚构机床厂").total == 2


def test_pages_that_an_earlier_version_read_are_found_until_they_are_read_anew(store: Store) -> None:
    """After an upgrade the index is built anew at once, and what was delivered is read anew by and by."""
    digest = store.files("甲")[0].sha256
    for version, words, outcome in (
        ("one that failed", "营业执照", "damaged"),
        ("the one before", "营业执照副本", READ),
    ):
        pages = [Page(1, ()), Page(2, (Paragraph(Text((Piece(words, 2),))),))]
        store.keep_pages(digest, version, pages)
        store.end_reading(digest, version, Reading(len(pages), outcome, ""))
    reindex(store)
    assert [hit.entry.text for hit in index_of(store).search("营业执照").hits] == ["营业执照副本"]


def test_what_changes_while_it_is_built_is_still_to_be_indexed(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    entries_of = indexing._entries_of

    def changing(store: Store, name: str) -> Iterator[Entry]:
        yield from entries_of(store, name)
        if name == "甲":
            note_changes(store, [name])

    note_changes(store, ["甲", "乙"])
    monkeypatch.setattr(indexing, "_entries_of", changing)
    assert reindex(store) == 2
    assert pending(store) == ("甲",)
    monkeypatch.undo()
    assert index_submissions(store, ()) == ""
    assert pending(store) == ()
