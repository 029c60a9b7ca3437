"""A submission cleared from a store whose index is a real Elasticsearch: it is in no index and no index's file."""

from __future__ import annotations

import json
import time
import urllib.request
from hashlib import sha256
from pathlib import Path

import pytest

from flows import erasing
from flows.indexing import SEARCH_URL, index_of, reindex
from flows.processing import signature_to
from flows.versions import delivery_key, record_key
from pipeline.document import Source
from pipeline.records import FieldValue, FileEntry, ListRecord, Record, Row
from pipeline.store import Store, open_store

pytestmark = pytest.mark.elasticsearch
PHONE, PERSON = "13987650123", "欧阳虚构"
FORM = "anhui-2023"


def _deliver(store: Store, name: str, phone: str, person: str) -> None:
    data = name.encode()
    digest = store.blobs.put(data)
    assert digest == sha256(data).hexdigest()
    files = (FileEntry("申报书.docx", digest, "application/octet-stream", len(data), 1),)
    place = Source(digest, locator="p1")
    fields = tuple(
        FieldValue(key, label, said, said, "filled", 1.0, sources=(place,))
        for key, label, said in (("contact.mobile", "手机", phone), ("contact.name", "联系人", person))
    )
    row = Row({"serial": "1", "name": "虚构平台客户", "contact": person, "phone": phone}, place)
    key = delivery_key(files)
    store.receive(name, files, key)
    record = Record(name, FORM, files, fields, (ListRecord("enterprises", (row,)),))
    store.keep_record(record, record_key(key, {}), signature_to(record))


def _ask(url: str, method: str, path: str, body: object = None) -> dict:  # type: ignore[type-arg]
    data = json.dumps(body).encode() if body is not None else None
    request = urllib.request.Request(url + path, data, {"content-type": "application/json"}, method=method)
    with urllib.request.urlopen(request, timeout=60) as answer:  # loopback
        found: dict = json.loads(answer.read())  # type: ignore[type-arg]
        return found


def _holding(folder: Path, words: str) -> list[Path]:
    found = []
    for path in folder.rglob("*"):
        try:
            if path.is_file() and words.encode() in path.read_bytes():
                found.append(path)
        except FileNotFoundError:  # the server merges and deletes while we look
            continue
    return found


def _data(url: str) -> Path:
    node = next(iter(_ask(url, "GET", "/_nodes/stats/fs")["nodes"].values()))
    return Path(node["fs"]["data"][0]["path"])


def _everywhere(url: str, words: str) -> int:
    """How many documents of all indices of the server hold these words, whatever alias they lie behind."""
    _ask(url, "POST", "/_refresh")
    query = {"query": {"query_string": {"query": f'"{words}"', "lenient": True}}, "track_total_hits": True}
    return int(_ask(url, "POST", "/_all/_search", query)["hits"]["total"]["value"])


def test_nothing_of_a_cleared_submission_is_in_elasticsearch(
    elasticsearch_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(SEARCH_URL, elasticsearch_url)
    store = open_store(tmp_path / "store")
    _deliver(store, "甲-要清除的", PHONE, PERSON)
    _deliver(store, "乙-留下的", "13811112222", "司马虚构")
    for _ in range(2):  # the one before is kept for searches that began on it
        reindex(store)
    indices = _data(elasticsearch_url) / "indices"
    assert _holding(indices, PHONE), "its translog or segments hold the words as they are"
    assert index_of(store).search(PHONE).total > 0
    assert _everywhere(elasticsearch_url, PHONE) > 0
    erasing.begin(store, ["甲-要清除的"], "虚构乙（two）")
    erasing.finish(store)
    index = index_of(store)
    assert index.search(PHONE).total == index.search(PERSON).total == 0
    assert {hit.entry.submission for hit in index.search("虚构").hits} == {"乙-留下的"}
    assert _everywhere(elasticsearch_url, PHONE) == 0
    assert _holding(store.folder, PHONE) == []
    deadline = time.monotonic() + 60  # the server takes away an index's folder a moment after it has said so
    while _holding(indices, PHONE) and time.monotonic() < deadline:
        time.sleep(0.5)
    assert _holding(indices, PHONE) == []
    store.engine.dispose()
