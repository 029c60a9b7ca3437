"""The embedded index behind the port: one writer at a time over processes, any number of readers meanwhile."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from tantivy import DocAddress, Index, IndexWriter, Order, Query, SearchResult

from pipeline.ports import Answer, Entry, Hit
from pipeline.problems import UsageError
from search.cursor import checked_limit, count_of, pack, unpack
from search.document import document_of, entry_from
from search.finder import FACETS, SORTS
from search.join import MOST_JOINED, bounded
from search.likeness import likeness
from search.local.home import Home
from search.local.reader import Moment, Reader
from search.local.render import Renderer
from search.local.schema import schema, tantivy_document
from search.lock import locked
from search.marking import Marker
from search.query.compile import compile_query
from search.query.conditions import Condition, Everything, Value
from search.query.parse import parse
from search.query.tree import Tree
from search.sight import Sight, limits_of, narrowed

_HEAP = 64_000_000
_FACET_VALUES = 100
EXPORTED_AT_ONCE = 20_000
"""Addresses of hits that an export holds at a time."""


class LocalIndex:
    """Tantivy in a directory. Nothing is created before the first write."""

    def __init__(self, folder: Path, *, dictionary: bool = False) -> None:
        self._dictionary = dictionary
        self._home = Home(folder)
        self._reader = Reader(self._home)
        self._sight: Sight = {}

    def replace(self, submission: str, entries: Iterable[Entry]) -> int:
        """See :class:`pipeline.ports.Index`. Readers see the old entries until all of the new are there."""
        with locked(self._home.folder):
            directory = self._home.current()
            index = Index.open(str(directory)) if directory else None
            if directory is None or index is None:
                directory = self._home.fresh()
                index = Index(schema(), path=str(directory))
            count = _write(index, [(submission, entries)], forget=True)
            if directory != self._home.current():
                self._home.use(directory)
            return count

    def remove(self, submission: str) -> None:
        """See :class:`pipeline.ports.Index`."""
        if self._home.current() is not None:
            self.replace(submission, ())

    def rebuild(self, everything: Iterable[tuple[str, Iterable[Entry]]], *, keep_old: bool = True) -> int:
        """See :class:`pipeline.ports.Index`. Whatever state the old index is in, this one takes its place.

        Its files go in any case: who reads them still has them open.
        """
        with locked(self._home.folder):
            directory = self._home.fresh()
            count = _write(Index(schema(), path=str(directory)), everything, forget=False)
            self._home.use(directory)
            return count

    def search(
        self, query: str, *, limit: int = 20, after: str | None = None, sort: str = "", facets: Sequence[str] = ()
    ) -> Answer:
        """See :class:`pipeline.ports.Index`. Pages agree with each other while this process keeps their moment."""
        checked_limit(limit)
        state = unpack(after)
        moment = self._reader.at(state.get("moment"))
        tree = parse(query)
        if moment is None:
            return Answer((), 0, {name: {} for name in facets})
        rendered = self._rendered(self._compiled(query, tree, moment), moment, sort)
        offset = count_of(state, "offset")
        addresses, total = _page(moment, rendered, offset, limit, sort)
        mark = Marker(tree)
        hits = tuple(_hit(moment, address, score, mark) for score, address in addresses)
        more = offset + len(hits) < total and bool(hits)
        following = pack({"offset": offset + len(hits), "moment": moment.name}) if more else None
        return Answer(hits, total, {name: _counts(moment, rendered, name) for name in facets}, following)

    def export(self, query: str, *, batch: int = 500, sort: str = "") -> Iterator[Hit]:
        """See :class:`search.finder.Finder`."""
        tree = parse(query)
        moment = self._reader.now()
        if moment is None:
            return iter(())
        rendered = self._rendered(self._compiled(query, tree, moment), moment, sort)
        return _all_of(moment, rendered, sort, Marker(tree))

    def entry(self, entry_id: str) -> Entry | None:
        """See :class:`search.finder.Finder`."""
        moment = self._reader.now()
        if moment is None:
            return None
        query = self._rendered(Value("id", (entry_id,)), moment, "")
        found = moment.searcher.search(query, 1).hits
        return _entry(moment, found[0][1]) if found else None

    def similar(self, entry_id: str, *, limit: int = 20, other_submissions: bool = True) -> Answer:
        """See :class:`search.finder.Finder`."""
        entry, moment = self.entry(entry_id), self._reader.now()
        if entry is None or moment is None:
            raise KeyError(entry_id)
        query = self._rendered(likeness(entry, other_submissions=other_submissions), moment, "")
        found, total = _page(moment, query, 0, checked_limit(limit), "")
        return Answer(tuple(Hit(_entry(moment, address), score) for score, address in found), total)

    def limited_to(self, allowed: Mapping[str, Sequence[str]]) -> LocalIndex:
        """See :class:`search.finder.Finder`."""
        limited = LocalIndex(self._home.folder, dictionary=self._dictionary)
        limited._reader = self._reader
        limited._sight = narrowed(self._sight, allowed)
        return limited

    def size(self) -> int:
        """See :class:`search.finder.Finder`."""
        moment = self._reader.now()
        if moment is None:
            return 0
        return _total(moment.searcher.search(self._rendered(Everything(), moment, ""), 1))

    def _compiled(self, query: str, tree: Tree, moment: Moment) -> Condition:
        return compile_query(query, tree, moment.vocabulary, dictionary=self._dictionary)

    def _rendered(self, condition: Condition, moment: Moment, sort: str) -> Query:
        if sort not in SORTS:
            raise UsageError(f"不能按“{sort}”排序")
        rendered = Renderer(
            moment.index,
            lambda query: bounded(list(moment.counts(query, "submission", MOST_JOINED + 1))),
            tuple(limits_of(self._sight)),
        ).within(condition)
        if sort.endswith("number"):
            exists = Query.const_score_query(Query.exists_query("value"), 0.0)
            return rendered.and_must_match(exists)
        return rendered


def _write(index: Index, everything: Iterable[tuple[str, Iterable[Entry]]], *, forget: bool) -> int:
    """Write and commit all at once; on any error nothing of it is kept."""
    writer: IndexWriter = index.writer(_HEAP, 1)
    count = 0
    for submission, entries in everything:
        if forget:
            writer.delete_documents_by_term("submission", submission)
        for entry in entries:
            writer.add_document(tantivy_document(document_of(entry)))
            count += 1
    writer.commit()
    writer.wait_merging_threads()
    return count


def _page(
    moment: Moment, query: Query, offset: int, limit: int, sort: str
) -> tuple[list[tuple[float, DocAddress]], int]:
    if sort in {"", "relevance"}:
        found = moment.searcher.search(query, limit, offset=offset)
        return found.hits, _total(found)
    order = Order.Desc if sort.startswith("-") else Order.Asc
    name = {"number": "value", "submission": "submission"}[sort.removeprefix("-")]
    found = moment.searcher.search(query, limit, offset=offset, order_by_field=name, order=order)
    return [(0.0, address) for _, address in found.hits], _total(found)


def _all_of(moment: Moment, query: Query, sort: str, mark: Marker) -> Iterator[Hit]:
    """All hits in their order. In large parts: each part ranks anew what went before it."""
    offset = 0
    while found := _page(moment, query, offset, EXPORTED_AT_ONCE, sort)[0]:
        yield from (_hit(moment, address, score, mark) for score, address in found)
        offset += len(found)


def _total(found: SearchResult) -> int:
    return int(getattr(found, "count", 0))  # its type stub forgets the count


def _counts(moment: Moment, query: Query, name: str) -> dict[str, int]:
    if name not in FACETS:
        raise UsageError(f"不能按“{name}”统计")
    return moment.counts(query, name, _FACET_VALUES)


def _entry(moment: Moment, address: DocAddress) -> Entry:
    body = moment.searcher.doc(address).get_first("body")
    return entry_from(bytes(body or b""))


def _hit(moment: Moment, address: DocAddress, score: float, mark: Marker) -> Hit:
    entry = _entry(moment, address)
    return Hit(entry, float(score), mark(entry.text))
