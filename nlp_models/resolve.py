"""Gives each number of a sentence what it counts and how it is meant: log-linear models over rules, words, places."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from nlp_models.candidates import candidates, usual
from nlp_models.concepts import concepts, one_a_place
from nlp_models.loglinear import single_weights, softmax, sums, table, total
from nlp_models.quantities import Quantity
from nlp_models.scope import Scope, speaks_of_another
from nlp_models.scope_features import by_rule, scope_features
from nlp_models.scope_model import Likely, judge, masked
from nlp_models.statement import Candidate, Statement, Told
from nlp_models.stretches import Stretch, statements
from nlp_models.tie_features import tie_features
from nlp_models.ties import concept_of

SCOPES: tuple[Scope, ...] = ("whole", "plan", "change", "part", "example", "other")
_WHOLE, _PLAN = SCOPES.index("whole"), SCOPES.index("plan")
_JUDGE = 0.3
"""How much the judge's word weighs beside the weights'."""
_FLOOR = 1e-6
_TOGETHER = 32
"""So many sentences are judged in one go."""
_LEAST_WHOLE, _MOST_PLAN = 0.7, 0.03
"""To take a plan for a total would accuse somebody wrongly: a total must be likely, and hardly be a plan. These and
the judge's weight are set by cross-validation: each author's sentences by models that had seen none of theirs."""


def resolve(parts: Sequence[Stretch], year: int | None) -> Iterator[list[Told]]:
    """What each stretch's numbers count and how they are meant, those that count something known; left to right."""
    made = statements(parts, year)
    for at in range(0, len(made), _TOGETHER):
        together = made[at : at + _TOGETHER]
        places = [(each, [one for one in each.quantities if _may_count(each, one)]) for each in together]
        heard = iter(judge([masked(each.text, one.start, one.end) for each, own in places for one in own]))
        for each, own in places:
            yield _told(each, {one.start: next(heard) for one in own})


def _may_count(statement: Statement, quantity: Quantity) -> bool:
    """Whether the number may count something that a form counts: money, shares and hours are not gone into."""
    if quantity.meaning == "vague" or (quantity.unit and quantity.unit not in _measures()):
        return False
    said = statement.mentions or statement.heading or statement.earlier is not None
    return bool(said) or usual(quantity.unit) is not None


@cache
def _measures() -> frozenset[str]:
    return frozenset(unit for each in concepts() if each.keys for unit in each.units)


def _told(statement: Statement, judged: Mapping[int, Likely]) -> list[Told]:
    for at, quantity in enumerate(statement.quantities):
        if quantity.meaning == "vague":
            continue
        candidate = _best(statement, at)
        if candidate.concept is None:
            continue
        known = bool(candidate.concept.keys)
        scope, sure = _scope(statement, quantity, candidate, judged.get(quantity.start)) if known else ("other", 1.0)
        statement.told.append(Told(quantity, candidate.concept, scope, sure))
    return statement.told


def weighed(statement: Statement, at: int, among: Sequence[Candidate] = ()) -> Iterator[tuple[Candidate, list[str]]]:
    """The candidates of a number (``among``, where they are known already), each with its features."""
    quantity = statement.quantities[at]
    among = among or candidates(statement, at)
    mentions = one_a_place(statement.mentions, quantity.unit)
    rule = statement.in_turn.get(at) or concept_of(statement.text, quantity, mentions, statement.tied)
    for each in among:
        yield each, tie_features(statement, quantity, each, among, rule)


def _best(statement: Statement, at: int) -> Candidate:
    among = candidates(statement, at)
    if len(among) == 1:
        return among[0]
    ties = single_weights("ties")
    return max(weighed(statement, at, among), key=lambda each: total(ties, each[1]))[0]


def _scope(
    statement: Statement, quantity: Quantity, candidate: Candidate, judged: Likely | None
) -> tuple[Scope, float]:
    """Both say how likely each scope is: the weights over rules and words, and the judge over the bare characters."""
    values = sums(table("scopes"), scope_features(statement, quantity, candidate), len(SCOPES))
    if judged is not None:
        heard = (_JUDGE * math.log(max(judged[each], _FLOOR)) for each in SCOPES)
        values = [value + one for value, one in zip(values, heard, strict=True)]
    return _vetoed(statement, quantity, candidate, softmax(values))


def _vetoed(statement: Statement, quantity: Quantity, candidate: Candidate, likely: list[float]) -> tuple[Scope, float]:
    """The likeliest scope, a total only where nothing speaks against it."""
    whole = likely[_WHOLE] >= _LEAST_WHOLE and likely[_PLAN] <= _MOST_PLAN
    if whole and by_rule(statement, quantity, candidate) == "plan":
        return "plan", likely[_PLAN]
    if whole and not speaks_of_another(statement.text, quantity.start, quantity.end):
        return "whole", likely[_WHOLE]
    best = max(SCOPES[1:], key=lambda each: likely[SCOPES.index(each)])
    return best, likely[SCOPES.index(best)]
