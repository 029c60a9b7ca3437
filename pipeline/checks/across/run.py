"""All rules across applicants: over the signatures that a store keeps, or over records at hand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from pipeline.checks.across.evidence import gather, involved, paired
from pipeline.checks.across.match import Match, strongest
from pipeline.checks.across.registry import across_rules
from pipeline.checks.across.signature import Signature, signature_of
from pipeline.checks.run import in_order
from pipeline.records import Finding, Record, Severity

Found = dict[str, tuple[Finding, ...]]


def crosscheck(signatures: Iterable[Signature], fetch: Callable[[str], Record]) -> Found:
    """The findings across applicants by submission; ``fetch`` gives a record for the evidence, each asked for once.

    Submissions without findings are left out. The same slug with the same keys is said once, with the strongest
    counterpart as evidence.
    """
    matches = matches_of(signatures)
    return _findings(matches, (fetch(name) for name in involved(matches)))


def crosscheck_records(records: Iterable[Record]) -> Found:
    """The same over records, which are gone through twice and never held all at once.

    Raises:
        TypeError: the records can be gone through only once.
    """
    if iter(records) is records:
        raise TypeError("records must be iterable twice")
    matches = matches_of(signature_of(record) for record in records)
    return _findings(matches, records)


def matches_of(signatures: Iterable[Signature]) -> list[Match]:
    """What the rules find, one match for each submission, slug and keys."""
    known: Mapping[str, Signature] = {each.submission: each for each in signatures}
    return [match for rule in across_rules() for match in strongest(rule.body(known))]


def _findings(matches: Sequence[Match], records: Iterable[Record]) -> Found:
    sides = gather(matches, records)
    rules = {rule.slug: rule for rule in across_rules()}
    found: dict[str, list[Finding]] = defaultdict(list)
    for at, match in enumerate(matches):
        rule = rules[match.slug]
        severity: Severity = rule.severity
        evidence = paired(at, match, sides)
        found[match.submission].append(Finding(rule.code, rule.slug, severity, match.message, match.keys, evidence))
    return {name: in_order(findings) for name, findings in sorted(found.items())}
