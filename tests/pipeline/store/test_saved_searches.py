"""Searches kept under a name, on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pipeline.problems import UsageError
from pipeline.store import saved_searches
from pipeline.store.opening import open_store_at
from pipeline.store.saved_searches import SavedSearches


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def saved(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SavedSearches]:
    address = "" if request.param == "sqlite" else str(request.getfixturevalue("postgres").new_database())
    store = open_store_at(tmp_path / "store", address)
    yield SavedSearches(store.engine)
    store.engine.dispose()


def test_what_is_kept_comes_back(saved: SavedSearches) -> None:
    saved.keep("wang", " 高风险 ", "严重:高 地市:合肥", "-number")
    (back,) = saved.of("wang")
    assert (back.owner, back.name, back.query, back.sort) == ("wang", "高风险", "严重:高 地市:合肥", "-number")
    assert abs(datetime.now(UTC) - back.saved_at) < timedelta(minutes=5)


def test_the_same_name_is_replaced(saved: SavedSearches) -> None:
    saved.keep("wang", "高风险", "严重:高")
    saved.keep("wang", "高风险", "严重:中")
    assert [each.query for each in saved.of("wang")] == ["严重:中"]


def test_each_sees_their_own_and_the_office_s(saved: SavedSearches) -> None:
    saved.keep("", "全部发现", "种类:发现")
    saved.keep("wang", "我的", "车床")
    saved.keep("li", "我的", "铣床")
    assert {(each.owner, each.query) for each in saved.of("wang")} == {("", "种类:发现"), ("wang", "车床")}
    assert {each.name for each in saved.of("")} == {"全部发现"}


def test_one_s_own_name_goes_before_the_office_s(saved: SavedSearches) -> None:
    saved.keep("", "发现", "种类:发现")
    saved.keep("wang", "发现", "种类:发现 严重:高")
    mine, theirs = saved.named("wang", "发现"), saved.named("li", "发现")
    assert mine is not None
    assert theirs is not None
    assert (mine.query, theirs.query) == ("种类:发现 严重:高", "种类:发现")
    assert saved.named("wang", "没有") is None


def test_forgetting_is_one_s_own_only(saved: SavedSearches) -> None:
    saved.keep("", "发现", "种类:发现")
    assert not saved.forget("wang", "发现")
    assert saved.forget("", "发现")
    assert saved.of("wang") == []


@pytest.mark.parametrize(("name", "query"), [("", "车床"), ("名" * 41, "车床"), ("名", " "), ("名", "车" * 1001)])
def test_names_and_queries_have_bounds(saved: SavedSearches, name: str, query: str) -> None:
    with pytest.raises(UsageError):
        saved.keep("wang", name, query)


def test_an_owner_keeps_so_many(saved: SavedSearches, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saved_searches, "MOST", 2)
    saved.keep("wang", "一", "车床")
    saved.keep("wang", "二", "车床")
    saved.keep("wang", "二", "铣床")
    with pytest.raises(UsageError, match="2 条"):
        saved.keep("wang", "三", "车床")
    saved.keep("li", "三", "车床")
