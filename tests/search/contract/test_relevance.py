"""What queries of several words find among texts that say it otherwise: judged by hand, on both engines."""

from __future__ import annotations

from collections.abc import Mapping
from math import log2
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipeline.ports import Entry
from pipeline.problems import UsageError
from search import open_index
from search.finder import Finder
from search.words import dictionary

GIVEN: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "relevance.yaml").read_text(encoding="utf-8"))
Judged = Mapping[str, int]


def _gain(grades: list[int]) -> float:
    return sum((float(2**grade) - 1) / log2(place + 2) for place, grade in enumerate(grades))


def _scores(found: dict[str, list[str]]) -> tuple[float, float, float]:
    """Recall, precision and nDCG of the first ten hits, on average over the queries."""
    queries: Mapping[str, Judged] = GIVEN["queries"]
    recall = [len(set(found[query]) & set(judged)) / len(judged) for query, judged in queries.items()]
    precision = [
        len(set(found[query]) & set(judged)) / len(found[query]) for query, judged in queries.items() if found[query]
    ]
    gain = [
        _gain([judged.get(name, 0) for name in found[query]]) / _gain(sorted(judged.values(), reverse=True))
        for query, judged in queries.items()
    ]
    return sum(recall) / len(recall), sum(precision) / len(precision), sum(gain) / len(gain)


def _found(index: Finder) -> dict[str, list[str]]:
    entries = [Entry(f"甲/passage/{name}", "甲", "passage", text) for name, text in GIVEN["texts"].items()]
    index.replace("甲", entries)
    return {
        query: [hit.entry.id.rpartition("/")[2] for hit in index.search(query, limit=10).hits]
        for query in GIVEN["queries"]
    }


@pytest.fixture(params=["embedded", *(pytest.param(name, marks=pytest.mark.elasticsearch) for name in ("8", "9"))])
def url(request: pytest.FixtureRequest) -> str | None:
    """None for the embedded index, or a server of each version."""
    if request.param == "embedded":
        return None
    return str(request.getfixturevalue("elasticsearch_url" if request.param == "8" else "elasticsearch9_url"))


def test_words_by_the_dictionary_find_what_says_it_otherwise(
    url: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, record_property: Any
) -> None:
    monkeypatch.delenv("HESHU_SEARCH_WORDS", raising=False)
    before = _found(open_index(tmp_path / "plain", url))
    monkeypatch.setenv("HESHU_SEARCH_WORDS", dictionary.NAME)
    after = _found(open_index(tmp_path / "words", url))
    scores = {"pairs": _scores(before), "words": _scores(after)}
    record_property("recall, precision, nDCG", scores)
    assert scores["pairs"] == pytest.approx((0.26, 1.0, 0.31), abs=0.01)
    assert scores["words"] == pytest.approx((0.94, 1.0, 0.98), abs=0.02)
    for query, names in before.items():
        assert after[query][: len(names)] == names, query  # what the pairs find stays in front


@pytest.mark.elasticsearch
@pytest.mark.parametrize("server", ["elasticsearch_url", "elasticsearch9_url"])
def test_words_by_the_servers_analyzer(
    server: str, request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HESHU_SEARCH_WORDS", "smartcn")
    recall, precision, gain = _scores(_found(open_index(tmp_path, str(request.getfixturevalue(server)))))
    assert (recall, precision, gain) == pytest.approx((0.9, 1.0, 0.9), abs=0.1)


def test_quoted_words_stay_as_they_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HESHU_SEARCH_WORDS", dictionary.NAME)
    index = open_index(tmp_path)
    _found(index)
    assert [hit.entry.text for hit in index.search('"轴承寿命预测"').hits] == ["轴承寿命预测模型"]
    assert index.search("轴承寿命预测").total == 2
    assert index.limited_to({"kind": ["passage"]}).search("轴承寿命预测").total == 2


def test_a_dictionary_that_is_not_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HESHU_SEARCH_WORDS", dictionary.NAME)
    monkeypatch.setattr(dictionary, "find_spec", lambda name: None)
    for address in (None, "http://127.0.0.1:1"):
        with pytest.raises(UsageError, match=r"heshu\[words\]"):
            open_index(tmp_path, address)
