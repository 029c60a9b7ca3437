"""Elasticsearch behind the port: the same conditions, tokens and marks as the embedded index."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from pipeline.ports import Answer, Entry, Hit
from pipeline.problems import UsageError
from search.cursor import checked_limit, count_of, pack, unpack
from search.document import entry_from
from search.elastic.aliases import Aliases
from search.elastic.documents import key_of
from search.elastic.render import Dsl, filtered, render
from search.elastic.server import Server, StatusError
from search.elastic.settings import ServerSettings
from search.elastic.writing import Writing
from search.finder import FACETS, SORTS
from search.join import MOST_JOINED, bounded
from search.likeness import likeness
from search.marking import Marker
from search.problems import SearchServerError, SearchTooSlowError
from search.query.compile import compile_query
from search.query.conditions import Condition
from search.query.names import Vocabulary
from search.query.parse import parse
from search.query.tree import Tree
from search.sight import Sight, limits_of, narrowed

_KEEP = "5m"
_SECONDS = "20s"
_FACET_VALUES = 100
_VOCABULARY_SECONDS = 30.0
_BEGINNING = pack({"seen": 0})
"""The first page, with a point in time from there on: for answers that are read to their end."""


class ElasticIndex:
    """One store's entries on a server, behind the store's alias."""

    def __init__(self, settings: ServerSettings, server: Server | None = None) -> None:
        self._settings = settings
        self._server = server or Server(settings)
        self._aliases = Aliases(self._server)
        self._writing = Writing(self._server, self._aliases)
        self._sight: Sight = {}
        self._known: tuple[float, Vocabulary] | None = None
        self._see_again = 0.0

    def replace(self, submission: str, entries: Iterable[Entry]) -> int:
        """See :class:`pipeline.ports.Index`."""
        return self._writing.replace(submission, entries)

    def remove(self, submission: str) -> None:
        """See :class:`pipeline.ports.Index`."""
        if self._aliases.current() is not None:
            self._writing.replace(submission, ())

    def rebuild(self, everything: Iterable[tuple[str, Iterable[Entry]]], *, keep_old: bool = True) -> int:
        """See :class:`pipeline.ports.Index`."""
        return self._writing.rebuild(everything, keep_old=keep_old)

    def search(
        self, query: str, *, limit: int = 20, after: str | None = None, sort: str = "", facets: Sequence[str] = ()
    ) -> Answer:
        """See :class:`pipeline.ports.Index`. From the second page on a point in time keeps the pages in agreement."""
        tree = parse(query)
        state = unpack(after)
        self._see_version()
        body = self._body(self._compiled(query, tree), sort, checked_limit(limit), facets)
        answer = self._page(body, state)
        if answer is None:
            return Answer((), 0, {name: {} for name in facets})
        found = answer["hits"]["hits"]
        mark = Marker(tree)
        hits = tuple(_hit(each, mark) for each in found)
        total = int(answer["hits"]["total"]["value"])
        seen = count_of(state, "seen") + len(hits)
        return Answer(hits, total, _counts(answer, facets), self._following(answer, state, seen, total))

    def export(self, query: str, *, batch: int = 500, sort: str = "") -> Iterator[Hit]:
        """See :class:`search.finder.Finder`."""
        after: str | None = _BEGINNING
        while after is not None:
            answer = self.search(query, limit=batch, after=after, sort=sort)
            yield from answer.hits
            after = answer.next_after

    def entry(self, entry_id: str) -> Entry | None:
        """See :class:`search.finder.Finder`."""
        query = self._limited({"bool": {"filter": [{"ids": {"values": [key_of(entry_id)]}}]}})
        answer = self._ask({"query": query, "size": 1, "_source": ["body"]})
        found = answer["hits"]["hits"] if answer else []
        return entry_from(found[0]["_source"]["body"]) if found else None

    def similar(self, entry_id: str, *, limit: int = 20, other_submissions: bool = True) -> Answer:
        """See :class:`search.finder.Finder`."""
        entry = self.entry(entry_id)
        if entry is None:
            raise KeyError(entry_id)
        body = self._body(likeness(entry, other_submissions=other_submissions), "", checked_limit(limit), ())
        answer = self._ask(body)
        found = answer["hits"]["hits"] if answer else []
        total = int(answer["hits"]["total"]["value"]) if answer else 0
        return Answer(tuple(Hit(entry_from(each["_source"]["body"]), each["_score"]) for each in found), total)

    def limited_to(self, allowed: Mapping[str, Sequence[str]]) -> ElasticIndex:
        """See :class:`search.finder.Finder`."""
        limited = ElasticIndex(self._settings, self._server)
        limited._sight = narrowed(self._sight, allowed)
        return limited

    def size(self) -> int:
        """See :class:`search.finder.Finder`."""
        answer = self._ask({"query": self._limited({"match_all": {}}), "size": 0, "track_total_hits": True})
        return int(answer["hits"]["total"]["value"]) if answer else 0

    def _compiled(self, query: str, tree: Tree) -> Condition:
        return compile_query(query, tree, self._vocabulary, dictionary=self._settings.dictionary)

    def _body(self, condition: Condition, sort: str, limit: int, facets: Sequence[str]) -> Dsl:
        unknown = [name for name in facets if name not in FACETS]
        if sort not in SORTS or unknown:
            raise UsageError(f"不能按“{(unknown or [sort])[0]}”{'统计' if unknown else '排序'}")
        query = self._limited(render(condition, self._submissions))
        if sort.endswith("number"):
            query = {"bool": {"must": [query], "filter": [{"exists": {"field": "value"}}]}}
        return {
            "query": query,
            "size": limit,
            "track_total_hits": True,
            "_source": ["body"],
            **_order(sort),
            **(
                {"aggs": {name: {"terms": {"field": name, "size": _FACET_VALUES}} for name in facets}} if facets else {}
            ),
        }

    def _limited(self, query: Dsl) -> Dsl:
        """The query within what may be seen; every request that reads entries or counts them goes through here."""
        if not self._sight:
            return query
        limits = [render(limit, self._submissions) for limit in limits_of(self._sight)]
        return {"bool": {"must": [query], "filter": limits}}

    def _page(self, body: Dsl, state: Mapping[str, Any]) -> dict[str, Any] | None:
        """The page that a cursor points at; None where nothing was indexed yet."""
        if not state:
            return self._ask(body)
        try:
            at = state.get("at") or self._server.call("POST", f"/{self._aliases.alias}/_pit?keep_alive={_KEEP}")["id"]
            order = [*body.get("sort", [{"_score": "desc"}]), {"_shard_doc": "asc"}]
            point: Dsl = {"pit": {"id": at, "keep_alive": _KEEP}, "sort": order, "track_scores": True}
            # The first page was asked without a point in time, which would have cost it a third of its speed.
            place = {"search_after": state["after"]} if "after" in state else {"from": count_of(state, "seen")}
            return self._searched("", {**body, **point, **place})
        except StatusError as error:
            if error.kind == "index_not_found_exception" and not count_of(state, "seen"):
                return None
            raise UsageError("翻页已过期，请重新检索") from error

    def _following(self, answer: Mapping[str, Any], state: Mapping[str, Any], seen: int, total: int) -> str | None:
        found = answer["hits"]["hits"]
        if not found or seen >= total:
            self._close(answer.get("pit_id"))
            return None
        if "pit_id" not in answer:
            return pack({"seen": seen})
        return pack({"after": found[-1]["sort"], "at": answer["pit_id"], "seen": seen})

    def _close(self, point: str | None) -> None:
        if point:
            self._server.call("DELETE", "/_pit", {"id": point})

    def _ask(self, body: Dsl) -> dict[str, Any] | None:
        try:
            return self._searched(f"/{self._aliases.alias}", body)
        except StatusError as error:
            if error.kind == "index_not_found_exception":
                return None
            raise

    def _searched(self, place: str, body: Dsl) -> dict[str, Any]:
        """The answer to a search, all of it and in time: every search goes through here."""
        return _whole(self._server.call("POST", f"{place}/_search", {**body, "timeout": _SECONDS}))

    def _submissions(self, query: Dsl) -> list[str]:
        return bounded(self._terms(self._limited(query), "submission", MOST_JOINED + 1))

    def _see_version(self) -> None:
        """Now and then: is the index of our version? Another's would answer, but not all that it should."""
        if time.monotonic() > self._see_again:
            index = self._aliases.current()
            if index is not None:
                self._aliases.check(index)
            self._see_again = time.monotonic() + _VOCABULARY_SECONDS

    def _vocabulary(self) -> Vocabulary:
        """The fields the index holds, looked up now and then."""
        if self._known is None or time.monotonic() - self._known[0] > _VOCABULARY_SECONDS:
            pairs = (text.partition("\t") for text in self._terms({"match_all": {}}, "named", 5000))
            self._known = (time.monotonic(), Vocabulary(tuple((key, label) for key, _, label in pairs)))
        return self._known[1]

    def _terms(self, query: Dsl, name: str, size: int) -> list[str]:
        asked: Dsl = {"query": filtered(query), "size": 0}
        asked |= {"aggs": {"all": {"terms": {"field": name, "size": size}}}}
        answer = self._ask(asked)
        return [str(bucket["key"]) for bucket in answer["aggregations"]["all"]["buckets"]] if answer else []


def _whole(answer: dict[str, Any]) -> dict[str, Any]:
    """The answer, where it is one of all of the index.

    Raises:
        SearchTooSlowError: it was stopped at the time limit.
        SearchServerError: a part of the index did not answer.
    """
    if answer.get("timed_out"):
        raise SearchTooSlowError
    if answer.get("_shards", {}).get("failed"):
        raise SearchServerError("索引的一部分没有应答")
    return answer


def _order(sort: str) -> Dsl:
    """How the answer is sorted. By relevance the server does so unasked, and faster than when it is told to."""
    if sort in {"", "relevance"}:
        return {}
    field = {"number": "value", "submission": "submission"}[sort.removeprefix("-")]
    return {"sort": [{field: "desc" if sort.startswith("-") else "asc"}], "track_scores": True}


def _counts(answer: Mapping[str, Any], facets: Sequence[str]) -> dict[str, dict[str, int]]:
    found = answer.get("aggregations", {})
    return {
        name: {str(bucket["key"]): int(bucket["doc_count"]) for bucket in found[name]["buckets"]} for name in facets
    }


def _hit(found: Mapping[str, Any], mark: Marker) -> Hit:
    entry = entry_from(found["_source"]["body"])
    return Hit(entry, float(found["_score"] or 0.0), mark(entry.text))
