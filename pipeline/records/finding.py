"""A finding: one fact that a person should look at, with both sides of its evidence."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import Literal

from pipeline.document.source import Source

Severity = Literal["high", "medium", "low"]
FindingStatus = Literal["open", "confirmed", "dismissed", "asked"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """One side of a finding: a place (None for what is not there at all), the words that stand there, and what it is.

    ``side`` names the role for the reader, in Chinese: ``申报值``, ``清单``, ``合计``, ``阈值``. ``submission`` is set
    where the evidence lies in another submission.
    """

    side: str
    text: str
    source: Source | None = None
    submission: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found in one submission. ``message`` is one Chinese sentence; ``keys`` follow the contract."""

    code: str
    slug: str
    severity: Severity
    message: str
    keys: tuple[str, ...]
    evidence: tuple[Evidence, ...] = ()
    status: FindingStatus = "open"

    @property
    def identity(self) -> str:
        """Stable name of the fact within its submission: the same slug with the same keys is the same finding."""
        return sha256("|".join((self.slug, *sorted(self.keys))).encode()).hexdigest()[:16]
