"""Gives each number of a sentence what it counts and how it is meant: log-linear models over rules, words, places."""

from __future__ import annotations

import math
from collections.abc import Iterator

from nlp_models.candidates import candidates
from nlp_models.concepts import one_a_place
from nlp_models.loglinear import softmax, sums, table
from nlp_models.quantities import Quantity
from nlp_models.scope import Scope, speaks_of_another
from nlp_models.scope_features import by_rule, scope_features, speaks_of_plans
from nlp_models.scope_model import judge
from nlp_models.statement import Candidate, Statement, Told
from nlp_models.tie_features import tie_features
from nlp_models.ties import concept_of

SCOPES: tuple[Scope, ...] = ("whole", "plan", "change", "part", "example", "other")
_WHOLE, _PLAN = SCOPES.index("whole"), SCOPES.index("plan")
_JUDGE = 0.4
"""How much the judge's word weighs beside the weights': best of a few tried on the sentences looked at."""
_FLOOR = 1e-6
_CERTAIN = 0.7
"""From here on the judge is not asked: it takes most of the time."""
_LEAST_WHOLE, _BESIDE_PLANS = 0.5, 0.9
_MOST_PLAN = 0.1
"""To take a plan or a part for a total would accuse somebody wrongly: a total must be likelier than all else together
(by far, in a sentence that speaks of plans), and hardly be a plan."""


def resolve(sentence: str, year: int | None) -> list[Told]:
    """What the sentence's numbers count and how they are meant, those that count something known; left to right."""
    statement = Statement(sentence, year)
    for at, quantity in enumerate(statement.quantities):
        if quantity.meaning == "vague":
            continue
        candidate = _best(statement, at)
        if candidate.concept is None:
            continue
        scope, sure = _scope(statement, quantity, candidate) if candidate.concept.keys else ("other", 1.0)
        statement.told.append(Told(quantity, candidate.concept, scope, sure))
    return statement.told


def weighed(statement: Statement, at: int) -> Iterator[tuple[Candidate, list[str]]]:
    """The candidates of a number, each with its features."""
    quantity = statement.quantities[at]
    among = candidates(statement, at)
    mentions = one_a_place(statement.mentions, quantity.unit)
    rule = statement.in_turn.get(at) or concept_of(statement.text, quantity, mentions, statement.tied)
    for each in among:
        yield each, tie_features(statement, quantity, each, among, rule)


def _best(statement: Statement, at: int) -> Candidate:
    ties = table("ties")
    return max(weighed(statement, at), key=lambda each: sums(ties, each[1])[0])[0]


def _scope(statement: Statement, quantity: Quantity, candidate: Candidate) -> tuple[Scope, float]:
    """Both say how likely each scope is: the weights over rules and words, and the judge over the bare characters."""
    values = sums(table("scopes"), scope_features(statement, quantity, candidate), len(SCOPES))
    if max(softmax(values)) >= _CERTAIN:
        return _vetoed(statement, quantity, candidate, softmax(values))
    judged = judge(statement.text, quantity.start, quantity.end)
    heard = (value + _JUDGE * math.log(max(judged[each], _FLOOR)) for value, each in zip(values, SCOPES, strict=True))
    return _vetoed(statement, quantity, candidate, softmax(list(heard)))


def _vetoed(statement: Statement, quantity: Quantity, candidate: Candidate, likely: list[float]) -> tuple[Scope, float]:
    """The likeliest scope, a total only where nothing speaks against it."""
    least = _BESIDE_PLANS if speaks_of_plans(statement.text) else _LEAST_WHOLE
    whole = likely[_WHOLE] >= least and likely[_PLAN] <= _MOST_PLAN
    if whole and by_rule(statement, quantity, candidate) == "plan":
        return "plan", likely[_PLAN]
    if whole and not speaks_of_another(statement.text, quantity.start, quantity.end):
        return "whole", likely[_WHOLE]
    best = max(SCOPES[1:], key=lambda each: likely[SCOPES.index(each)])
    return best, likely[SCOPES.index(best)]
