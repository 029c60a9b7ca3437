"""What the sentences kept apart must keep showing; the figures themselves are in docs/narratives.md."""

from __future__ import annotations

import pytest

from nlp_models.claims import all_claims_in
from nlp_models.plain import half_width
from nlp_models.quantities import find_quantities
from tests.nlp_models.evaluation.score import Score, normal_span, pairs, read

YEAR = 2023


def test_the_sets_are_large_and_share_no_sentence() -> None:
    apart, looked_at, learnt = ({each.text for each in read(name)} for name in ("held_out", "looked_at", "by-hand"))
    assert len(apart) >= 120
    assert len(apart) + len(looked_at) >= 300
    assert not apart & looked_at
    assert not (apart | looked_at) & learnt


@pytest.mark.parametrize("name", ["held_out", "looked_at"])
def test_quantity_spans(name: str) -> None:
    score = Score()
    for each in read(name):
        text = half_width(each.text)
        found = {normal_span(text, one.start, one.end) for one in find_quantities(text)} - {None}
        score.add(set(found), {normal_span(text, mark.start, mark.end) for mark in each.marks} - {None})
    assert score.f1 >= 0.97, score


@pytest.mark.parametrize(("name", "least"), [("held_out", 0.78), ("looked_at", 0.89), ("by-hand", 0.92)])
def test_claims_with_their_scope(name: str, least: float) -> None:
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
    assert taken <= 0.05 * plans
