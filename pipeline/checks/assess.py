"""Any submission held against any programme: requirement by requirement, with the sentence each rests on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pipeline.checks.case import Case
from pipeline.checks.programme import Minimum, Programme, Question
from pipeline.checks.thresholds import declared_for, least_for
from pipeline.records import FormDef, Record

Verdict = Literal["met", "not-met", "not-stated", "for-reviewer"]
VERDICTS: dict[str, str] = {"met": "达到", "not-met": "未达到", "not-stated": "未填报", "for-reviewer": "由审核人判断"}


@dataclass(frozen=True, slots=True)
class Assessment:
    """One requirement: what is asked, the sentence, what is declared, what the list shows, and the verdict."""

    requirement: str
    basis: str
    declared: str
    evidenced: str
    verdict: Verdict


def assess_record(record: Record, form: FormDef, programme: Programme) -> tuple[Assessment, ...]:
    """Every requirement of the programme, numbers first, then what only a person can judge."""
    case = Case(record, form, programme)
    numbers = tuple(_number(case, line) for line in programme.minimums)
    return numbers + tuple(_question(case, line) for line in programme.questions)


def _number(case: Case, line: Minimum) -> Assessment:
    declared, least = declared_for(case, line), least_for(case, line)
    name = line.item or case.label(line.field)
    asked = f"{name}不少于{least:,.10g}" if least is not None else name
    verdict: Verdict = "not-stated"
    if declared is not None and least is not None:
        verdict = "met" if declared >= least else "not-met"
    said = f"{declared:,.10g}" if declared is not None else ""
    return Assessment(asked, line.basis, said, _evidenced(case, line.field), verdict)


def _evidenced(case: Case, key: str) -> str:
    """The rows of the list that backs the field, where the submission holds it."""
    for definition, rows in case.lists():
        if definition.claimed_by.get("") == key:
            return f"{len(rows.rows):,}行"
    return ""


def _question(case: Case, line: Question) -> Assessment:
    """A requirement in words: what speaks to it is shown, the judgement is the reviewer's."""
    said = "；".join(case.said(key).text[:60] for key in line.fields if case.get(key) is not None)
    listed = [
        f"{definition.title}{len(rows.rows)}行" for definition, rows in case.lists() if definition.kind in line.lists
    ]
    return Assessment(line.item, line.basis, said, "；".join(listed), "for-reviewer")
