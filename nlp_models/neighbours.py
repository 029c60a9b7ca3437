"""What the numbers around one say of it: how the one before is meant, which is next, what is beyond a semicolon."""

from __future__ import annotations

import re

from nlp_models.quantities import Quantity
from nlp_models.scope import Scope
from nlp_models.statement import Candidate, Statement, Told
from nlp_models.sums import sums_around

SUM = re.compile(r"(?:合计|总计|共计|总量|总数|全部|合起来|加起来|相加|一共|总共|[两三四五六]类共|共)\D{0,5}$")
"""Words before the number that make it a sum."""
_DIGITS = re.compile(r"\d[\d,.]*")


def without_digits(text: str) -> str:
    """The text with one sign for every number in digits."""
    return _DIGITS.sub("0", text)


def after_another(
    statement: Statement, quantity: Quantity, candidate: Candidate, rule: Scope, in_clause: str
) -> list[str]:
    """How the number before is meant, and what stands between."""
    if not statement.told:
        return ["prev=none"]
    last = statement.told[-1]
    gap = statement.text[last.quantity.end : quantity.start]
    link = "row" if gap == "、" else "near" if len(gap) <= 6 else "comma" if "，" in gap else "far"
    same = _same(last, candidate)
    whole = any(each.scope == "whole" and _same(each, candidate) for each in statement.told)
    prev = f"prev={last.scope}"
    return [
        f"{prev} {link}", f"{prev} same={same}", f"{prev} {link} same={same}", f"{prev} rule={rule}",
        f"{prev} last={in_clause}", f"whole before={whole}",
        f"link={without_digits(gap)}" if len(gap) <= 8 else "link far",
    ]  # fmt: skip


def before_another(statement: Statement, quantity: Quantity, candidate: Candidate) -> list[str]:
    """Which number comes next, and what stands between: kinds told in a row are parts, as is what a sum follows."""
    after = next((each for each in statement.quantities if each.start >= quantity.end), None)
    if after is None:
        return ["next=none"]
    gap = statement.text[quantity.end : after.start]
    link = "row" if gap == "、" else "near" if len(gap) <= 6 else "comma" if "，" in gap else "far"
    same = after.unit == quantity.unit
    noun = "none"
    if candidate.concept is not None:
        here = {each.concept.id for each in statement.mentions if quantity.end <= each.start < after.start}
        noun = "same" if candidate.concept.id in here else "other" if here else "none"
    total = SUM.search(gap) is not None
    return [
        f"next {link} same={same}", f"next {link} same={same} noun={noun}",
        f"next noun={noun} same={same} how={candidate.how}",
        f"next total={total} same={same}", f"next link={without_digits(gap)}" if len(gap) <= 8 else "next link far",
        f"next bigger={after.value > quantity.value} same={same}", f"next percent={after.unit == '%'} {link}",
        f"next ends={gap[-2:]} same={same}",
    ]  # fmt: skip


def over_semicolons(statement: Statement, quantity: Quantity, candidate: Candidate) -> list[str]:
    """Sums with the numbers of the sentence's other stretches, and how the last number before was meant."""
    if not statement.before and not statement.behind:
        return []
    together = (*statement.before, *statement.quantities, *statement.behind)
    found = [f"wide {each}" for each in sums_around(together, quantity) if "sum" in each]
    if statement.told or not (told := statement.told_earlier):
        return found
    same = [each for each in told if _same(each, candidate)]
    return [*found, f"over prev={told[-1].scope}", f"over same={same[-1].scope if same else None}"]


def _same(told: Told, candidate: Candidate) -> bool:
    return candidate.concept is not None and told.concept.id == candidate.concept.id
