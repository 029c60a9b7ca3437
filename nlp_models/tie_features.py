"""What speaks for and against that a number counts a candidate: where its noun stands and what stands between."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from nlp_models.concepts import Concept
from nlp_models.quantities import Quantity
from nlp_models.scope import CUES
from nlp_models.statement import Candidate, Statement
from nlp_models.sums import sums_around
from nlp_models.ties import AND_SO_ON, BRACKETS, ONLY_SAYS, TOTAL, filler

_HAN = re.compile(r"[一-鿿]")
_LONGEST_SPELT = 14
_STEPS = (0, 1, 2, 4, 7, 12, 20, 35)


def tie_features(
    statement: Statement, quantity: Quantity, candidate: Candidate, among: Sequence[Candidate], rule: Concept | None
) -> list[str]:
    """The features of one candidate among all; ``rule`` is what ``ties.py`` takes the number to count."""
    how, around = candidate.how, surroundings(statement.text, quantity)
    found = [f"how={how}", f"how={how} unit={quantity.unit}"]
    concept = candidate.concept
    if rule is None:
        found.append(f"no rule how={how}")
    if concept is None:
        return [*found, *(f"none {each}" for each in around), f"none of many={len(among) > 1}"]
    found += _of_concept(concept, candidate, quantity, around)
    if how in ("carry", "total"):
        found += [f"{how} {each}" for each in sums_around(statement.quantities, quantity) if "sum" in each]
    if rule is not None and rule.id == concept.id:
        found.append(f"rule how={how}")
    if how == "unit":
        return [*found, *(f"unit {each}" for each in around), *(f"{quantity.unit} {each}" for each in around)]
    if how == "turn":
        return found
    if how in ("over", "heading"):
        return [*found, *_over(statement, quantity, candidate, around)]
    if how == "inside":
        found.append(
            f"inside {statement.text[candidate.start - 2 : candidate.start]} ahead={_ahead(statement, quantity)}"
        )
    between = _after if how == "after" else _before
    found += between(statement, quantity, candidate, around)
    nearer = sum(e.how == how and abs(e.start - quantity.start) < abs(candidate.start - quantity.start) for e in among)
    return [*found, f"{how} nearer={nearer} unit={quantity.unit}"]


@lru_cache(maxsize=16)
def surroundings(text: str, quantity: Quantity) -> list[str]:
    """The characters before and after the number and its measure word."""
    pre, post = text[max(0, quantity.start - 3) : quantity.start], text[quantity.end : quantity.end + 3]
    return [
        f"p1={pre[-1:]}", f"p2={pre[-2:]}", f"p3={pre}", f"n1={post[:1]}", f"n2={post[:2]}", f"n3={post}",
        f"u={quantity.unit}", f"word={bool(_HAN.match(post))}",
    ]  # fmt: skip


def _ahead(statement: Statement, quantity: Quantity) -> bool:
    """Whether a cue of a plan stands before the number."""
    return any(match.end() <= quantity.start for match in CUES["plan"].finditer(statement.text))


def step(length: int) -> int:
    """A length, coarsely."""
    return bisect_left(_STEPS, length)


def _of_concept(concept: Concept, candidate: Candidate, quantity: Quantity, around: Sequence[str]) -> list[str]:
    how = candidate.how
    found = [
        f"c={concept.id} unit={quantity.unit}", f"c={concept.id} how={how}", f"narrower={concept.narrower} how={how}",
        f"class={concept.is_class} how={how}",
    ]  # fmt: skip
    found += [f"verbs how={how}"] if concept.verbs else []
    found += [f"bare how={how} {around[3]}"] if concept.bare else []
    return found if concept.keys else [*found, f"stranger how={how}"]


def _after(statement: Statement, quantity: Quantity, candidate: Candidate, around: Sequence[str]) -> list[str]:
    text = statement.text
    between = text[quantity.end : candidate.start]
    following = next((each for each in statement.quantities if each.start >= candidate.end), None)
    gap = text[candidate.end : following.start] if following else None
    numbers = any(quantity.end <= each.start < candidate.start for each in statement.quantities)
    return [
        f"after numbers={numbers}", f"after next={text[candidate.end : candidate.end + 1]}",
        f"after next2={text[candidate.end : candidate.end + 2]}", f"after gap={between[-2:]}",
        f"after gap0={between[:1]}", f"after length={step(len(between))}", *(f"after has={each}" for each in between),
        *(["after taken"] if gap is not None and len(gap) <= 8 and filler().fullmatch(gap) else []),
    ]  # fmt: skip


def _over(statement: Statement, quantity: Quantity, candidate: Candidate, around: Sequence[str]) -> list[str]:
    how, lead = candidate.how, statement.text[: quantity.start]
    told = statement.told_earlier
    last = bool(told) and candidate.concept is not None and told[-1].concept.id == candidate.concept.id
    named = sum(each.end <= quantity.start for each in statement.mentions)
    numbers = sum(each.end <= quantity.start for each in statement.quantities)
    together = (*statement.before, *statement.quantities, *statement.behind)
    found = [
        f"last={last} total={TOTAL.search(lead) is not None}", f"named={min(named, 2)} last={last}",
        f"numbers={min(numbers, 2)}",
        f"lead={lead if len(lead) <= 4 else lead[-2:]}", f"starts={lead[:2]}", f"length={step(len(lead))}", *around,
        f"unit told={bool(told) and told[-1].quantity.unit == quantity.unit} named={min(named, 2)}",
        *(each for each in sums_around(together, quantity) if "sum" in each),
    ]  # fmt: skip
    return [f"{how} {each}" for each in found]


def _before(statement: Statement, quantity: Quantity, candidate: Candidate, around: Sequence[str]) -> list[str]:
    how, unit = candidate.how, quantity.unit
    between = BRACKETS.sub("", statement.text[candidate.end : quantity.start])
    inner = [e for e in statement.mentions if candidate.end <= e.start and e.end <= quantity.start]
    numbers = [e for e in statement.quantities if candidate.end <= e.start and e.end <= quantity.start]
    strange = any(not each.concept.keys or unit in each.concept.units for each in inner)
    full = bool(filler().fullmatch(between.strip("（()）")))
    tail = re.split(r"[，、：；]", between)[-1]
    found = [
        f"numbers={min(len(numbers), 3)} same={bool(numbers) and numbers[-1].unit == unit}",
        f"inner={min(len(inner), 3)} stranger={strange}", f"filler={full}", f"filler={full} {around[-1]}",
        f"so on={bool(AND_SO_ON.fullmatch(between))} total={bool(TOTAL.fullmatch(between))}",
        f"only={bool(ONLY_SAYS.fullmatch(between))}", f"commas={min(between.count('，'), 3)}",
        f"in a row={min(between.count('、'), 3)}", f"colon={'：' in between or '；' in between}",
        f"tail={tail if len(tail) <= 4 else tail[-2:]}", f"tail length={step(len(tail))}", f"gap0={between[:1]}",
        f"unit={unit} {around[3]}", f"unit={unit} {around[-1]}", *around[:5], f"length={step(len(between))}",
    ]  # fmt: skip
    spelt = [f"gap={one}{two}" for one, two in pairwise(between)] if len(between) <= _LONGEST_SPELT else []
    return [*(f"{how} {each}" for each in found), *spelt]
