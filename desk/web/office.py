"""What the desk asks of the rest of the house: one port, so that the pages can be tested on a fake."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from pipeline.ports import Answer
from pipeline.records import FieldValue, Finding, FindingStatus, FormDef, Record


@dataclass(frozen=True, slots=True)
class SubmissionLine:
    """One submission in the batch: where it stands and what was found. ``status`` is a slug of STATUS_NAMES."""

    name: str
    form: str | None
    applicant: str = ""
    city: str = ""
    status: str = "checked"
    files: int = 0
    refused: int = 0
    pages: int = 0
    high: int = 0
    medium: int = 0
    low: int = 0
    open_findings: int = 0
    doubtful: int = 0


@dataclass(frozen=True, slots=True)
class RefusedFile:
    """A delivered file that could not be read."""

    submission: str
    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Batch:
    """The whole store at one glance."""

    lines: tuple[SubmissionLine, ...]
    refused: tuple[RefusedFile, ...] = ()


@dataclass(frozen=True, slots=True)
class Doubt:
    """A value that a person has to look at."""

    submission: str
    field: FieldValue


@dataclass(frozen=True, slots=True)
class HistoryEvent:
    """Who did what when, in words."""

    at: datetime
    who: str
    what: str


@dataclass(frozen=True, slots=True)
class Dossier:
    """One submission opened: record, form, findings with their decisions, history."""

    record: Record
    form: FormDef | None
    findings: tuple[Finding, ...]
    history: tuple[HistoryEvent, ...] = field(default_factory=tuple)


STATUS_NAMES = {
    "received": "已接收",
    "read": "已读取",
    "needs-person": "待人工核对",
    "checked": "已核查",
    "reviewed": "已审结",
    "failed": "读取失败",
}


class Office(Protocol):
    """The desk's view of store, index and use cases."""

    def batch(self) -> Batch:
        """All submissions with their standing."""

    def dossier(self, name: str) -> Dossier | None:
        """One submission, or None where there is none of that name."""

    def page(self, sha256: str, page: int, dpi: int) -> bytes:
        """The page as PNG, our own rendering.

        Raises:
            KeyError: no such file in the store.
            UnreadableFileError: the page can't be shown.
        """

    def decide(self, name: str, finding: str, status: FindingStatus, reason: str, who: str) -> None:
        """Record a person's decision on a finding (its identity).

        Raises:
            KeyError: no such finding.
        """

    def correct(self, name: str, key: str, written: str, who: str) -> FieldValue:
        """Record a person's reading of a field as one more source, check again; returns the field as it now counts.

        Raises:
            KeyError: no such field.
            UsageError: what was written is no value of that kind.
        """

    def doubts(self, limit: int) -> Sequence[Doubt]:
        """The values below the threshold, those that findings depend on first."""

    def search(self, query: str, after: str | None, limit: int) -> Answer:
        """Answer a query in the query language.

        Raises:
            HeshuError: the query is malformed; the message names the place.
        """

    def report(self, name: str, form: str) -> bytes:
        """The report (``docx``, ``html``) or the notice (``notice``) of one submission.

        Raises:
            KeyError: no such submission.
        """
