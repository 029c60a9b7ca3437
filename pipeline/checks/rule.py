"""A rule: what it finds, why that matters, the sentence it rests on, and its body. One rule a file in ``rules/``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from pipeline.checks.case import Case
from pipeline.checks.discovery import found_in
from pipeline.checks.needs import Need, unmet
from pipeline.records import Evidence, Finding, Severity


@dataclass(frozen=True, slots=True)
class Fact:
    """What a rule's body found: the sentence for the reviewer, the contract's keys, both sides of the evidence."""

    message: str
    keys: tuple[str, ...]
    evidence: tuple[Evidence, ...] = ()
    severity: Severity | None = None


@dataclass(frozen=True, slots=True)
class NotRun:
    """A check that could not be made, and why: a missing or doubtful value is never taken for a zero."""

    code: str
    slug: str
    reason: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. ``what`` and ``why`` are Chinese sentences for the reviewer; ``basis`` quotes the source.

    ``needs`` names what must have been read for the rule to say anything (see ``needs.py``); ``since`` is the version
    of Heshu that brought it.
    """

    code: str
    slug: str
    since: str
    severity: Severity
    what: str
    why: str
    basis: str
    needs: tuple[Need, ...]
    body: Callable[[Case], Iterator[Fact]]

    def run(self, case: Case) -> tuple[list[Finding], list[NotRun]]:
        """The findings of one case, and what could not be checked. The same keys are not said twice."""
        missing = unmet(case, self.slug, self.needs)
        if missing is not None:
            return [], [NotRun(self.code, self.slug, missing)] if missing else []
        said: dict[frozenset[str], Finding] = {}
        for fact in self.body(case):
            severity = fact.severity or self.severity
            finding = Finding(self.code, self.slug, severity, fact.message, fact.keys, fact.evidence)
            said.setdefault(frozenset(fact.keys), finding)
        not_run = [NotRun(self.code, self.slug, reason) for reason in dict.fromkeys(case.doubts)]
        return list(said.values()), not_run


@cache
def all_rules() -> tuple[Rule, ...]:
    """Every rule of the folder ``rules``, by code.

    Raises:
        AttributeError: a file of that folder holds no RULE.
    """
    return found_in("pipeline.checks.rules", "hc", "RULE")
