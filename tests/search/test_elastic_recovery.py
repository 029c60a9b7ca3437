"""A real server that goes away, fills up or holds an index of another shape: nothing is lost, it heals by itself."""

from __future__ import annotations

import json
import socket
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from typing import Any
from urllib.parse import urlsplit

import pytest

from pipeline.ports import Entry
from search import open_index
from search.backlog import Backlog, keep_up
from search.elastic.settings import alias_of
from search.mapping import version
from search.problems import DocumentsRefusedError, IndexDamagedError, SearchServerError, SearchServerReadOnlyError

pytestmark = pytest.mark.elasticsearch
MakeEntry = Callable[..., Entry]


def _call(url: str, method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
    data = json.dumps(body).encode() if body is not None else None
    request = urllib.request.Request(url + path, data, {"content-type": "application/json"}, method=method)
    with urllib.request.urlopen(request, timeout=30) as answer:
        found: dict[str, Any] = json.loads(answer.read())
    return found


class _Front(ThreadingHTTPServer):
    """Passes on to the real server; hangs up in the middle of a bulk once ``bulks_left`` is used up."""

    behind: str
    bulks_left: int


class _Handler(BaseHTTPRequestHandler):
    server: _Front
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        if self.path.endswith("/_bulk"):
            self.server.bulks_left -= 1
            if self.server.bulks_left < 0:
                self.connection.shutdown(socket.SHUT_RDWR)
                return
        parts = urlsplit(self.server.behind)
        behind = HTTPConnection(parts.hostname or "", parts.port, timeout=30)
        headers = {name: self.headers[name] for name in ("content-type", "accept") if name in self.headers}
        behind.request(self.command, self.path, body, headers)
        answer = behind.getresponse()
        payload = answer.read()
        self.send_response(answer.status)
        for name in ("content-type", "x-elastic-product"):
            self.send_header(name, answer.headers.get(name, ""))
        self.send_header("content-length", str(len(payload)))
        self.end_headers()
        self.wfile.write(payload)
        behind.close()

    do_POST = do_PUT = do_DELETE = do_GET  # noqa: N815

    def log_message(self, *args: object) -> None:
        """Keep the tests' output clean."""


@pytest.fixture
def front(elasticsearch_url: str) -> Iterator[_Front]:
    """A front that lets everything through until it is told otherwise."""
    server = _Front(("127.0.0.1", 0), _Handler)
    server.behind, server.bulks_left, server.daemon_threads = elasticsearch_url, 1_000_000, True
    Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def _url(front: _Front) -> str:
    return f"http://127.0.0.1:{front.server_port}"


def test_gone_in_the_middle_of_a_bulk_and_back_again(front: _Front, tmp_path: Path, make_entry: MakeEntry) -> None:
    index, backlog = open_index(tmp_path, _url(front)), Backlog(tmp_path)
    index.replace("甲", [make_entry("甲", "数控车床 旧", 0)])
    fresh = {
        "甲": [make_entry("甲", "数控车床 新", number) for number in range(2500)],
        "乙": [make_entry("乙", "注塑机")],
    }
    front.bulks_left = 1  # of the three that 2,500 documents take
    assert isinstance(keep_up(index, backlog, fresh, fresh.__getitem__), SearchServerError)
    assert backlog.pending() == ("甲", "乙")
    assert index.search("数控车床").total >= 1
    front.bulks_left = 1_000_000
    assert keep_up(index, backlog, (), fresh.__getitem__) is None
    assert backlog.pending() == ()
    assert (index.search("新").total, index.search("旧").total, index.search("注塑机").total) == (2500, 0, 1)


def test_what_an_interrupted_write_left_goes_with_the_next_write(
    front: _Front, tmp_path: Path, make_entry: MakeEntry
) -> None:
    """Searches have never seen it: no refresh came after it."""
    index = open_index(tmp_path, _url(front))
    index.replace("甲", [make_entry("甲", "数控车床")])
    front.bulks_left = 1
    with pytest.raises(SearchServerError):
        index.replace("甲", [make_entry("甲", "注塑机", number) for number in range(2500)])
    front.bulks_left = 1_000_000
    assert index.replace("甲", [make_entry("甲", "加工中心", 9999)]) == 1
    assert [hit.entry.text for hit in index.search("*").hits] == ["加工中心"]


def test_of_a_first_write_that_died_nothing_is_seen(front: _Front, tmp_path: Path, make_entry: MakeEntry) -> None:
    """Another submission that comes after it is in; the one that died is still to be indexed, not half there."""
    index = open_index(tmp_path, _url(front))
    front.bulks_left = 1
    with pytest.raises(SearchServerError):
        index.replace("甲", [make_entry("甲", "数控车床", number) for number in range(2500)])
    front.bulks_left = 1_000_000
    index.replace("乙", [make_entry("乙", "注塑机")])
    assert [hit.entry.submission for hit in index.search("*").hits] == ["乙"]


def test_a_rebuild_leaves_other_stores_on_the_server_alone(
    elasticsearch_url: str, tmp_path: Path, make_entry: MakeEntry
) -> None:
    stores = [open_index(tmp_path / name, elasticsearch_url) for name in ("a", "b")]
    for index in (*stores, *stores):
        index.rebuild([("甲", [make_entry("甲", "数控车床")])], keep_old=False)
    assert [index.size() for index in stores] == [1, 1]


def test_an_index_that_was_closed_is_caught_up_with_when_it_is_open(
    elasticsearch_url: str, tmp_path: Path, make_entry: MakeEntry
) -> None:
    """Whatever the server refuses, reading goes on and nothing is lost."""
    index, backlog = open_index(tmp_path, elasticsearch_url), Backlog(tmp_path)
    index.replace("甲", [make_entry("甲", "数控车床")])
    _call(elasticsearch_url, "POST", f"/{alias_of(tmp_path)}/_close")
    changed = {"甲": [make_entry("甲", "注塑机", 1)]}
    problem = keep_up(index, backlog, changed, changed.__getitem__)
    assert isinstance(problem, SearchServerError)
    assert "index_closed_exception" in str(problem)
    with pytest.raises(SearchServerError):
        index.search("数控车床")
    _call(elasticsearch_url, "POST", f"/{alias_of(tmp_path)}/_open?wait_for_active_shards=1")
    assert keep_up(index, backlog, (), changed.__getitem__) is None
    assert [hit.entry.text for hit in index.search("*").hits] == ["注塑机"]


def test_an_index_of_ours_takes_no_field_that_is_not_in_its_mapping(
    elasticsearch_url: str, tmp_path: Path, make_entry: MakeEntry
) -> None:
    open_index(tmp_path, elasticsearch_url).replace("甲", [make_entry("甲", "数控车床")])
    with pytest.raises(urllib.error.HTTPError) as caught:
        _call(elasticsearch_url, "POST", f"/{alias_of(tmp_path)}/_doc", {"colour": "red"})
    assert caught.value.code == 400


def test_all_old_entries_go_however_many_they_are(
    elasticsearch_url: str, tmp_path: Path, make_entry: MakeEntry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search.elastic.writing._KEYS_AT_ONCE", 2)
    index = open_index(tmp_path, elasticsearch_url)
    index.replace("甲", [make_entry("甲", "数控车床", number) for number in range(7)])
    index.replace("乙", [make_entry("乙", "数控车床")])
    index.replace("甲", [make_entry("甲", "注塑机", 8)])
    assert sorted(hit.entry.text for hit in index.search("*").hits) == ["数控车床", "注塑机"]


def test_gone_in_the_middle_of_a_rebuild(front: _Front, tmp_path: Path, make_entry: MakeEntry) -> None:
    index = open_index(tmp_path, _url(front))
    index.replace("甲", [make_entry("甲", "数控车床 旧")])
    entries = [make_entry("甲", "数控车床 新", number) for number in range(2500)]
    front.bulks_left = 1
    with pytest.raises(SearchServerError):
        index.rebuild([("甲", entries)])
    assert [hit.entry.text for hit in index.search("数控车床").hits] == ["数控车床 旧"]
    front.bulks_left = 1_000_000
    assert index.rebuild([("甲", entries)], keep_old=False) == 2500
    kept = _call(front.behind, "GET", f"/{alias_of(tmp_path)}-*/_alias")
    assert len(kept) == 1  # the half-built index is gone, the old one too


def test_read_only_by_flood_stage(elasticsearch_url: str, tmp_path: Path, make_entry: MakeEntry) -> None:
    index, backlog = open_index(tmp_path, elasticsearch_url), Backlog(tmp_path)
    index.replace("甲", [make_entry("甲", "数控车床")])
    settings = f"/{alias_of(tmp_path)}/_settings"
    _call(elasticsearch_url, "PUT", settings, {"index.blocks.read_only_allow_delete": True})
    changed = {"甲": [make_entry("甲", "注塑机", 1)]}
    assert isinstance(keep_up(index, backlog, changed, changed.__getitem__), SearchServerReadOnlyError)
    assert index.search("数控车床").total == 1
    _call(elasticsearch_url, "PUT", settings, {"index.blocks.read_only_allow_delete": None})
    assert keep_up(index, backlog, (), changed.__getitem__) is None
    assert [hit.entry.text for hit in index.search("*").hits] == ["注塑机"]


def test_a_mapping_that_conflicts(elasticsearch_url: str, tmp_path: Path, make_entry: MakeEntry) -> None:
    """Someone made the index by hand: what fits goes in, what does not is named, a rebuild heals it."""
    alias = alias_of(tmp_path)
    wrong = {"properties": {"value": {"type": "boolean"}, "submission": {"type": "keyword"}, "id": {"type": "keyword"}}}
    body = {"mappings": wrong, "aliases": {alias: {}}}
    _call(elasticsearch_url, "PUT", f"/{alias}-{version()}-byhand", body)
    index, backlog = open_index(tmp_path, elasticsearch_url), Backlog(tmp_path)
    odd = Entry("甲/field/1", "甲", "field", "设备数量", numbers={"devices.total": 12.0})
    given = {"甲": [odd, make_entry("甲", "数控车床", 2)], "乙": [make_entry("乙", "注塑机")]}
    problem = keep_up(index, backlog, given, given.__getitem__)
    assert isinstance(problem, DocumentsRefusedError)
    assert "value" in str(problem)
    assert backlog.pending() == ("甲",)  # and the one that came after it is in
    assert index.size() == 2
    assert index.rebuild(given.items()) == 3
    assert index.search("设备数量").total == 1


def test_an_index_of_another_version(elasticsearch_url: str, tmp_path: Path, make_entry: MakeEntry) -> None:
    alias = alias_of(tmp_path)
    _call(elasticsearch_url, "PUT", f"/{alias}-v0-old", {"aliases": {alias: {}}})
    index = open_index(tmp_path, elasticsearch_url)
    with pytest.raises(IndexDamagedError, match="v0-old"):
        index.search("车床")
    with pytest.raises(IndexDamagedError):
        index.replace("甲", [make_entry("甲", "数控车床")])
    assert index.rebuild([("甲", [make_entry("甲", "数控车床")])]) == 1
    assert open_index(tmp_path, elasticsearch_url).search("车床").total == 1


def test_pages_begun_before_a_rebuild_end_on_the_old_index(
    elasticsearch_url: str, tmp_path: Path, make_entry: MakeEntry
) -> None:
    index = open_index(tmp_path, elasticsearch_url)
    index.rebuild([("甲", [make_entry("甲", f"数控车床 {number}", number) for number in range(90)])])
    first = index.search("数控车床", limit=30)
    second = index.search("数控车床", limit=30, after=first.next_after)
    index.rebuild([("甲", [make_entry("甲", "数控车床 新")])])
    third = index.search("数控车床", limit=30, after=second.next_after)
    assert len({hit.entry.id for page in (first, second, third) for hit in page.hits}) == 90


def test_searches_never_fail_while_a_large_index_is_built(
    elasticsearch_url: str, tmp_path: Path, make_entry: MakeEntry
) -> None:
    """Old answers until the swap, new ones after it; pages that were begun before it are finished."""
    index = open_index(tmp_path, elasticsearch_url)
    index.rebuild([("甲", [make_entry("甲", f"数控车床 {number}", number) for number in range(100)])])
    stop, totals, errors = Event(), [], []

    def search() -> None:
        reader = open_index(tmp_path, elasticsearch_url)
        while not stop.is_set():
            try:
                totals.append(len(list(reader.export("数控车床", batch=40))))
            except Exception as error:
                errors.append(error)

    threads = [Thread(target=search) for _ in range(2)]
    for thread in threads:
        thread.start()
    index.rebuild([("甲", [make_entry("甲", f"数控车床 {number}", number) for number in range(4000)])])
    stop.set()
    for thread in threads:
        thread.join()
    assert errors == []
    assert totals.count(100) >= 2
    assert set(totals) <= {100, 4000}
