"""A server that is gone, too old, full, busy or strict: a clear error, and nothing else breaks."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from pipeline.ports import Entry
from pipeline.problems import UsageError
from search import open_index
from search.elastic import bulk
from search.elastic.settings import ServerSettings
from search.problems import (
    DocumentsRefusedError,
    SearchServerError,
    SearchServerReadOnlyError,
    SearchServerVersionError,
    SearchTooSlowError,
)

Answer = tuple[int, dict[str, Any]]
Script = Callable[[str, str, bytes], Answer]
_BLOCK = {"type": "cluster_block_exception", "reason": "disk usage exceeded flood-stage watermark, index is read-only"}


class _Fake(ThreadingHTTPServer):
    script: Script
    product: str
    seen: list[tuple[str, str, dict[str, str]]]


class _Handler(BaseHTTPRequestHandler):
    server: _Fake

    def do_GET(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        self.server.seen.append((self.command, self.path, dict(self.headers)))
        status, answer = self.server.script(self.command, self.path, body)
        payload = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("x-elastic-product", self.server.product)
        self.send_header("content-length", str(len(payload)))
        self.end_headers()
        self.wfile.write(payload)

    do_POST = do_PUT = do_DELETE = do_GET  # noqa: N815

    def log_message(self, *args: object) -> None:
        """Keep the tests' output clean."""


def _healthy(method: str, path: str, body: bytes) -> Answer:
    """Just enough of a server: knows its version, has one index, takes everything."""
    if path == "/":
        return 200, {"version": {"number": "9.1.0"}}
    if path.startswith("/_alias/"):
        return 200, {f"{path.rpartition('/')[2]}-v3-1": {}}
    if path.endswith("/_mapping"):
        return 200, {}
    if "/_pit" in path:
        return 200, {"id": "a moment"}
    if path.endswith("/_bulk"):
        lines = [json.loads(line) for line in body.splitlines()]
        items = [{"index": {"_id": line["index"]["_id"], "status": 201}} for line in lines if "index" in line]
        return 200, {"errors": False, "items": items}
    return 200, {"hits": {"total": {"value": 0}, "hits": []}, "aggregations": {"all": {"buckets": []}}}


@pytest.fixture
def fake() -> Iterator[_Fake]:
    """A server that does what its script says."""
    server = _Fake(("127.0.0.1", 0), _Handler)
    server.script, server.seen, server.product = _healthy, [], "Elasticsearch"
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.sleep", lambda seconds: None)


def _url(fake: _Fake, user: str = "") -> str:
    return f"http://{user}127.0.0.1:{fake.server_port}"


def _entry(number: int = 0) -> Entry:
    return Entry(f"甲/row/{number}", "甲", "row", f"车床{number}")


def _root_says(info: dict[str, Any]) -> Script:
    return lambda method, path, body: (200, info) if path == "/" else _healthy(method, path, body)


def test_a_server_that_is_gone(tmp_path: Path, fake: _Fake) -> None:
    fake.shutdown()
    fake.server_close()
    with pytest.raises(SearchServerError, match="无法连接 http") as caught:
        open_index(tmp_path, _url(fake)).search("车床")
    assert "heshu reindex" in caught.value.advice


def test_opening_contacts_nobody(tmp_path: Path, fake: _Fake) -> None:
    open_index(tmp_path, _url(fake))
    assert fake.seen == []


@pytest.mark.parametrize("number", ["7.17.9", "8.11.0", "10.0.0", "nonsense"])
def test_a_version_we_do_not_speak(tmp_path: Path, fake: _Fake, number: str) -> None:
    fake.script = _root_says({"version": {"number": number}})
    with pytest.raises(SearchServerVersionError, match="版本"):
        open_index(tmp_path, _url(fake)).search("车床")


@pytest.mark.parametrize("number", ["8.19.3", "9.0.0", "9.5.3"])
def test_versions_we_speak(tmp_path: Path, fake: _Fake, number: str) -> None:
    fake.script = _root_says({"version": {"number": number}})
    assert open_index(tmp_path, _url(fake)).search("车床").total == 0


@pytest.mark.parametrize("api", ["8", "9"])
def test_the_version_of_the_api_is_ours_to_say(
    tmp_path: Path, fake: _Fake, monkeypatch: pytest.MonkeyPatch, api: str
) -> None:
    monkeypatch.setenv("HESHU_SEARCH_API", api)
    open_index(tmp_path, _url(fake)).replace("甲", [_entry()])
    spoken = {headers["accept"] for _, _, headers in fake.seen}
    assert spoken == {f"application/vnd.elasticsearch+json; compatible-with={api}"}


def test_a_server_that_does_not_know_our_version_of_the_api(tmp_path: Path, fake: _Fake) -> None:
    fake.script = lambda method, path, body: (400, {"error": {"type": "media_type_header_exception"}})
    with pytest.raises(SearchServerVersionError, match="HESHU_SEARCH_API=8"):
        open_index(tmp_path, _url(fake)).search("车床")


def test_a_server_of_another_make(tmp_path: Path, fake: _Fake) -> None:
    fake.product = "OpenSearch"
    with pytest.raises(SearchServerVersionError, match="不是 Elasticsearch"):
        open_index(tmp_path, _url(fake)).search("车床")


@pytest.mark.parametrize(("name", "value"), [("HESHU_SEARCH_API", "7"), ("HESHU_SEARCH_CA", "/nowhere/ca.pem")])
def test_settings_that_make_no_sense(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(UsageError, match=name):
        open_index(tmp_path, "http://127.0.0.1:1")


@pytest.mark.parametrize("status", [401, 403])
def test_a_server_that_does_not_let_us_in(tmp_path: Path, fake: _Fake, status: int) -> None:
    fake.script = lambda method, path, body: (status, {"error": {"type": "security_exception"}})
    with pytest.raises(SearchServerError, match="拒绝访问"):
        open_index(tmp_path, _url(fake)).search("车床")


def test_a_read_only_index(tmp_path: Path, fake: _Fake) -> None:
    def full(method: str, path: str, body: bytes) -> Answer:
        if not path.endswith("/_bulk"):
            return _healthy(method, path, body)
        return 200, {"errors": True, "items": [{"index": {"_id": "1", "status": 429, "error": _BLOCK}}]}

    fake.script = full
    with pytest.raises(SearchServerReadOnlyError):
        open_index(tmp_path, _url(fake)).replace("甲", [_entry()])
    assert sum(path.endswith("/_bulk") for _, path, _ in fake.seen) == 1  # a full disk does not get better by asking


def test_a_busy_server_is_asked_again_for_what_it_refused_only(tmp_path: Path, fake: _Fake) -> None:
    sizes: list[int] = []

    def busy(method: str, path: str, body: bytes) -> Answer:
        if not path.endswith("/_bulk"):
            return _healthy(method, path, body)
        count = len(body.splitlines()) // 2
        sizes.append(count)
        states = [429 if at < count - 1 else 201 for at in range(count)]
        return 200, {"errors": count > 1, "items": [{"index": {"_id": "1", "status": state}} for state in states]}

    fake.script = busy
    assert open_index(tmp_path, _url(fake)).replace("甲", [_entry(number) for number in range(3)]) == 3
    assert sizes == [3, 2, 1]


def test_a_server_out_of_memory_is_asked_again_for_all(tmp_path: Path, fake: _Fake) -> None:
    """It refuses the whole request before it looks at a document, longer than the client itself asks again."""
    bulks: list[int] = []

    def full(method: str, path: str, body: bytes) -> Answer:
        if not path.endswith("/_bulk"):
            return _healthy(method, path, body)
        bulks.append(len(body.splitlines()) // 2)
        too_large = {"type": "circuit_breaking_exception", "reason": "[parent] Data too large"}
        return (429, {"error": too_large}) if len(bulks) < 10 else _healthy(method, path, body)

    fake.script = full
    assert open_index(tmp_path, _url(fake)).replace("甲", [_entry(number) for number in range(3)]) == 3
    assert bulks == [3] * 10


def test_a_server_busy_for_ever(tmp_path: Path, fake: _Fake) -> None:
    def busy(method: str, path: str, body: bytes) -> Answer:
        if not path.endswith("/_bulk"):
            return _healthy(method, path, body)
        return 200, {"errors": True, "items": [{"index": {"_id": "1", "status": 429}}]}

    fake.script = busy
    with pytest.raises(SearchServerError, match="过载"):
        open_index(tmp_path, _url(fake)).replace("甲", [_entry()])


def test_single_documents_refused_are_named_and_the_rest_is_in(tmp_path: Path, fake: _Fake) -> None:
    conflict = {"type": "mapper_parsing_exception", "reason": "failed to parse field [value]"}

    def strict(method: str, path: str, body: bytes) -> Answer:
        if not path.endswith("/_bulk"):
            return _healthy(method, path, body)
        items: list[dict[str, Any]] = [{"index": {"_id": "a", "status": 201}} for _ in body.splitlines()[::2]]
        items[0] = {"index": {"_id": "bad-one", "status": 400, "error": conflict}}
        return 200, {"errors": True, "items": items}

    fake.script = strict
    with pytest.raises(DocumentsRefusedError, match=r"1条；bad-one .*failed to parse"):
        open_index(tmp_path, _url(fake)).replace("甲", [_entry(number) for number in range(3)])


def test_a_server_that_dies_in_the_middle_leaves_the_alias_alone(tmp_path: Path, fake: _Fake) -> None:
    def dying(method: str, path: str, body: bytes) -> Answer:
        return (503, {"error": "down"}) if path.endswith("/_bulk") else _healthy(method, path, body)

    fake.script = dying
    with pytest.raises(SearchServerError):
        open_index(tmp_path, _url(fake)).rebuild([("甲", [_entry()])])
    assert not any(path == "/_aliases" for _, path, _ in fake.seen)
    assert fake.seen[-1][0] == "DELETE"  # the half-built index


def test_who_we_are(tmp_path: Path, fake: _Fake, monkeypatch: pytest.MonkeyPatch) -> None:
    open_index(tmp_path, _url(fake, "clerk:p%40ss@")).search("车床")
    assert fake.seen[-1][2]["authorization"] == "Basic Y2xlcms6cEBzcw=="
    monkeypatch.setenv("HESHU_SEARCH_API_KEY", "key")
    open_index(tmp_path, _url(fake)).search("车床")
    assert fake.seen[-1][2]["authorization"] == "ApiKey key"


def test_no_secret_in_messages(tmp_path: Path) -> None:
    assert "p@ss" not in ServerSettings.of("http://clerk:p%40ss@host:1", tmp_path).address
    with pytest.raises(UsageError) as caught:
        open_index(tmp_path, "ftp://clerk:secret@host")
    assert "secret" not in str(caught.value)


def test_stores_have_aliases_of_their_own(tmp_path: Path) -> None:
    aliases = {ServerSettings.of("http://host", tmp_path / name).alias for name in ("a", "b")}
    assert len(aliases) == 2


def test_pieces_are_bounded() -> None:
    actions = (bulk.Action(str(number), {"grams": "车床" * 10}) for number in range(2500))
    assert [len(piece) for piece in bulk.pieces(actions)] == [1000, 1000, 500]
    heavy = (bulk.Action(str(number), {"grams": "x" * 3_000_000}) for number in range(5))
    assert [len(piece) for piece in bulk.pieces(heavy)] == [3, 2]


def test_deep_pages_of_a_lost_moment(tmp_path: Path, fake: _Fake) -> None:
    hit = {"_source": {"body": ""}, "_score": 1.0, "sort": [1.0, "a"]}

    def forgetful(method: str, path: str, body: bytes) -> Answer:
        return (404, {"error": {"type": "search_context_missing"}}) if "_pit" in path else _healthy(method, path, body)

    fake.script = forgetful
    from search.cursor import pack

    with pytest.raises(UsageError, match="翻页已过期"):
        open_index(tmp_path, _url(fake)).search("车床", after=pack({"after": hit["sort"], "seen": 20}))


def test_an_answer_of_a_part_only_is_no_answer(tmp_path: Path, fake: _Fake) -> None:
    part: dict[str, Any] = {}

    def partial(method: str, path: str, body: bytes) -> Answer:
        status, answer = _healthy(method, path, body)
        return status, ({**answer, **part} if path.endswith("_search") else answer)

    fake.script = partial
    index = open_index(tmp_path, _url(fake))
    assert index.search("车床").total == 0
    part["timed_out"] = True
    with pytest.raises(SearchTooSlowError):
        index.search("车床")
    part.update(timed_out=False, _shards={"failed": 1})
    with pytest.raises(SearchServerError, match="没有应答"):
        index.search("车床")


def test_refused_documents_keep_the_others_from_nothing(tmp_path: Path, fake: _Fake) -> None:
    """The rest of a rebuild comes into use, and the old entries of a submission still go."""

    def strict(method: str, path: str, body: bytes) -> Answer:
        if not path.endswith("/_bulk"):
            return _healthy(method, path, body)
        error = {"type": "document_parsing_exception", "reason": "x" * 5000}
        return 200, {"errors": True, "items": [{"index": {"_id": "a", "status": 400, "error": error}}]}

    fake.script = strict
    with pytest.raises(DocumentsRefusedError) as caught:
        open_index(tmp_path, _url(fake)).rebuild([("甲", [_entry()])])
    assert len(str(caught.value)) < 400
    assert [path for _, path, _ in fake.seen].count("/_aliases") == 1
    with pytest.raises(DocumentsRefusedError):
        open_index(tmp_path, _url(fake)).replace("甲", [_entry()])
    assert fake.seen[-1][1].endswith("/_refresh")
