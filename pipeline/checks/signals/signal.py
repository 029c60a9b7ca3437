"""A signal: what it shows, why a person should look, and how often it was right on made data."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from pipeline.checks.across.signature import Signature
from pipeline.records import Evidence, FormDef, Record


@dataclass(frozen=True, slots=True)
class Sight:
    """What a signal saw: the sentence, the fields or lists it is about, where to look, and the other submission."""

    message: str
    keys: tuple[str, ...]
    evidence: tuple[Evidence, ...] = ()
    submission: str = ""
    other: str = ""


@dataclass(frozen=True, slots=True)
class Signal:
    """One signal, over one record (``alone``) or over the signatures of all submissions (``among``).

    ``measured`` are the figures of ``benchmarks/checks_signals.py``.
    """

    code: str
    slug: str
    what: str
    why: str
    measured: str
    alone: Callable[[Record, FormDef], Iterator[Sight]] | None = None
    among: Callable[[Mapping[str, Signature]], Iterator[Sight]] | None = None
