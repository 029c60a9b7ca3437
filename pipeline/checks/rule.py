"""A rule: what it finds, why that matters, the sentence it rests on, and its body. One rule a file in ``rules/``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.resources import files

from pipeline.checks.case import Case
from pipeline.records import Evidence, Finding, Severity


@dataclass(frozen=True, slots=True)
class Fact:
    """What a rule's body found: the sentence for the reviewer, the contract's keys, both sides of the evidence."""

    message: str
    keys: tuple[str, ...]
    evidence: tuple[Evidence, ...] = ()
    severity: Severity | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. ``what`` and ``why`` are Chinese sentences for the reviewer; ``basis`` quotes the source."""

    code: str
    slug: str
    since: str
    severity: Severity
    what: str
    why: str
    basis: str
    body: Callable[[Case], Iterator[Fact]]

    def findings(self, case: Case) -> Iterator[Finding]:
        """The findings of one case; the same keys are not said twice."""
        said: set[frozenset[str]] = set()
        for fact in self.body(case):
            if frozenset(fact.keys) not in said:
                said.add(frozenset(fact.keys))
                severity = fact.severity or self.severity
                yield Finding(self.code, self.slug, severity, fact.message, fact.keys, fact.evidence)


@cache
def all_rules() -> tuple[Rule, ...]:
    """Every rule of the folder ``rules``, by code.

    Raises:
        ImportError: a file of that folder holds no RULE.
    """
    names = (each.name.removesuffix(".py") for each in files("pipeline.checks.rules").iterdir())
    modules = [import_module(f"pipeline.checks.rules.{name}") for name in sorted(names) if name.startswith("hc")]
    return tuple(module.RULE for module in modules)
