"""What an index does besides answering: replace, forget, rebuild, page, count, sort, limit; on both engines."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from threading import Event, Thread

import pytest

from pipeline.ports import Entry
from pipeline.problems import UsageError
from search.cursor import pack
from search.finder import Finder
from search.problems import QuerySyntaxError, SearchTooWideError

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


def test_like_a_row_of_another_applicant(engine: Finder) -> None:
    row = next(hit.entry for hit in engine.search("DEV0013").hits)
    likes = engine.similar(row.id, limit=3)
    assert likes.hits[0].entry.submission == "甲_云帆"
    assert "数控车床" in likes.hits[0].entry.text
    assert all(hit.entry.submission != row.submission for hit in likes.hits)
    own = engine.similar(row.id, other_submissions=False)
    assert row.id not in {hit.entry.id for hit in own.hits}
    with pytest.raises(KeyError):
        engine.similar("nobody/row/1")


def test_a_role_sees_its_city_only(engine: Finder) -> None:
    limited = engine.limited_to({"city": ["芜湖市"]})
    assert {hit.entry.submission for hit in limited.search("数控车床").hits} == {"乙_数联"}
    assert {hit.entry.submission for hit in limited.export("*")} == {"乙_数联"}
    assert limited.search("* OR 地市:合肥", facets=["city"]).facets["city"].keys() == {"芜湖市"}
    hidden = next(engine.export("立式加工中心")).entry.id
    assert limited.entry(hidden) is None
    with pytest.raises(KeyError):
        limited.similar(hidden)
    assert limited.limited_to({"kind": ["row"]}).search("*").total == 4
    assert engine.limited_to({"city": []}).search("*").total == 0
    with pytest.raises(UsageError):
        engine.limited_to({"town": ["芜湖市"]})


def test_a_role_cannot_be_widened(engine: Finder) -> None:
    limited = engine.limited_to({"city": ["芜湖市"]})
    assert limited.limited_to({"city": ["合肥市"]}).search("*").total == 0
    assert limited.limited_to({"city": ["合肥市", "芜湖市"]}).search("*").total == limited.size() > 0
    assert limited.size() < engine.size()
    assert limited.search("类型:行业型").total == 0
    joined = "设备数量:>0 数控车床"
    assert engine.limited_to({"kind": ["field", "row"]}).search(joined).total > 0
    assert engine.limited_to({"kind": ["row"]}).search(joined).total == 0  # a join reaches no further than the sight
    first = limited.search("*", limit=3)
    assert {hit.entry.submission for hit in engine.search("*", limit=3, after=first.next_after).hits}
    assert {hit.entry.submission for hit in limited.search("*", after=engine.search("*", limit=1).next_after).hits} == {
        "乙_数联"
    }


@pytest.mark.parametrize("state", [{"offset": -1}, {"offset": "3"}, {"seen": 1.5}, {"seen": -1}, {"seen": 10**12}])
def test_a_cursor_that_was_tampered_with_is_refused(engine: Finder, state: dict[str, object]) -> None:
    both = {"offset": next(iter(state.values())), "seen": next(iter(state.values()))}
    with pytest.raises(UsageError):
        engine.search("*", after=pack(both))


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


def test_the_beginning_of_a_code_leaves_none_out(empty_engine: Open, make_entry: MakeEntry) -> None:
    index = empty_engine()
    index.replace("甲", [make_entry("甲", f"数控车床 SN-2023-{number:04d}", number) for number in range(150)])
    assert index.search("SN-2023-00*").total == 100
    assert index.search("SN-2023-*").total == 150


def test_signs_in_a_beginning_stand_for_themselves(empty_engine: Open, make_entry: MakeEntry) -> None:
    """No dot is any character, and a star within a word stands for none."""
    index = empty_engine()
    index.replace(
        "甲", [make_entry("甲", text, number) for number, text in enumerate(["长1.50米", "长1250米", "车铣床"])]
    )
    assert _texts(index, "1.5*") == ["长1.50米"]
    assert _texts(index, "12*0米") == []


def test_a_beginning_after_words_finds_whatever_goes_on_so(empty_engine: Open, make_entry: MakeEntry) -> None:
    index, texts = empty_engine(), [f"设备 p{number}" for number in range(9)]
    index.replace("甲", [make_entry("甲", text, number) for number, text in enumerate([*texts, "设备 q1"])])
    assert sorted(_texts(index, "设备p*")) == texts


def test_a_field_of_an_odd_name_is_asked_for_like_any_other(empty_engine: Open) -> None:
    index, odd = empty_engine(), '设备 a:(*"'
    facets = {"key": odd, "key_label": "奇数量"}
    entries = [
        Entry(f"甲/field/{n}", "甲", "field", f"奇数量：{n}", facets=facets, numbers={odd: n}) for n in (1.0, 7.0)
    ]
    index.replace("甲", entries)
    assert _texts(index, "奇数量:>5") == ["奇数量：7.0"]
    assert index.search("奇数量:..5").total == 1


def test_a_condition_on_too_many_submissions_is_refused(engine: Finder, monkeypatch: pytest.MonkeyPatch) -> None:
    """Never answered in part, as if the rest did not meet it."""
    query = "设备数量:>0 车床"
    for most in (3, 2):
        for module in ("search.join", "search.local.index", "search.elastic.index"):
            monkeypatch.setattr(f"{module}.MOST_JOINED", most)
        if most == 3:
            assert engine.search(query).total > 0
            continue
        with pytest.raises(SearchTooWideError, match="2"):
            engine.search(query)


def test_names_that_an_entry_mentions(empty_engine: Open, make_entry: MakeEntry) -> None:
    """Each of them as words and as a whole, beside what the text itself says."""
    index = empty_engine()
    named = make_entry("甲", "与青岛园区共建", 1, names="海云智造平台\t青岛高新园区")
    index.replace("甲", [named, make_entry("甲", "海云智造平台", 2)])
    for query in ("提到:海云", "提到:=海云智造平台", "mentions:青岛高新", "提到:=青岛高新园区", "提到:园"):
        assert [hit.entry.id for hit in index.search(query).hits] == [named.id], query
    for query in ("提到:=海云", '提到:"平台青岛"', "提到:车床"):
        assert index.search(query).total == 0, query


def test_hits_carry_place_and_marks(engine: Finder) -> None:
    hit = next(hit for hit in engine.search("1.2万").hits if hit.entry.kind == "field")
    assert (hit.entry.file, hit.entry.page, hit.entry.bbox) == ("申报书.pdf", 4, (0.1, 0.2, 0.3, 0.25))
    assert "【1.2万】" in hit.highlights[0]
    assert hit.entry.facets["sha256"] == "b" * 64


def test_an_unknown_field_is_pointed_at(engine: Finder) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        engine.search("车床 设备颜色:红")
    assert caught.value.position == 3
    assert "设备颜色" in str(caught.value)
