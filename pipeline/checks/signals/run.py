"""All signals over one record, or over the signatures of a store."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.checks.across.evidence import gather, involved, paired
from pipeline.checks.across.match import Match
from pipeline.checks.across.signature import Signature
from pipeline.checks.signals.registry import signals
from pipeline.checks.signals.signal import PageOf, Sight, Signal
from pipeline.records import Evidence, FormDef, Record


@dataclass(frozen=True, slots=True)
class Shown:
    """One signal about one submission. It shows; it proves nothing."""

    code: str
    slug: str
    message: str
    keys: tuple[str, ...]
    evidence: tuple[Evidence, ...] = ()
    other: str = ""


def signals_in(record: Record, form: FormDef) -> tuple[Shown, ...]:
    """What one submission shows by itself."""
    return tuple(_shown(each, sight) for each in signals() if each.alone for sight in each.alone(record, form))


def signals_across(
    signatures: Iterable[Signature], fetch: Callable[[str], Record] | None = None, page_of: PageOf | None = None
) -> dict[str, tuple[Shown, ...]]:
    """What submissions show beside each other, by submission; those that show nothing are left out.

    ``fetch`` gives a record for the evidence, each asked for once; ``page_of`` the pages for what compares pictures.
    Without them there is no evidence, and pictures are not compared.
    """
    known = {each.submission: each for each in signatures}
    seen = [(each, sight) for each in signals() for sight in _sights(each, known, page_of)]
    found: dict[str, list[Shown]] = defaultdict(list)
    for (signal, sight), evidence in zip(seen, _evidence(seen, fetch), strict=True):
        found[sight.submission].append(replace(_shown(signal, sight), evidence=sight.evidence or evidence))
    return {name: tuple(shown) for name, shown in sorted(found.items())}


def _sights(signal: Signal, known: Mapping[str, Signature], page_of: PageOf | None) -> Iterator[Sight]:
    if signal.among:
        yield from signal.among(known)
    if signal.pictured and page_of:
        yield from signal.pictured(known, page_of)


def _evidence(
    seen: Sequence[tuple[Signal, Sight]], fetch: Callable[[str], Record] | None
) -> Iterator[tuple[Evidence, ...]]:
    """Both sides of each sight, as those of findings; where the sight brings its own, none is looked for."""
    matches = [
        Match(sight.submission, signal.slug, sight.keys, sight.message, "" if sight.evidence else sight.other,
              common=sight.common)
        for signal, sight in seen
    ]  # fmt: skip
    wanted = involved(each for each in matches if each.other) if fetch else []
    sides = gather(matches, (fetch(name) for name in wanted)) if fetch else {}
    return (paired(at, match, sides) for at, match in enumerate(matches))


def _shown(signal: Signal, sight: Sight) -> Shown:
    return Shown(signal.code, signal.slug, f"提示：{sight.message}", sight.keys, sight.evidence, sight.other)
