"""What an index answers beside the hits: pages, counts, order, whole results; on both engines."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pipeline.ports import Entry
from pipeline.problems import UsageError
from search.cursor import pack
from search.finder import Finder

MakeEntry = Callable[..., Entry]
Open = Callable[[], Finder]


def test_pages_hold_every_hit_once(empty_engine: Open, make_entry: MakeEntry) -> None:
    index = empty_engine()
    index.replace("甲", [make_entry("甲", f"车床 {number}号", number) for number in range(57)])
    for sort in ("", "submission"):
        seen: list[str] = []
        after = None
        while True:
            answer = index.search("车床", limit=10, after=after, sort=sort)
            assert answer.total == 57
            seen += [hit.entry.id for hit in answer.hits]
            after = answer.next_after
            if after is None:
                break
        assert len(seen) == len(set(seen)) == 57


def test_later_pages_do_not_see_what_came_in_between(empty_engine: Open, make_entry: MakeEntry) -> None:
    index = empty_engine()
    index.replace("甲", [make_entry("甲", "车床", number) for number in range(30)])
    first = index.search("车床", limit=10)
    second = index.search("车床", limit=10, after=first.next_after)
    index.replace("乙", [make_entry("乙", "车床", number) for number in range(30)])
    third = index.search("车床", limit=10, after=second.next_after)
    assert {hit.entry.submission for hit in third.hits} == {"甲"}
    assert third.next_after is None


def test_an_invented_cursor_is_refused(engine: Finder) -> None:
    with pytest.raises(UsageError):
        engine.search("车床", after="nonsense")


@pytest.mark.parametrize("limit", [0, -1, 1001])
def test_absurd_limits_are_refused(engine: Finder, limit: int) -> None:
    with pytest.raises(UsageError):
        engine.search("车床", limit=limit)
    with pytest.raises(UsageError):
        engine.similar(next(engine.export("种类:行")).entry.id, limit=limit)


@pytest.mark.parametrize("state", [{"offset": -1}, {"offset": "3"}, {"seen": 1.5}, {"seen": -1}, {"seen": 10**12}])
def test_a_cursor_that_was_tampered_with_is_refused(engine: Finder, state: dict[str, object]) -> None:
    both = {"offset": next(iter(state.values())), "seen": next(iter(state.values()))}
    with pytest.raises(UsageError):
        engine.search("*", after=pack(both))


def test_facets_count_all_hits(engine: Finder) -> None:
    answer = engine.search("种类:发现", limit=1, facets=["city", "severity", "slug"])
    assert answer.facets["severity"] == {"high": 3, "medium": 2}
    assert answer.facets["city"] == {"合肥市": 2, "芜湖市": 2, "福州市": 1}
    assert answer.facets["slug"]["bad-phone"] == 2


def test_an_unknown_facet_or_sort_is_refused(engine: Finder) -> None:
    with pytest.raises(UsageError):
        engine.search("车床", facets=["colour"])
    with pytest.raises(UsageError):
        engine.search("车床", sort="colour")


def test_sorted_by_number(engine: Finder) -> None:
    up = [hit.entry.numbers["devices.total"] for hit in engine.search("字段:devices.total", sort="number").hits]
    down = [hit.entry.numbers["devices.total"] for hit in engine.search("字段:devices.total", sort="-number").hits]
    assert up == [3000, 12000, 56000]
    assert down == up[::-1]


def test_sorted_by_submission(engine: Finder) -> None:
    names = [hit.entry.submission for hit in engine.search("种类:字段", limit=100, sort="-submission").hits]
    assert names == sorted(names, reverse=True)


def test_export_holds_the_whole_result(engine: Finder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search.local.index.EXPORTED_AT_ONCE", 4)
    exported = [hit.entry.id for hit in engine.export("种类:行", batch=3)]
    assert len(exported) == len(set(exported)) == engine.search("种类:行", limit=1).total


def test_export_comes_in_the_order_of_the_search(engine: Finder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search.local.index.EXPORTED_AT_ONCE", 2)
    for query, sort in (("字段:devices.total", "-number"), ("字段:devices.total", "number"), ("*", "submission")):
        names = [hit.entry.submission for hit in engine.search(query, limit=1000, sort=sort).hits]
        assert [hit.entry.submission for hit in engine.export(query, batch=2, sort=sort)] == names
    assert len(list(engine.export("*", sort="number"))) == engine.search("*", sort="number").total < engine.size()
    with pytest.raises(UsageError):
        list(engine.export("*", sort="colour"))


def test_export_is_of_one_moment(empty_engine: Open, make_entry: MakeEntry) -> None:
    index = empty_engine()
    index.rebuild([("甲", [make_entry("甲", f"旧车床 {number}", number) for number in range(30)])])
    exported = index.export("车床", batch=10)
    texts = [next(exported).entry.text]
    index.rebuild([("甲", [make_entry("甲", f"新车床 {number}", number) for number in range(50)])])
    texts += [hit.entry.text for hit in exported]
    assert sorted(texts) == sorted(f"旧车床 {number}" for number in range(30))
