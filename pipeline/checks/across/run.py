"""All rules across applicants: over the signatures that a store keeps, over records at hand, or for what is new."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from pipeline.checks.across.evidence import gather, involved, paired
from pipeline.checks.across.match import Match, strongest
from pipeline.checks.across.registry import across_rules
from pipeline.checks.across.sieve import Sieve
from pipeline.checks.across.signature import Signature, signature_of, without_arrays
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


def crosscheck_new(
    names: Iterable[str],
    signatures: Callable[[], Iterable[Signature]],
    fetch: Callable[[str], Record],
    told: Iterable[tuple[str, str, str]] = (),
) -> Found:
    """The findings of the named submissions and of those they are alike to, without comparing all with all.

    ``signatures`` goes through all of them, the named ones among them; it is gone through a few times, one at a time.
    What is returned are all the findings across applicants of each submission concerned, empty where it has none (any
    more).
    ``told`` are the findings so far that name no counterpart (:func:`lone_slugs`), as (submission, slug, message): a
    quota that is used up, or a median that moves, concerns submissions that are not alike in anything.
    """
    new = set(names)
    known = {each.submission: each for each in signatures() if each.submission in new}
    sieves = [Sieve(each) for each in known.values()]
    light: dict[str, Signature] = {}
    near: set[str] = set()
    for each in signatures():
        light[each.submission] = without_arrays(each)
        if each.submission not in new and any(sieve.lets_through(each) for sieve in sieves):
            near.add(each.submission)
    matches = list(_plain_matches(light))
    lone = {(each.submission, each.slug, each.message) for each in matches if not each.other}
    otherwise = {name for name, _, _ in lone ^ set(told) if name in light}
    concerned = new | near | otherwise | {each.submission for each in matches if each.other in new}
    if missing := concerned - known.keys():
        known |= {each.submission: each for each in signatures() if each.submission in missing}
    matches += _near_matches([known[name] for name in sorted(known)], signatures)
    matches = [each for each in matches if each.submission in concerned]
    return dict.fromkeys(sorted(concerned), ()) | _findings(matches, (fetch(name) for name in involved(matches)))


def lone_slugs() -> tuple[str, ...]:
    """The slugs of findings that name no counterpart: they come of all submissions of a form together."""
    return tuple(rule.slug for rule in across_rules() if rule.lone)


def _plain_matches(light: Mapping[str, Signature]) -> Iterator[Match]:
    """What the few plain values of all submissions show."""
    for rule in across_rules():
        if rule.between is None:
            yield from strongest(rule.body(light))


def _near_matches(about: Sequence[Signature], signatures: Callable[[], Iterable[Signature]]) -> list[Match]:
    """What lists and narratives of a few submissions show beside all the others."""
    sieves = [Sieve(each) for each in about]
    found: dict[str, list[Match]] = defaultdict(list)
    for other in signatures():
        for sieve in sieves:
            mine = sieve.mine
            if other.submission == mine.submission or not sieve.lets_through(other):
                continue
            pair = sorted((mine, other), key=lambda each: each.submission)
            for rule in across_rules():
                if rule.between is not None:
                    found[rule.code] += [each for each in rule.between(*pair) if each.submission == mine.submission]
    return [match for rule in across_rules() for match in strongest(iter(found[rule.code]))]


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
