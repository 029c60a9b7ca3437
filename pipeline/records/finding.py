"""A finding: one fact that a person should look at, with both sides of its evidence."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import Literal

from pipeline.document.source import Source

Severity = Literal["high", "medium", "low"]
FindingStatus = Literal["open", "confirmed", "dismissed", "asked"]

SEVERITIES: dict[Severity, str] = {"high": "严重", "medium": "一般", "low": "轻微"}
"""The severities as the office reads them, the gravest first."""

STATUSES: dict[FindingStatus, str] = {
    "open": "待核实", "confirmed": "已确认", "dismissed": "已排除", "asked": "待申报单位说明",
}  # fmt: skip
"""What a reviewer has decided, as the office reads it."""


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
