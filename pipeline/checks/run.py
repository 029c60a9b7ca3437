"""All rules over one record."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.checks.case import Case
from pipeline.checks.programme import programme_of
from pipeline.checks.rule import NotRun, all_rules
from pipeline.records import Finding, FormDef, Record

_ORDER = {"high": 0, "medium": 1, "low": 2}


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
        found, left = rule.run(Case(record, form, programme_of(form.id)))
        findings.extend(found)
        not_run.extend(left)
    return CheckResult(in_order(findings), tuple(not_run))


def in_order(findings: list[Finding]) -> tuple[Finding, ...]:
    """Gravest first, then by slug and keys: the same record gives the same order."""
    return tuple(sorted(findings, key=lambda each: (_ORDER[each.severity], each.slug, each.keys)))
