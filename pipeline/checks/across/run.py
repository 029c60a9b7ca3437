"""All rules across applicants over the signatures of a store."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import cast

from pipeline.checks.across.evidence import evidence_of
from pipeline.checks.across.rules import RULES, Match
from pipeline.checks.across.signature import Signature
from pipeline.records import Finding, Record, Severity


def crosscheck(signatures: Iterable[Signature], fetch: Callable[[str], Record]) -> dict[str, tuple[Finding, ...]]:
    """The findings across applicants by submission; ``fetch`` gives a record for the evidence of a match.

    The same slug with the same keys is said once, with the strongest (first) counterpart as evidence.
    """
    known = {each.submission: each for each in signatures}
    found: dict[str, list[Finding]] = defaultdict(list)
    for code, severity, rule in RULES:
        for match in rule(known):
            finding = _finding(code, cast("Severity", severity), match, fetch)
            if all(each.identity != finding.identity for each in found[match.submission]):
                found[match.submission].append(finding)
    return {name: tuple(each) for name, each in found.items()}


def _finding(code: str, severity: Severity, match: Match, fetch: Callable[[str], Record]) -> Finding:
    return Finding(code, match.slug, severity, match.message, match.keys, evidence_of(match, fetch))
