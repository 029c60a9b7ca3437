"""A signal: what it shows, why a person should look, and how often it was right on made data."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from pipeline.checks.across.signature import Signature
from pipeline.document import Page
from pipeline.records import Evidence, FormDef, Record

PageOf = Callable[[str, int], Page | None]
"""A page by its file's hash and its number, from 1; None where the store has it no more."""


@dataclass(frozen=True, slots=True)
class Sight:
    """What a signal saw: the sentence, the fields or lists it is about, where to look, and the other submission.

    ``common`` are hashes by which rows of both are found again for the evidence.
    """

    message: str
    keys: tuple[str, ...]
    evidence: tuple[Evidence, ...] = ()
    submission: str = ""
    other: str = ""
    common: NDArray[np.uint64] = field(default_factory=lambda: np.empty(0, dtype=np.uint64), compare=False)


@dataclass(frozen=True, slots=True)
class Signal:
    """One signal: over one record (``alone``), over the signatures of all submissions (``among``), or over these and
    the scanned pages that they tell of (``pictured``).

    ``measured`` are the figures of ``benchmarks/checks_signals.py``.
    """

    code: str
    slug: str
    what: str
    why: str
    measured: str
    alone: Callable[[Record, FormDef], Iterator[Sight]] | None = None
    among: Callable[[Mapping[str, Signature]], Iterator[Sight]] | None = None
    pictured: Callable[[Mapping[str, Signature], PageOf], Iterator[Sight]] | None = None
