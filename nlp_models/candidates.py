"""What a number of a sentence may count: every noun that its measure word fits, and what numbers before it counted."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from nlp_models.concepts import Concept, concepts, parent_of
from nlp_models.quantities import Quantity
from nlp_models.statement import Candidate, Statement, Told
from nlp_models.ties import within

_UNITS = {
    "台": "devices",
    "台套": "devices",
    "台/套": "devices",
    "家": "enterprises",
    "户": "enterprises",
    "款": "apps",
}
"""Measure words that mostly count one thing, whatever noun stands with them."""
_MOST_BEFORE, _MOST_AFTER, _FARTHEST_AFTER = 5, 2, 30


def candidates(statement: Statement, at: int) -> list[Candidate]:
    """The candidates of the number ``at``; the first is always that it counts nothing known."""
    quantity = statement.quantities[at]
    found = [Candidate("none")]
    if at in statement.in_turn:
        found.append(Candidate("turn", statement.in_turn[at]))
    found.extend(_named_before(statement, quantity))
    found.extend(_named_after(statement, quantity))
    found.extend(_gone_on_with(statement, quantity))
    found.extend(_taken_over(statement, quantity))
    mostly = usual(quantity.unit)
    return [*found, Candidate("unit", mostly)] if mostly else found


def fits(concept: Concept, quantity: Quantity) -> bool:
    """Whether the measure word counts such things; a number without one must be large and its noun plain."""
    if not quantity.unit:
        return quantity.value >= 10 and not (concept.narrower or concept.bare)
    return quantity.unit in concept.units


@cache
def usual(unit: str) -> Concept | None:
    """What a measure word mostly counts, whatever noun stands with it."""
    return next((each for each in concepts() if each.id == _UNITS.get(unit) and not each.verbs), None)


def _named_before(statement: Statement, quantity: Quantity) -> Iterator[Candidate]:
    count = 0
    for mention in reversed(statement.mentions):
        if mention.end > quantity.start:
            continue
        fitting = fits(mention.concept, quantity)
        if fitting:
            yield Candidate("before", mention.concept, mention.start, mention.end)
        inner = next((e for e in within(statement.text, mention) if fits(e.concept, quantity)), None)
        if inner is not None and inner.concept.id != mention.concept.id:
            yield Candidate("inside" if fitting else "before", inner.concept, inner.start, inner.end)
        count += fitting or inner is not None
        if count >= _MOST_BEFORE:
            return


def _named_after(statement: Statement, quantity: Quantity) -> Iterator[Candidate]:
    near = (e for e in statement.mentions if quantity.end <= e.start <= quantity.end + _FARTHEST_AFTER)
    fitting = [each for each in near if fits(each.concept, quantity)]
    for each in fitting[:_MOST_AFTER]:
        yield Candidate("after", each.concept, each.start, each.end)


def _gone_on_with(statement: Statement, quantity: Quantity) -> Iterator[Candidate]:
    if not statement.told:
        return
    *earlier, last = statement.told
    if fits(last.concept, quantity):
        yield Candidate("carry", last.concept, last.quantity.start, last.quantity.end)
    for each in reversed(statement.told):
        whole = parent_of(each.concept) if each.concept.parent and fits(each.concept, quantity) else None
        if whole is not None:
            yield Candidate("total", whole, each.quantity.start, each.quantity.end)
            break
    for each in reversed(earlier):
        if each.concept.id != last.concept.id and fits(each.concept, quantity):
            yield Candidate("earlier", each.concept, each.quantity.start, each.quantity.end)
            return


def _taken_over(statement: Statement, quantity: Quantity) -> Iterator[Candidate]:
    """What the stretch before counted (last, first, the whole of which it counted a class), or its heading names."""
    if statement.told:
        return
    told = statement.told_earlier
    whole = next((each for each in map(_whole_of, reversed(told)) if each is not None and fits(each, quantity)), None)
    seen: set[str] = set()
    for concept in (*(each.concept for each in (*told[-1:], *told[:1])), *([whole] if whole else [])):
        if fits(concept, quantity) and concept.id not in seen:
            seen.add(concept.id)
            yield Candidate("over", concept)
    yield from (Candidate("heading", each.concept) for each in statement.heading[-1:] if fits(each.concept, quantity))


def _whole_of(told: Told) -> Concept | None:
    return parent_of(told.concept) if told.concept.parent else None
