"""What speaks for each meaning of a number that counts something.

Cue words and where they stand, words around it, years, sums, and how the number before it is meant.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from nlp_models.ahead import what_is_ahead
from nlp_models.kinds import kinds_around
from nlp_models.neighbours import SUM, after_another, before_another, over_semicolons, without_digits
from nlp_models.quantities import Quantity
from nlp_models.scope import CUES, YEAR, Scope, clause_end, scope_of, starts_a_step
from nlp_models.statement import Candidate, Statement
from nlp_models.sums import sums_around
from nlp_models.tie_features import step

_UNTIL = re.compile(r"(?:截至|截止|至)\D{0,3}20")
_SUBJECT = re.compile(r"(?:截[至止][^，]*，|目前，?|近年来，)*([^，]{1,3})")
_NOW = re.compile(r"目前|现有|现在|当前|如今|眼下")
_ENDS = re.compile(r"(?:增|提升|扩|升|发展|跃|降|缩|减|翻|恢复|变)\w{0,3}?(?:到|至|为|成|上)\D{0,6}$")
_LONGEST_CUE, _LONGEST_BEFORE, _LONGEST_AFTER, _LONGEST_LATER = 6, 14, 14, 20


def scope_features(statement: Statement, quantity: Quantity, candidate: Candidate) -> list[str]:
    """The features of the number; what it counts is decided already."""
    concept = candidate.concept
    assert concept is not None, "a number that counts nothing known has no scope"
    text = statement.text
    left = max(text.rfind(mark, 0, quantity.start) for mark in "，,：；") + 1
    right = clause_end(text, quantity.end)
    rule = by_rule(statement, quantity, candidate)
    found = [
        "any", f"how={candidate.how}", f"narrower={concept.narrower}", f"class={concept.is_class}", f"c={concept.id}",
        f"unit={quantity.unit}", f"how={candidate.how} narrower={concept.narrower}", f"rule={rule}",
        f"rule={rule} class={concept.is_class} narrower={concept.narrower}",
    ]  # fmt: skip
    if concept.verbs:
        found.append(f"verbs={_says_so(text, quantity, concept.verbs)}")
    last_in_clause, cues = _cues_around(text, (left, quantity.start, quantity.end, right))
    found += [*cues, *_years(statement, left, quantity.start), *_steps(text, left, quantity, right)]
    summed = sums_around(statement.quantities, quantity)
    found += [*summed, *(f"{each} class={concept.is_class}" for each in summed)]
    found += over_semicolons(statement, quantity, candidate)
    found += after_another(statement, quantity, candidate, rule, last_in_clause)
    found += before_another(statement, quantity, candidate)
    found += what_is_ahead(statement, quantity, (left, right))
    found += kinds_around(text, (left, quantity.start, quantity.end, right), candidate)
    return [*found, *_words(text, quantity, candidate, (left, right))]


def by_rule(statement: Statement, quantity: Quantity, candidate: Candidate) -> Scope:
    """What the cue words alone say (``scope.py``), and that kinds of a thing are parts of it."""
    concept, told = candidate.concept, statement.told
    assert concept is not None, "see above"
    of_another = bool(told) and told[-1].concept.id != concept.id
    is_class = concept.is_class or of_another
    scope = scope_of(statement.text, quantity.start, quantity.end, is_class=is_class, year=statement.year)
    unsaid = bool(concept.verbs) and not _says_so(statement.text, quantity, concept.verbs)
    return "part" if scope == "whole" and (concept.narrower or unsaid) else scope


_BY_THEM = re.compile(r"使用|上云|入驻|接入|提供|注册|应用|建立|用户|汇聚|在用|调用|签约")
_OF_OURS = re.compile(r"平台|我们的?|公司|我司|客户")
_AN_EVENT = re.compile(
    r"组织|举办|参会|参加|参与|对接会|大赛|活动|培训|发放|授信|放款|惠及|走访|调研|诊断|补贴|供应|采购|发票"
)


def _says_so(text: str, quantity: Quantity, verbs: tuple[str, ...]) -> bool:
    """Whether one of the concept's words stands close by: ``为5,230家企业提供服务``."""
    left = max(text.rfind(mark, 0, quantity.start) for mark in "，；") + 1
    before, after = text[left : quantity.start], text[quantity.end : quantity.end + 20]
    if any(verb in before for verb in verbs) or _BY_THEM.search(after):
        return True
    return bool(_OF_OURS.search(text, 0, quantity.start)) and not _AN_EVENT.search(text[left:])


@lru_cache(maxsize=64)
def _cues(text: str) -> list[tuple[str, int, int, str]]:
    return [
        (kind, match.start(), match.end(), without_digits(match[0])[:_LONGEST_CUE])
        for kind, pattern in CUES.items()
        for match in pattern.finditer(text)
    ]


def _cues_around(text: str, place: tuple[int, int, int, int]) -> tuple[str, list[str]]:
    """The kind of the last cue of the clause, and of each cue whether it stands in the clause, before or behind it."""
    left, start, end, right = place
    found: set[str] = set()
    last, last_in_clause = (0, "none"), (0, "none")
    for kind, a, b, word in _cues(text):
        if left <= a and b <= start:
            found |= {f"{kind} in", f"{kind}={word} in"}
            last_in_clause = max(last_in_clause, (b, kind))
        elif b <= left:
            found |= {f"{kind} before", f"{kind}={word} before", f"{kind} before {min(text.count('，', b, left), 3)}"}
        elif end <= a and b <= right:
            found |= {f"{kind} after", f"{kind}={word} after"}
        elif a >= right:
            found.add(f"{kind} later")
        if b <= start:
            last = max(last, (b, kind))
    return last_in_clause[1], [*sorted(found), f"last={last[1]}", f"last in clause={last_in_clause[1]}"]


def _years(statement: Statement, left: int, start: int) -> list[str]:
    named = [(match.start(), int(match["year"])) for match in YEAR.finditer(statement.text, 0, start)]
    here = [year for at, year in named if at >= left]
    found = [f"year={_relative(named[-1][1] if named else None, statement.year)}"]
    found.append(f"year of clause={_relative(here[-1] if here else None, statement.year)}")
    return [*found, "until"] if _UNTIL.search(statement.text, 0, start) else found


def _steps(text: str, left: int, quantity: Quantity, right: int) -> list[str]:
    """Whether the number is where a step starts (*由30台*增至50台) or where it ends, and whether 目前 is said of it."""
    before, after = text[left : quantity.start], text[quantity.end : right]
    found = ["starts a step"] if starts_a_step(before, after) else []
    found += ["starts a step today"] if found and _NOW.search(before) else []
    found += ["ends a step"] if _ENDS.search(text, max(0, left - 20), quantity.start) else []
    ahead = any(kind == "plan" and b <= quantity.start for kind, _, b, _ in _cues(text))
    return [*found, *(f"{each} ahead={ahead}" for each in found), f"total={SUM.search(before) is not None}"]


def _relative(year: int | None, to: int | None) -> str:
    if year is None or to is None:
        return "none"
    return "ahead" if year > to else "now" if year == to else "last" if year == to - 1 else "past"


def _words(text: str, quantity: Quantity, candidate: Candidate, clause: tuple[int, int]) -> list[str]:
    """The characters around in twos and threes: before the noun, between noun and number, after, in other clauses."""
    left, right = clause
    before, between, noun = text[left : quantity.start], "", ""
    if candidate.how == "before":
        before = text[left : candidate.start] if candidate.start >= left else ""
        between, noun = text[max(candidate.end, left) : quantity.start], text[candidate.start : candidate.end]
    elif candidate.how == "after":
        between, noun = text[quantity.end : candidate.start], text[candidate.start : candidate.end]
    found = [f"length before={step(len(before))}", f"noun={noun}"]
    near = (
        ("before", without_digits(before)[-_LONGEST_BEFORE:]),
        ("between", without_digits(between)[:_LONGEST_AFTER]),
        ("after", without_digits(text[quantity.end : right])[:_LONGEST_AFTER]),
    )
    for name, words in near:
        closed = f"^{words}$"
        found += [f"{name}={one}{two}" for one, two in pairwise(closed)]
        found += [f"{name}={closed[at : at + 3]}" for at in range(len(closed) - 2)]
    found += _edges(text, before, (left, right))
    later = without_digits(text[right : right + _LONGEST_LATER])
    far = (("lead", without_digits(text[:left])), ("head", "^" + without_digits(text[:12])), ("later", later))
    found += [f"{name}={one}{two}" for name, words in far for one, two in pairwise(words)]
    subject = _SUBJECT.match(text)
    return [*found, f"subject={subject[1] if subject else ''}"]


def _edges(text: str, before: str, clause: tuple[int, int]) -> list[str]:
    """How the clause, the one before and the one behind begin and end."""
    left, right = clause
    here, earlier, behind = without_digits(text[left:right]), without_digits(text[:left]), without_digits(text[right:])
    last = earlier.rstrip("，：；").rsplit("，", 1)[-1]
    return [
        *(f"starts={here[:length]}" for length in (1, 2, 3)),
        *(f"noun after={without_digits(before)[-length:]}" for length in (1, 2, 3, 4)),
        *(f"earlier starts={last[:length]}" for length in (1, 2)),
        *(f"earlier ends={earlier[-length:]}" for length in (1, 2, 3)),
        *(f"behind starts={behind[:length]}" for length in (1, 2, 3)),
        f"first={without_digits(text[:2])}",
        f"clauses={min(text.count('，', 0, left), 4)}",
        f"clauses behind={min(text.count('，', right), 3)}",
    ]
