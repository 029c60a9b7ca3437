"""All rules over one record."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.checks.case import Case
from pipeline.checks.programme import programme_of
from pipeline.checks.rule import all_rules
from pipeline.records import Finding, FormDef, Record

_ORDER = {"high": 0, "medium": 1, "low": 2}


@dataclass(frozen=True, slots=True)
class NotRun:
    """A check that could not be made, and why: a missing or doubtful value is never taken for a zero."""

    code: str
    slug: str
    reason: str


@dataclass(frozen=True, slots=True)
class CheckResult:
    """The findings of one submission, gravest first, and what could not be checked."""

    findings: tuple[Finding, ...]
    not_run: tuple[NotRun, ...]


def check(record: Record, form: FormDef) -> CheckResult:
    """Check one submission by itself; what takes others to see is in ``across``."""
    findings: list[Finding] = []
    not_run: list[NotRun] = []
    for rule in all_rules():
        case = Case(record, form, programme_of(form.id))
        findings.extend(rule.findings(case))
        not_run.extend(NotRun(rule.code, rule.slug, reason) for reason in dict.fromkeys(case.doubts))
    ordered = sorted(findings, key=lambda each: (_ORDER[each.severity], each.slug, each.keys))
    return CheckResult(tuple(ordered), tuple(not_run))
