"""What is sent to a server: bounded in time, in pace and in kind, whatever a reviewer writes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from threading import Event
from typing import Any

import pytest
import yaml

from pipeline.ports import Entry
from search import open_index
from search.document import document_of
from search.elastic import bulk
from search.frame import TEXT_SCOPES
from search.lock import locked
from search.mapping import mapping
from search.problems import IndexBusyError, QuerySyntaxError
from tests.search.fake_server import Answer, FakeServer, healthy

CASES = yaml.safe_load((Path(__file__).parent / "contract" / "cases.yaml").read_text(encoding="utf-8"))
KINDS = {
    "bool", "must", "should", "filter", "must_not", "minimum_should_match", "constant_score", "boost",
    "match_all", "match_none", "ids", "values", "term", "terms", "value", "match_phrase", "match_phrase_prefix",
    "max_expansions", "prefix", "query", "range", "gte", "gt", "lte", "lt", "match", "operator",
}  # fmt: skip
"""All words of the query DSL that we use: no script, no regular expression, no wildcard, no query as a text."""
FIELDS = {*mapping()["mappings"]["properties"], *(f"p.{scope}" for scope in TEXT_SCOPES), "words"}
NASTY = (
    '"}}]},"script":{"source":"1"}', "车*床", "*", "a?b*c", "grams:x", "/.*/", "a~5", "车 {!lucene}", "<script>",
    r"C:\\data \"x\" && ||", "_exists_:a", "[1 TO *]", "企业:*", "企业:a* OR *", "提到:/.*/", "文件:../../x", "奇怪:>5",
)  # fmt: skip


def _entry(number: int = 0) -> Entry:
    return Entry(f"甲/row/{number}", "甲", "row", f"车床{number}")


def _words_of(query: Any) -> Iterator[str]:
    """Every name in a query: of kinds of queries and of fields."""
    if isinstance(query, dict):
        for name, part in query.items():
            yield name
            yield from _words_of(part)
    elif isinstance(query, list):
        for part in query:
            yield from _words_of(part)


@pytest.mark.parametrize("query", [*NASTY, *(case["query"] for case in CASES)])
def test_queries_are_made_of_known_parts_only(tmp_path: Path, fake: FakeServer, query: str) -> None:
    """Nothing that a reviewer writes becomes a kind of query, a field, or a query in some syntax of the server."""

    def knowing(method: str, path: str, body: bytes) -> Answer:
        """It holds two fields, one of an odd name."""
        status, answer = healthy(method, path, body)
        buckets = [{"key": "devices.total\t设备数量"}, {"key": 'x:(*"\t奇怪'}]
        return status, answer if path == "/" else {
            **answer,
            "aggregations": {"all": {"buckets": buckets}, "city": {"buckets": []}},
        }

    fake.script = knowing
    try:
        open_index(tmp_path, fake.url()).search(query, facets=["city"])
    except QuerySyntaxError:
        return
    queries = [body["query"] for path, body in fake.asked if path.endswith("_search")]
    assert queries
    for word in (word for each in queries for word in _words_of(each)):
        assert word in KINDS | FIELDS, word


def test_every_search_has_a_limit_of_time(tmp_path: Path, fake: FakeServer) -> None:
    index = open_index(tmp_path, fake.url())
    index.search("类型:行业型 车床")
    index.entry("甲/row/1")
    index.size()
    list(index.export("设备数量:>5"))
    asked = [body for path, body in fake.asked if path.endswith("_search")]
    assert len(asked) >= 5
    assert {body.get("timeout") for body in asked} == {"20s"}


def test_a_point_in_time_is_given_back_after_the_last_page(tmp_path: Path, fake: FakeServer) -> None:
    hit = {"_source": {"body": json.dumps(_body())}, "_score": 1.0, "sort": [1.0, 1]}

    def paged(method: str, path: str, body: bytes) -> Answer:
        if not path.endswith("_search"):
            return healthy(method, path, body)
        point = {"pit_id": "a moment"} if b"pit" in body else {}
        return 200, {"hits": {"total": {"value": 2}, "hits": [hit]}, **point}

    fake.script = paged
    index = open_index(tmp_path, fake.url())
    first = index.search("车床", limit=1)
    assert ("DELETE", "/_pit") not in [each[:2] for each in fake.seen]
    assert index.search("车床", limit=1, after=first.next_after).next_after is None
    assert [each[:2] for each in fake.seen].count(("DELETE", "/_pit")) == 1
    paged_bodies = [body for path, body in fake.asked if path == "/_search"]
    assert [body["pit"]["id"] for body in paged_bodies] == ["a moment"]


def _body() -> list[Any]:
    made: list[Any] = json.loads(document_of(_entry()).body)
    return made


def test_a_write_gives_its_point_in_time_back(tmp_path: Path, fake: FakeServer) -> None:
    open_index(tmp_path, fake.url()).replace("甲", [_entry()])
    assert [each[:2] for each in fake.seen].count(("DELETE", "/_pit")) == 1


def test_the_alias_changes_hands_in_one_step(tmp_path: Path, fake: FakeServer) -> None:
    """A search between taking it away and giving it would find nothing."""
    open_index(tmp_path, fake.url()).rebuild([("甲", [_entry()])])
    swaps = [body["actions"] for path, body in fake.asked if path == "/_aliases"]
    assert [[next(iter(action)) for action in actions] for actions in swaps] == [["add", "remove"]]


def test_documents_are_made_no_faster_than_the_server_takes_them(
    tmp_path: Path, fake: FakeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "PIECE_DOCUMENTS", 10)
    made, all_made = 0, Event()
    at_first_answer: list[int] = []

    def slow(method: str, path: str, body: bytes) -> Answer:
        if path.endswith("/_bulk") and not at_first_answer:
            all_made.wait(1.0)  # long enough for all of them, where nothing holds them back
            at_first_answer.append(made)
        return healthy(method, path, body)

    def entries() -> Iterator[Entry]:
        nonlocal made
        for number in range(200):
            made += 1
            yield _entry(number)
        all_made.set()

    fake.script = slow
    assert open_index(tmp_path, fake.url()).rebuild([("甲", entries())]) == 200
    assert at_first_answer[0] <= 10 * (bulk.IN_FLIGHT + bulk.AHEAD)


def test_what_somebody_else_deleted_is_no_refusal(tmp_path: Path, fake: FakeServer) -> None:
    def gone(method: str, path: str, body: bytes) -> Answer:
        if not path.endswith("/_bulk"):
            return healthy(method, path, body)
        return 200, {"errors": True, "items": [{"delete": {"_id": "a", "status": 404, "result": "not_found"}}]}

    fake.script = gone
    assert open_index(tmp_path, fake.url()).replace("甲", [_entry()]) == 1


def test_writers_take_turns(tmp_path: Path, fake: FakeServer, monkeypatch: pytest.MonkeyPatch) -> None:
    index = open_index(tmp_path, fake.url())
    monkeypatch.setattr("search.lock.WAIT_SECONDS", 0.0)
    with locked(tmp_path / "index"):
        with pytest.raises(IndexBusyError):
            index.replace("甲", [_entry()])
        with pytest.raises(IndexBusyError):
            index.rebuild([("甲", [_entry()])])
    assert fake.seen == []
    assert index.replace("甲", [_entry()]) == 1
