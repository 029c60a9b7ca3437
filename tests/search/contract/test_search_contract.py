"""What the query language finds, case by case, on both engines; and that they agree."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipeline.ports import Hit
from search.finder import Finder

CASES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "cases.yaml").read_text(encoding="utf-8"))


def _is(hit: Hit, expected: str) -> bool:
    submission, _, words = expected.partition("|")
    return hit.entry.submission.startswith(submission) and words in hit.entry.text + " |"


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_case(any_engine: Finder, case: dict[str, Any]) -> None:
    answer = any_engine.search(case["query"], limit=100)
    texts = [f"{hit.entry.submission[:1]}|{hit.entry.text}" for hit in answer.hits]
    for expected in case.get("finds", []):
        assert any(_is(hit, expected) for hit in answer.hits), f"{expected} not in {texts}"
    for unwanted in case.get("without", []):
        assert not any(_is(hit, unwanted) for hit in answer.hits), f"{unwanted} in {texts}"
    if case.get("exactly"):
        assert len(answer.hits) == len(case["finds"]), texts
    if case.get("none"):
        assert texts == []
    if "first" in case:
        assert _is(answer.hits[0], case["first"]), texts
    assert answer.total == len(answer.hits)


def _apart(scores: dict[str, float], order: list[str]) -> float:
    """How far the scores of two hits that stand in another order are apart at most, as a share of the larger."""
    best_after, most = 0.0, 0.0
    for name in reversed(order):
        score = scores[name]
        if score < best_after:
            most = max(most, (best_after - score) / best_after)
        best_after = max(best_after, score)
    return most


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= 60
    assert len({case["name"] for case in CASES}) == len(CASES)


@pytest.mark.elasticsearch
@pytest.mark.parametrize("server", ["elastic", "elastic9"])
def test_engines_agree(embedded: Finder, server: str, request: pytest.FixtureRequest, record_property: Any) -> None:
    """Same hits everywhere. Where only the order differs it is among hits of nearly equal score, and is reported."""
    elastic: Finder = request.getfixturevalue(server)
    different_sets, different_orders = [], []
    for case in CASES:
        scores = {hit.entry.id: hit.score for hit in embedded.search(case["query"], limit=100).hits}
        ours = list(scores)
        theirs = [hit.entry.id for hit in elastic.search(case["query"], limit=100).hits]
        if set(ours) != set(theirs):
            different_sets.append((case["name"], sorted(set(ours) ^ set(theirs))))
        elif ours != theirs:
            different_orders.append(case["name"])
            assert _apart(scores, theirs) < 0.1, f"{case['name']}: hits of clearly unequal score change places"
    record_property("order differs", "; ".join(different_orders))
    report = f"{len(CASES)} queries, order differs in {len(different_orders)}: {'; '.join(different_orders)}\n"
    sys.stdout.write(report)
    assert different_sets == []
