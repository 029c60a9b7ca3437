"""A server that is gone, too old, full, busy or strict: a clear error, and nothing else breaks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
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
from tests.search.fake_server import Answer, FakeServer, Script, healthy

_BLOCK = {"type": "cluster_block_exception", "reason": "disk usage exceeded flood-stage watermark, index is read-only"}


@pytest.fixture(autouse=True)
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long each pause would have been; none is made."""
    made: list[float] = []
    monkeypatch.setattr("time.sleep", made.append)
    return made


def _entry(number: int = 0) -> Entry:
    return Entry(f"甲/row/{number}", "甲", "row", f"车床{number}")


def _root_says(info: dict[str, Any]) -> Script:
    return lambda method, path, body: (200, info) if path == "/" else healthy(method, path, body)


def test_a_server_that_is_gone(tmp_path: Path, fake: FakeServer) -> None:
    fake.shutdown()
    fake.server_close()
    with pytest.raises(SearchServerError, match="无法连接 http") as caught:
        open_index(tmp_path, fake.url()).search("车床")
    assert "heshu reindex" in caught.value.advice


def test_opening_contacts_nobody(tmp_path: Path, fake: FakeServer) -> None:
    open_index(tmp_path, fake.url())
    assert fake.seen == []


@pytest.mark.parametrize("number", ["7.17.9", "8.11.0", "10.0.0", "nonsense"])
def test_a_version_we_do_not_speak(tmp_path: Path, fake: FakeServer, number: str) -> None:
    fake.script = _root_says({"version": {"number": number}})
    index = open_index(tmp_path, fake.url())
    for _ in range(2):  # it stays refused
        with pytest.raises(SearchServerVersionError, match="版本"):
            index.search("车床")


@pytest.mark.parametrize("number", ["8.19.3", "9.0.0", "9.5.3"])
def test_versions_we_speak(tmp_path: Path, fake: FakeServer, number: str) -> None:
    fake.script = _root_says({"version": {"number": number}})
    index = open_index(tmp_path, fake.url())
    assert [index.search("车床").total for _ in range(3)] == [0, 0, 0]
    assert [path for _, path, _ in fake.seen].count("/") == 1  # asked once only


@pytest.mark.parametrize("api", ["8", "9"])
def test_the_version_of_the_api_is_ours_to_say(
    tmp_path: Path, fake: FakeServer, monkeypatch: pytest.MonkeyPatch, api: str
) -> None:
    monkeypatch.setenv("HESHU_SEARCH_API", api)
    open_index(tmp_path, fake.url()).replace("甲", [_entry()])
    spoken = {headers["accept"] for _, _, headers in fake.seen}
    assert spoken == {f"application/vnd.elasticsearch+json; compatible-with={api}"}


def test_a_server_that_does_not_know_our_version_of_the_api(tmp_path: Path, fake: FakeServer) -> None:
    fake.script = lambda method, path, body: (400, {"error": {"type": "media_type_header_exception"}})
    with pytest.raises(SearchServerVersionError, match="HESHU_SEARCH_API=8"):
        open_index(tmp_path, fake.url()).search("车床")


def test_a_server_of_another_make(tmp_path: Path, fake: FakeServer) -> None:
    fake.product = "OpenSearch"
    with pytest.raises(SearchServerVersionError, match="不是 Elasticsearch"):
        open_index(tmp_path, fake.url()).search("车床")


@pytest.mark.parametrize(("name", "value"), [("HESHU_SEARCH_API", "7"), ("HESHU_SEARCH_CA", "/nowhere/ca.pem")])
def test_settings_that_make_no_sense(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(UsageError, match=name):
        open_index(tmp_path, "http://127.0.0.1:1")


@pytest.mark.parametrize("status", [401, 403])
def test_a_server_that_does_not_let_us_in(tmp_path: Path, fake: FakeServer, status: int) -> None:
    fake.script = lambda method, path, body: (status, {"error": {"type": "security_exception"}})
    with pytest.raises(SearchServerError, match="拒绝访问"):
        open_index(tmp_path, fake.url()).search("车床")


def test_a_read_only_index(tmp_path: Path, fake: FakeServer) -> None:
    def full(method: str, path: str, body: bytes) -> Answer:
        if not path.endswith("/_bulk"):
            return healthy(method, path, body)
        return 200, {"errors": True, "items": [{"index": {"_id": "1", "status": 429, "error": _BLOCK}}]}

    fake.script = full
    with pytest.raises(SearchServerReadOnlyError):
        open_index(tmp_path, fake.url()).replace("甲", [_entry()])
    assert sum(path.endswith("/_bulk") for _, path, _ in fake.seen) == 1  # a full disk does not get better by asking


def test_an_index_that_takes_no_request_at_all(tmp_path: Path, fake: FakeServer) -> None:
    """The block may meet the request as a whole: it is no question of who we are."""

    def full(method: str, path: str, body: bytes) -> Answer:
        return (403, {"error": _BLOCK}) if path.endswith("/_bulk") else healthy(method, path, body)

    fake.script = full
    with pytest.raises(SearchServerReadOnlyError, match="flood-stage"):
        open_index(tmp_path, fake.url()).replace("甲", [_entry()])


def test_a_busy_server_is_asked_again_for_what_it_refused_only(tmp_path: Path, fake: FakeServer) -> None:
    sizes: list[int] = []

    def busy(method: str, path: str, body: bytes) -> Answer:
        if not path.endswith("/_bulk"):
            return healthy(method, path, body)
        count = len(body.splitlines()) // 2
        sizes.append(count)
        states = [429 if at < count - 1 else 201 for at in range(count)]
        return 200, {"errors": count > 1, "items": [{"index": {"_id": "1", "status": state}} for state in states]}

    fake.script = busy
    assert open_index(tmp_path, fake.url()).replace("甲", [_entry(number) for number in range(3)]) == 3
    assert sizes == [3, 2, 1]


def test_a_server_out_of_memory_is_asked_again_for_all(tmp_path: Path, fake: FakeServer) -> None:
    """It refuses the whole request before it looks at a document, longer than the client itself asks again."""
    bulks: list[int] = []

    def full(method: str, path: str, body: bytes) -> Answer:
        if not path.endswith("/_bulk"):
            return healthy(method, path, body)
        bulks.append(len(body.splitlines()) // 2)
        too_large = {"type": "circuit_breaking_exception", "reason": "[parent] Data too large"}
        return (429, {"error": too_large}) if len(bulks) < 10 else healthy(method, path, body)

    fake.script = full
    assert open_index(tmp_path, fake.url()).replace("甲", [_entry(number) for number in range(3)]) == 3
    assert bulks == [3] * 10


def test_a_server_busy_for_ever(tmp_path: Path, fake: FakeServer, pauses: list[float]) -> None:
    def busy(method: str, path: str, body: bytes) -> Answer:
        if not path.endswith("/_bulk"):
            return healthy(method, path, body)
        return 200, {"errors": True, "items": [{"index": {"_id": "1", "status": 429}}]}

    fake.script = busy
    with pytest.raises(SearchServerError, match="过载"):
        open_index(tmp_path, fake.url()).replace("甲", [_entry()])
    assert pauses == [0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 10.0]  # it is given more and more time


def test_single_documents_refused_are_named_and_the_rest_is_in(tmp_path: Path, fake: FakeServer) -> None:
    conflict = {"type": "mapper_parsing_exception", "reason": "failed to parse field [value]"}

    def strict(method: str, path: str, body: bytes) -> Answer:
        if not path.endswith("/_bulk"):
            return healthy(method, path, body)
        items: list[dict[str, Any]] = [{"index": {"_id": "a", "status": 201}} for _ in body.splitlines()[::2]]
        items[0] = {"index": {"_id": "bad-one", "status": 400, "error": conflict}}
        return 200, {"errors": True, "items": items}

    fake.script = strict
    with pytest.raises(DocumentsRefusedError, match=r"1条；bad-one .*failed to parse"):
        open_index(tmp_path, fake.url()).replace("甲", [_entry(number) for number in range(3)])


def test_a_server_that_dies_in_the_middle_leaves_the_alias_alone(tmp_path: Path, fake: FakeServer) -> None:
    def dying(method: str, path: str, body: bytes) -> Answer:
        return (503, {"error": "down"}) if path.endswith("/_bulk") else healthy(method, path, body)

    fake.script = dying
    with pytest.raises(SearchServerError):
        open_index(tmp_path, fake.url()).rebuild([("甲", [_entry()])])
    assert not any(path == "/_aliases" for _, path, _ in fake.seen)
    assert fake.seen[-1][0] == "DELETE"  # the half-built index


def test_a_rebuild_that_is_interrupted_by_hand_leaves_nothing_behind(tmp_path: Path, fake: FakeServer) -> None:
    def stopped() -> Iterator[Entry]:
        yield _entry()
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        open_index(tmp_path, fake.url()).rebuild([("甲", stopped())])
    assert fake.seen[-1][0] == "DELETE"
    assert not any(path == "/_aliases" for _, path, _ in fake.seen)


def test_a_request_that_is_refused_is_told_and_is_not_taken_for_an_empty_index(
    tmp_path: Path, fake: FakeServer
) -> None:
    """Else an empty index would take the place of the full one."""
    refusal = {"type": "illegal_argument_exception", "reason": "x" * 5000}

    def strict(method: str, path: str, body: bytes) -> Answer:
        return (400, {"error": refusal}) if path.startswith("/_alias/") else healthy(method, path, body)

    fake.script = strict
    with pytest.raises(SearchServerError, match="不接受请求（400 illegal_argument_exception") as caught:
        open_index(tmp_path, fake.url()).replace("甲", [_entry()])
    assert len(str(caught.value)) < 500
    assert not any(method == "PUT" for method, _, _ in fake.seen)


def test_a_server_that_is_gone_for_good_is_told_as_what_it_is(tmp_path: Path, fake: FakeServer) -> None:
    """That the half-built index can't be deleted either is no news."""

    def dead(method: str, path: str, body: bytes) -> Answer:
        if path.endswith("/_bulk"):
            return 503, {"error": "down in the bulk"}
        return (503, {"error": "down for good"}) if method == "DELETE" else healthy(method, path, body)

    fake.script = dead
    with pytest.raises(SearchServerError, match="in the bulk"):
        open_index(tmp_path, fake.url()).rebuild([("甲", [_entry()])])


def test_who_we_are(tmp_path: Path, fake: FakeServer, monkeypatch: pytest.MonkeyPatch) -> None:
    open_index(tmp_path, fake.url("clerk:p%40ss@")).search("车床")
    assert fake.seen[-1][2]["authorization"] == "Basic Y2xlcms6cEBzcw=="
    monkeypatch.setenv("HESHU_SEARCH_API_KEY", "key")
    open_index(tmp_path, fake.url()).search("车床")
    assert fake.seen[-1][2]["authorization"] == "ApiKey key"


def test_a_name_of_the_address_is_unquoted_and_a_key_comes_before_it(
    tmp_path: Path, fake: FakeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_index(tmp_path, fake.url("cl%3Aerk@")).search("车床")
    assert fake.seen[-1][2]["authorization"] == "Basic Y2w6ZXJrOg=="
    monkeypatch.setenv("HESHU_SEARCH_API_KEY", "key")
    open_index(tmp_path, fake.url("clerk:pass@")).search("车床")
    assert fake.seen[-1][2]["authorization"] == "ApiKey key"


def test_what_the_address_leaves_out(tmp_path: Path) -> None:
    ports = [ServerSettings.of(url, tmp_path).port for url in ("http://a", "https://a", "https://a:9443")]
    assert ports == [9200, 443, 9443]


def test_a_server_below_a_path(tmp_path: Path, fake: FakeServer) -> None:
    fake.script = lambda method, path, body: healthy(method, path.removeprefix("/es"), body)
    assert open_index(tmp_path, f"{fake.url()}/es/").replace("甲", [_entry()]) == 1
    assert {path.partition("/es/")[0] for _, path, _ in fake.seen} == {""}


def test_no_secret_in_messages(tmp_path: Path) -> None:
    assert ServerSettings.of("http://clerk:p%40ss@host:1/es", tmp_path).address == "http://host:1/es"
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


def test_deep_pages_of_a_lost_moment(tmp_path: Path, fake: FakeServer) -> None:
    hit = {"_source": {"body": ""}, "_score": 1.0, "sort": [1.0, "a"]}

    def forgetful(method: str, path: str, body: bytes) -> Answer:
        return (404, {"error": {"type": "search_context_missing"}}) if "_pit" in path else healthy(method, path, body)

    fake.script = forgetful
    from search.cursor import pack

    with pytest.raises(UsageError, match="翻页已过期"):
        open_index(tmp_path, fake.url()).search("车床", after=pack({"after": hit["sort"], "seen": 20}))


def test_an_answer_of_a_part_only_is_no_answer(tmp_path: Path, fake: FakeServer) -> None:
    part: dict[str, Any] = {}

    def partial(method: str, path: str, body: bytes) -> Answer:
        status, answer = healthy(method, path, body)
        return status, ({**answer, **part} if path.endswith("_search") else answer)

    fake.script = partial
    index = open_index(tmp_path, fake.url())
    assert index.search("车床").total == 0
    part["timed_out"] = True
    with pytest.raises(SearchTooSlowError):
        index.search("车床")
    part.update(timed_out=False, _shards={"failed": 1})
    with pytest.raises(SearchServerError, match="没有应答"):
        index.search("车床")


def test_refused_documents_keep_the_others_from_nothing(tmp_path: Path, fake: FakeServer) -> None:
    """The rest of a rebuild comes into use, and the old entries of a submission still go."""

    def strict(method: str, path: str, body: bytes) -> Answer:
        if not path.endswith("/_bulk"):
            return healthy(method, path, body)
        error = {"type": "document_parsing_exception", "reason": "x" * 5000}
        return 200, {"errors": True, "items": [{"index": {"_id": "a", "status": 400, "error": error}}]}

    fake.script = strict
    with pytest.raises(DocumentsRefusedError) as caught:
        open_index(tmp_path, fake.url()).rebuild([("甲", [_entry()])])
    assert len(str(caught.value)) < 400
    assert [path for _, path, _ in fake.seen].count("/_aliases") == 1
    with pytest.raises(DocumentsRefusedError):
        open_index(tmp_path, fake.url()).replace("甲", [_entry()])
    assert fake.seen[-1][1].endswith("/_refresh")
