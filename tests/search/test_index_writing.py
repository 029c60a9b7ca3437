"""What an index keeps: replaced, forgotten, rebuilt, whatever was read; on both engines."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from threading import Event, Thread

import pytest

from pipeline.ports import Entry
from search.finder import Finder
from search.problems import QuerySyntaxError

MakeEntry = Callable[..., Entry]
Open = Callable[[], Finder]


def _texts(index: Finder, query: str) -> list[str]:
    return [hit.entry.text for hit in index.search(query, limit=1000).hits]


def test_nothing_indexed_yet_is_no_error(empty_engine: Open) -> None:
    index = empty_engine()
    assert index.search("车床", facets=["city"]).total == 0
    assert index.size() == 0
    assert list(index.export("车床")) == []
    assert index.entry("甲/row/1") is None
    index.remove("甲")


def test_nothing_indexed_yet_still_names_the_wrong_character(empty_engine: Open) -> None:
    with pytest.raises(QuerySyntaxError):
        empty_engine().search("(车床")


def test_replace_is_idempotent_and_exact(empty_engine: Open, make_entry: MakeEntry) -> None:
    index = empty_engine()
    entries = [make_entry("甲", "数控车床", 1), make_entry("甲", "注塑机", 2)]
    assert index.replace("甲", entries) == 2
    assert index.replace("甲", entries) == 2
    assert index.size() == 2
    assert index.replace("甲", [make_entry("甲", "加工中心", 3)]) == 1
    assert _texts(index, "*") == ["加工中心"]


def test_replace_leaves_other_submissions_alone(empty_engine: Open, make_entry: MakeEntry) -> None:
    index = empty_engine()
    index.replace("甲", [make_entry("甲", "数控车床")])
    index.replace("甲乙", [make_entry("甲乙", "数控铣床")])
    index.remove("甲")
    assert _texts(index, "数控") == ["数控铣床"]


def test_what_one_wrote_another_sees(empty_engine: Open, make_entry: MakeEntry) -> None:
    reader = empty_engine()
    assert reader.size() == 0
    empty_engine().replace("甲", [make_entry("甲", "数控车床")])
    assert _texts(reader, "车床") == ["数控车床"]


def test_a_failed_replace_keeps_the_old(empty_engine: Open, make_entry: MakeEntry) -> None:
    index = empty_engine()
    index.replace("甲", [make_entry("甲", "数控车床", 1)])

    def broken() -> Iterator[Entry]:
        yield make_entry("甲", "注塑机", 2)
        raise OSError("the disk is gone")

    with pytest.raises(OSError, match="disk"):
        index.replace("甲", broken())
    assert "数控车床" in _texts(index, "*")


def test_rebuild_replaces_everything(empty_engine: Open, make_entry: MakeEntry) -> None:
    index = empty_engine()
    index.replace("甲", [make_entry("甲", "数控车床")])
    assert index.rebuild([("乙", [make_entry("乙", "注塑机")]), ("丙", [])]) == 1
    assert _texts(index, "*") == ["注塑机"]


def test_a_failed_rebuild_keeps_the_old(empty_engine: Open, make_entry: MakeEntry) -> None:
    index = empty_engine()
    index.replace("甲", [make_entry("甲", "数控车床")])

    def broken() -> Iterator[tuple[str, Iterable[Entry]]]:
        yield "乙", [make_entry("乙", "注塑机")]
        raise OSError("the store is gone")

    with pytest.raises(OSError, match="store"):
        index.rebuild(broken())
    assert _texts(index, "*") == ["数控车床"]


def test_searches_never_fail_during_rebuilds(empty_engine: Open, make_entry: MakeEntry) -> None:
    index = empty_engine()
    index.rebuild([("甲", [make_entry("甲", "数控车床", 0)])])
    stop, totals, errors = Event(), set(), []

    def search() -> None:
        reader = empty_engine()
        while not stop.is_set():
            try:
                totals.add(reader.search("车床").total)
            except Exception as error:
                errors.append(error)

    threads = [Thread(target=search) for _ in range(2)]
    for thread in threads:
        thread.start()
    for size in range(1, 7):
        index.rebuild([("甲", [make_entry("甲", "数控车床", number) for number in range(size)])])
    stop.set()
    for thread in threads:
        thread.join()
    assert errors == []
    assert totals <= set(range(1, 7))


def _odd_entries() -> Iterator[Entry]:
    yield Entry("甲/a facet as a page", "甲", "field", "车床", facets={"type": "长" * 40_000, "key": "k.k"})
    yield Entry("甲/a label as a page", "甲", "field", "车床", facets={"key": "k.k", "key_label": "长" * 40_000})
    yield Entry("甲/a text as a book", "甲", "passage", "数控车床，" * 60_000)
    yield Entry("甲/an id as a page" + "长" * 40_000, "甲", "row", "车床")
    yield Entry("甲/half a character", "甲", "row", "坏\ud800字 车床", facets={"type": "\udfff"})
    yield Entry("甲/a zero byte", "甲", "row", "坏\x00字 车床")
    yield Entry("甲/no number", "甲", "row", "车床", numbers={"devices.total": float("nan")})
    yield Entry("甲/an endless number", "甲", "row", "车床", numbers={"devices.total": float("inf")})
    yield Entry("甲/a number of an odd name", "甲", "row", "车床", numbers={'设备 a:(*"': 1.0})
    yield Entry("甲/many numbers", "甲", "row", "车床", numbers={f"list/column{n}": 1.0 for n in range(500)})


def test_whatever_was_read_can_be_indexed_and_found(empty_engine: Open, make_entry: MakeEntry) -> None:
    index, odd = empty_engine(), list(_odd_entries())
    assert index.replace("甲", [*odd, make_entry("甲", "注塑机", 2)]) == len(odd) + 1
    assert index.search("车床").total == len(odd)
    assert index.search("注塑机").total == 1
