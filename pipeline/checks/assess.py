"""Any submission held against any programme: requirement by requirement, with the sentence each rests on."""

from __future__ import annotations

import operator
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from pipeline.checks.case import Case
from pipeline.checks.condition import holds
from pipeline.checks.expression import Expression, Key, keys_of, value_of
from pipeline.checks.grammar import Comparison
from pipeline.checks.lines import Line, Programme, Requirement
from pipeline.checks.passages import passages_for
from pipeline.checks.rows import whole_list
from pipeline.checks.wording import show
from pipeline.records import Evidence, FormDef, Record

Verdict = Literal["met", "not-met", "not-stated", "for-reviewer"]
VERDICTS: dict[str, str] = {"met": "达到", "not-met": "未达到", "not-stated": "未填报", "for-reviewer": "由审核人判断"}
_SHOWN = 60
_FAILED: dict[str, Callable[[float, float], bool]] = {">=": operator.lt, "<=": operator.gt}


@dataclass(frozen=True, slots=True)
class Assessment:
    """One requirement: what is asked, the sentence it rests on, what is declared, what the lists show, the verdict.

    ``met`` says that the declared figure reaches the minimum and no list at hand shows less; where a list shows less
    than what is declared and asked, the reviewer decides. ``places`` are where to look.
    """

    requirement: str
    basis: str
    declared: str
    evidenced: str
    verdict: Verdict
    group: str = ""
    places: tuple[Evidence, ...] = ()


def assess_record(record: Record, form: FormDef, programme: Programme) -> tuple[Assessment, ...]:
    """Every requirement of the programme, in its order; a form's own minimums first."""
    case = Case(record, form, programme)
    own = (_minimum(case, line) for line in programme.lines("below-threshold") if holds(line.when, case))
    return (*own, *(_requirement(case, each) for each in programme.requirements))


def _minimum(case: Case, line: Line) -> Assessment:
    assert line.right is not None
    test = Comparison(line.left, line.op, line.right, line.when)
    least = value_of(line.right, case.number, case.count)
    name = "、".join(case.label(key) for key in keys_of(line.left))
    asked = f"{name}不少于{show(least)}" if least is not None else name
    return _requirement(case, Requirement("", asked, line.basis, (test,)))


def _requirement(case: Case, each: Requirement) -> Assessment:
    tested = tuple(dict.fromkeys(key for test in each.tests for key in keys_of(test.left)))
    fields = tuple(case.said(key) for key in (*tested, *each.fields) if _is_stated(case, key))
    passages = tuple(case.said(key, "正文") for key in each.narratives if _is_stated(case, key))
    passages += passages_for(case, each.words) if each.words else ()
    lists = tuple(
        whole_list(definition.title, rows)
        for definition, rows in case.lists()
        if definition.kind in each.lists or set(tested) & set(definition.claimed_by.values())
    )
    return Assessment(
        each.item,
        each.basis,
        _joined((*fields, *passages)),
        _joined(lists),
        _verdict(case, each) if each.tests else ("for-reviewer" if fields or passages or lists else "not-stated"),
        each.group,
        (*fields, *lists, *passages),
    )


def _is_stated(case: Case, key: str) -> bool:
    value = case.get(key)
    return value is not None and value.status in ("filled", "none", "unreadable") and value.value != []


def _joined(evidence: tuple[Evidence, ...]) -> str:
    return "；".join(each.text[:_SHOWN] + ("…" if len(each.text) > _SHOWN else "") for each in evidence)


def _verdict(case: Case, each: Requirement) -> Verdict:
    """By the alternative that is met, else by those that are stated."""
    outcomes = [_outcome(case, test) for test in each.tests if holds(test.when, case)]
    for verdict in ("met", "for-reviewer", "not-met"):
        if verdict in outcomes:
            return verdict
    return "not-stated"


def _outcome(case: Case, test: Comparison) -> Verdict:
    left, right = (value_of(side, case.number, case.count) for side in (test.left, test.right))
    if left is None or right is None:
        return "not-stated"
    if _FAILED[test.op](left, right):
        return "not-met"
    counted = _counted(case, test.left)
    return "met" if counted is None or not _FAILED[test.op](counted, right) else "for-reviewer"


def _counted(case: Case, expression: Expression) -> int | None:
    """The rows of the list that backs a field, where the submission holds it: of its class, for a field of a class."""
    if not isinstance(expression, Key):
        return None
    for definition, rows in case.lists():
        for name, key in definition.claimed_by.items():
            if key == expression.key:
                return sum(not name or row.class_name == name for row in rows.rows)
    return None
