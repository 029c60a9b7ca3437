"""What Heshu knows of one submission: its files, field values, list rows, and the places they were read from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from pipeline.document.source import Source

Value = int | float | str | bool | list[str] | None
READ, PARTLY_READ = "read", "partly-read"
"""Outcomes of reading a file; any other is the slug of a problem."""

Status = Literal["filled", "blank", "none", "unreadable"]


@dataclass(frozen=True, slots=True)
class FileEntry:
    """One delivered file. ``path`` is relative to the submission, ``/`` as separator; ``pages`` None for docx, xlsx.

    ``outcome`` is ``read``, ``partly-read`` (some of its pages could not be) or the slug of the problem; but for the
    first, ``reason`` is the sentence for the clerk.
    """

    path: str
    sha256: str
    media_type: str
    size: int = 0
    pages: int | None = None
    outcome: str = "read"
    reason: str = ""

    @property
    def is_read(self) -> bool:
        """Whether the record holds what stands in it, be it without some pages."""
        return self.outcome in (READ, PARTLY_READ)


@dataclass(frozen=True, slots=True)
class FieldValue:
    """One field as read in one version of the book.

    ``confidence`` is calibrated: 0.9 or more says that nobody needs to look. ``sources`` are all places (tick boxes may
    have several), the first is the one shown. ``alternatives`` are other readings of ``raw``.
    """

    key: str
    label: str
    value: Value
    raw: str
    status: Status
    confidence: float
    unit: str = ""
    sources: tuple[Source, ...] = ()
    alternatives: tuple[str, ...] = ()

    @property
    def source(self) -> Source | None:
        """The place to show first."""
        return self.sources[0] if self.sources else None

    @property
    def number(self) -> float | None:
        """The value as a number; None where it is none (a missing value is never a zero)."""
        if isinstance(self.value, bool) or not isinstance(self.value, int | float):
            return None
        return float(self.value)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a list: cells by column key as written, the class heading it stands under, and its place."""

    cells: Mapping[str, str]
    source: Source
    class_name: str | None = None
    confidence: float = 1.0
    cell_sources: Mapping[str, Source] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ListRecord:
    """All the rows of one kind of list, in the order of the document. ``rows`` may load lazily from the store."""

    kind: str
    rows: Sequence[Row]
    title: str = ""


@dataclass(frozen=True, slots=True)
class EmptyList:
    """The head of a list below which nothing was filled in, in an office file: there nothing can be overlooked."""

    kind: str
    source: Source


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading or title line, e.g. of an attachment: what it says and where. ``level`` counts from 1 where known."""

    text: str
    source: Source
    level: int | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """A number that a narrative states about a count field, e.g. ``接入工业设备1.2万余台`` about ``devices.total``.

    ``low`` and ``high`` bound the values of the field with which the words agree (近X: 0.85X..X; X余: X..1.25X;
    约X: ±10 %; plain: equal, a 万 figure at its own precision). ``text`` is the sentence, ``source`` where
    the number stands.
    """

    key: str
    narrative: str
    value: float
    low: float
    high: float
    text: str
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a narrative, by the narrative's key; ``source`` holds its words as they stand and their place."""

    narrative: str
    source: Source


@dataclass(frozen=True, slots=True)
class Mention:
    """A thing that a narrative names, where it names it first. It is no part of the contract's record.

    ``kind``: ``ORG``, ``PLATFORM``, ``PARK``, ``STANDARD``, ``PLACE``, ``DATE`` or ``AWARD``. ``same_as``: what else of
    the submission bears the name, ``applicant``, ``platform`` or the kinds of the lists that have it in a row.
    """

    kind: str
    name: str
    narrative: str
    source: Source | None = None
    same_as: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Version:
    """The book as read from one file or set of files: the Word version or the sealed scan."""

    kind: Literal["docx", "pdf", "scan"]
    fields: tuple[FieldValue, ...]
    sha256s: tuple[str, ...] = ()
    lists: tuple[ListRecord, ...] = ()


@dataclass(frozen=True, slots=True)
class Record:
    """One submission. ``fields`` are those that count (the sealed scan's where versions disagree).

    ``toc`` are the entries of the 目录 (None where the book has none); ``headings`` are attachment titles and section
    headings anywhere in the files, for the checks of what is there. ``empty_lists`` are printed or typed lists that
    nobody filled in.
    """

    name: str
    form: str | None
    files: tuple[FileEntry, ...] = ()
    fields: tuple[FieldValue, ...] = ()
    lists: tuple[ListRecord, ...] = ()
    versions: tuple[Version, ...] = ()
    toc: tuple[Heading, ...] | None = None
    headings: tuple[Heading, ...] = ()
    claims: tuple[Claim, ...] = ()
    empty_lists: tuple[EmptyList, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    mentions: tuple[Mention, ...] = ()

    def field(self, key: str) -> FieldValue | None:
        """The value of that key, or None where nothing is known of it."""
        return next((each for each in self.fields if each.key == key), None)

    def list(self, kind: str) -> ListRecord | None:
        """The list of that kind, or None where the submission does not hold it."""
        return next((each for each in self.lists if each.kind == kind), None)

    @property
    def read_files(self) -> Iterable[FileEntry]:
        """The files that were read."""
        return (each for each in self.files if each.is_read)
