"""All signals over one record, or over the signatures of a store."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.checks.across.signature import Signature
from pipeline.checks.signals.registry import signals
from pipeline.checks.signals.signal import Sight, Signal
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


def signals_across(signatures: Iterable[Signature]) -> dict[str, tuple[Shown, ...]]:
    """What submissions show beside each other, by submission; those that show nothing are left out."""
    known = {each.submission: each for each in signatures}
    found: dict[str, list[Shown]] = defaultdict(list)
    for each in signals():
        for sight in each.among(known) if each.among else ():
            found[sight.submission].append(_shown(each, sight))
    return {name: tuple(shown) for name, shown in sorted(found.items())}


def _shown(signal: Signal, sight: Sight) -> Shown:
    return Shown(signal.code, signal.slug, f"提示：{sight.message}", sight.keys, sight.evidence, sight.other)
