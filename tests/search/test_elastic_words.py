"""A word analyzer of the server, where the office asks for one: words in any order are found as well."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.ports import Entry
from pipeline.problems import UsageError
from search import open_index
from search.problems import IndexDamagedError

pytestmark = pytest.mark.elasticsearch
_TEXTS = ("轴承寿命预测模型", "预测轴承的剩余寿命", "轴承清单", "軸承壽命，可預測")


@pytest.fixture(params=["elasticsearch_url", "elasticsearch9_url"])
def url(request: pytest.FixtureRequest) -> str:
    """A server of each version in turn, both with Lucene's smartcn."""
    return str(request.getfixturevalue(request.param))


def test_words_in_any_order(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make_entry: Callable[..., Entry]
) -> None:
    entries = [make_entry("甲", text, number) for number, text in enumerate(_TEXTS)]
    plain = open_index(tmp_path / "plain", url)
    plain.replace("甲", entries)
    assert {hit.entry.text for hit in plain.search("轴承寿命预测").hits} == {_TEXTS[0]}
    monkeypatch.setenv("HESHU_SEARCH_WORDS", "smartcn")
    worded = open_index(tmp_path / "worded", url)
    worded.replace("甲", entries)
    hits = worded.search("轴承寿命预测").hits
    assert hits[0].entry.text == _TEXTS[0]
    assert {hit.entry.text for hit in hits} == {_TEXTS[0], _TEXTS[1], _TEXTS[3]}
    assert {hit.entry.text for hit in worded.search('"轴承寿命预测"').hits} == {_TEXTS[0]}
    assert next(hit.highlights for hit in hits if hit.entry.text == _TEXTS[1]) == ("【预测轴承】的剩余【寿命】",)


def test_another_analyzer_is_another_index(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make_entry: Callable[..., Entry]
) -> None:
    open_index(tmp_path, url).replace("甲", [make_entry("甲", "数控车床")])
    monkeypatch.setenv("HESHU_SEARCH_WORDS", "smartcn")
    index = open_index(tmp_path, url)
    with pytest.raises(IndexDamagedError):
        index.search("车床")
    index.rebuild([("甲", [make_entry("甲", "数控车床")])])
    assert index.search("车床").total == 1


def test_an_analyzer_that_the_server_does_not_have(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make_entry: Callable[..., Entry]
) -> None:
    from search.problems import SearchServerError

    monkeypatch.setenv("HESHU_SEARCH_WORDS", "ik_smart")
    with pytest.raises(SearchServerError, match="HESHU_SEARCH_WORDS"):
        open_index(tmp_path, url).replace("甲", [make_entry("甲", "数控车床")])


def test_a_name_that_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HESHU_SEARCH_WORDS", "Smart CN/..")
    with pytest.raises(UsageError, match="HESHU_SEARCH_WORDS"):
        open_index(tmp_path, "http://127.0.0.1:1")
