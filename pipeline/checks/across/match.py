"""What the rules across applicants find, before it is shown with its evidence."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from pipeline.checks.across.signature import Signature
from pipeline.records import Severity

Signatures = Mapping[str, Signature]


@dataclass(frozen=True, slots=True)
class Match:
    """One fact about one submission; ``other`` is the submission it was held against (empty for none).

    ``weight`` tells which of several counterparts to show; ``other_key`` is the counterpart's narrative; ``common`` are
    the hashes of the rows, ids or runs that both have.
    """

    submission: str
    slug: str
    keys: tuple[str, ...]
    message: str
    other: str = ""
    weight: float = 0.0
    other_key: str = ""
    common: NDArray[np.uint64] = field(default_factory=lambda: np.empty(0, dtype=np.uint64), compare=False)


@dataclass(frozen=True, slots=True)
class AcrossRule:
    """A rule over the signatures of all submissions; the words are for the reviewer and the docs.

    ``body`` looks at all at once; ``between``, where there is one, says the same of two. A rule without it needs no
    more than the few values of each signature. ``lone``: it names no counterpart, for it counts all submissions of a
    form together.
    """

    code: str
    slug: str
    since: str
    severity: Severity
    what: str
    why: str
    basis: str
    body: Callable[[Signatures], Iterator[Match]]
    between: Callable[[Signature, Signature], Iterator[Match]] | None = None
    lone: bool = False


def strangers(one: Signature, two: Signature) -> bool:
    """Whether two submissions are of different applicants: an applicant may repeat itself, and is told so elsewhere."""
    return not one.same_applicant(two)


def strongest(matches: Iterator[Match]) -> list[Match]:
    """One match for each submission, slug and keys: the one with the weightiest counterpart."""
    groups: dict[tuple[str, str, tuple[str, ...]], list[Match]] = {}
    for match in matches:
        groups.setdefault((match.submission, match.slug, match.keys), []).append(match)
    return [min(group, key=lambda each: (-each.weight, each.other)) for group in groups.values()]
