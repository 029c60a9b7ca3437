"""Sentences marked by hand as examples for the two models of ``resolve.py``: walked as the models walk them, with the
marked answers in place of theirs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from nlp_models.plain import half_width
from nlp_models.quantities import Quantity
from nlp_models.resolve import weighed
from nlp_models.scope import Scope
from nlp_models.scope_features import scope_features
from nlp_models.statement import Statement, Told
from nlp_models.stretches import statements, stretches
from nlp_models.training.by_hand import Marked, Sentence

YEAR = 2023
"""The year of the declarations that the sentences are made after."""


@dataclass(slots=True)
class Examples:
    """Of each number its candidates' features and which of them are right; of each claim its features and scope."""

    ties: list[tuple[list[list[str]], set[int]]] = field(default_factory=list)
    scopes: list[tuple[list[str], Scope]] = field(default_factory=list)


def examples(sentences: Iterable[Sentence]) -> Examples:
    """The examples of all sentences, in order."""
    made = Examples()
    for each in sentences:
        parts = list(stretches(half_width(each.text)))
        for part, statement in zip(parts, statements(parts, YEAR), strict=True):
            _walk(statement, part.start, each.marks, made)
    return made


def _walk(statement: Statement, offset: int, marks: tuple[Marked, ...], made: Examples) -> None:
    for at, quantity in enumerate(statement.quantities):
        if quantity.meaning == "vague":
            continue
        mark = _mark_at(marks, offset, quantity)
        wanted = mark.concept if mark else ""
        found = list(weighed(statement, at))
        known = [each.concept.id if each.concept and each.concept.keys else "" for each, _ in found]
        right = {place for place, name in enumerate(known) if name == wanted}
        if right:
            made.ties.append(([features for _, features in found], right))
        if not wanted or not right or mark is None:
            continue
        candidate = found[min(right)][0]
        assert candidate.concept is not None, "it is the one marked"
        scope: Scope = mark.scope  # type: ignore[assignment]
        made.scopes.append((scope_features(statement, quantity, candidate), scope))
        statement.told.append(Told(quantity, candidate.concept, scope))


def _mark_at(marks: tuple[Marked, ...], offset: int, quantity: Quantity) -> Marked | None:
    return next((e for e in marks if e.start < offset + quantity.end and offset + quantity.start < e.end), None)
