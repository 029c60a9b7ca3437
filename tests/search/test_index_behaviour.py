"""What is found and who may see it: likeness, roles, beginnings, joins, names, places; on both engines."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pipeline.ports import Entry
from pipeline.problems import UsageError
from search.finder import Finder
from search.problems import QuerySyntaxError, SearchTooWideError

MakeEntry = Callable[..., Entry]
Open = Callable[[], Finder]


def _texts(index: Finder, query: str) -> list[str]:
    return [hit.entry.text for hit in index.search(query, limit=1000).hits]


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
