"""What the sentences kept apart must keep showing; the figures themselves are in docs/narratives.md."""

from __future__ import annotations

import pytest

from nlp_models.claims import all_claims_in
from nlp_models.plain import half_width
from nlp_models.quantities import find_quantities
from tests.nlp_models.evaluation.score import Score, normal_span, pairs, read

YEAR = 2023


SETS = ("held_out_2", "held_out_3", "held_out_4", "looked_at", "looked_at_2", "looked_at_3", "looked_at_4")


def test_the_sets_are_large_and_share_no_sentence() -> None:
    texts = {name: [each.text for each in read(name)] for name in (*SETS, "by-hand")}
    every = [text for each in texts.values() for text in set(each)]
    assert sum(len(texts[f"held_out_{n}"]) for n in (2, 3, 4)) >= 780
    assert len(every) - len(set(texts["by-hand"])) >= 1200
    assert len(every) == len(set(every))


@pytest.mark.parametrize("name", SETS)
def test_quantity_spans(name: str) -> None:
    score = Score()
    for each in read(name):
        text = half_width(each.text)
        found = {normal_span(text, one.start, one.end) for one in find_quantities(text)} - {None}
        score.add(set(found), {normal_span(text, mark.start, mark.end) for mark in each.marks} - {None})
    assert score.f1 >= 0.95, score


# The least F1, and the most plans taken for claims: a little below where the rules and models stand.
BOUNDS = [
    ("held_out_2", 0.91, 0),
    ("held_out_3", 0.92, 3),
    ("held_out_4", 0.91, 0),
    ("looked_at", 0.93, 0),
    ("looked_at_2", 0.92, 0),
    ("looked_at_3", 0.90, 0),
    ("looked_at_4", 0.85, 2),
    ("by-hand", 0.92, 4),
]


@pytest.mark.parametrize(("name", "least", "most_plans"), BOUNDS)
def test_claims_with_their_scope(name: str, least: float, most_plans: int) -> None:
    score, plans, taken = Score(), 0, 0
    for each in read(name):
        found = {
            (c.concept.id, c.quantity.value, c.scope)
            for c in all_claims_in(half_width(each.text), YEAR)
            if c.concept.keys
        }
        wanted = set(pairs(each.marks))
        score.add(set(found), set(wanted))
        plans += sum(scope == "plan" for _, _, scope in wanted)
        taken += sum(scope == "plan" and (what, value, "whole") in found for what, value, scope in wanted)
    assert score.f1 >= least, score
    assert taken <= most_plans, plans
