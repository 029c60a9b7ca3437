"""What is to be read of a file, in parts that any machine can take, and how that ended."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from flows.versions import reading_version
from pipeline.store import Store

MOST_SAID = 8
"""Problems, or runs of pages, that one sentence names: a file may have thousands."""


@dataclass(frozen=True, slots=True)
class FileToRead:
    """A file's bytes that this version of the readers has not read; ``name`` is its path in the submission.

    ``pages`` is what was counted when it was received; None where it has no pages of its own, or they could not be.
    """

    sha256: str
    media_type: str
    name: str
    submission: str
    pages: int | None = None

    @property
    def version(self) -> str:
        """Of what turns its bytes into pages."""
        return reading_version(self.media_type)


@dataclass(frozen=True, slots=True)
class Part:
    """Pages ``first`` to ``last`` of a file; the whole file where it has no pages (``last`` None)."""

    file: FileToRead
    first: int = 1
    last: int | None = None
    told: str = ""


@dataclass(frozen=True, slots=True)
class PartDone:
    """How many pages were read now, the first problem's slug and what went wrong; empty where all went well."""

    pages: int = 0
    problem: str = ""
    reason: str = ""

    def with_problem(self, problem: str, reason: str) -> PartDone:
        """The first problem's slug, every problem's words, as far as one sentence goes."""
        said = [each for each in (*self.reason.split("；"), reason) if each]
        kept = said if len(said) <= MOST_SAID else [*said[:MOST_SAID], "等"]
        return replace(self, problem=self.problem or problem, reason="；".join(kept))


ReadParts = Callable[[Store, Sequence[Part]], Iterable[PartDone]]
"""Reads parts of one file, here or elsewhere, one answer a part."""
