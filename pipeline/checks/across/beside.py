"""Two lists or two passages side by side, with what they have in common marked; and who is alike to whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from pipeline.checks.across.lists import row_hashes
from pipeline.checks.across.shingles import LENGTH, runs
from pipeline.checks.wording import plain
from pipeline.records import Finding, ListRecord, Row


@dataclass(frozen=True, slots=True)
class Beside:
    """A row of each list, or of one alone; ``differing`` are the columns in which a pair differs."""

    mine: Row | None
    other: Row | None
    differing: tuple[str, ...] = ()

    @property
    def is_common(self) -> bool:
        """Whether both lists hold the row."""
        return self.mine is not None and self.other is not None


@dataclass(frozen=True, slots=True)
class Stretch:
    """Part of a passage; ``common`` where it stands in the other passage as well."""

    text: str
    common: bool


@dataclass(frozen=True, slots=True)
class Alike:
    """What ties two submissions: the slug of the finding or signal and its sentence."""

    slug: str
    message: str


def lists_beside(one: ListRecord, two: ListRecord, form: str | None = None) -> list[Beside]:
    """The rows of two lists of one kind: mine in their order beside their counterparts, then what the other has alone.

    Rows go together by all they say, else by all but a third of their columns (as copies are told).
    """
    theirs: dict[int, list[int]] = defaultdict(list)
    for at, row in enumerate(two.rows):
        exact, loose = row_hashes(form, two.kind, row)
        for key in (exact, *loose):
            theirs[key].append(at)
    taken: set[int] = set()
    pairs: list[Beside] = []
    for row in one.rows:
        exact, loose = row_hashes(form, one.kind, row)
        keys = [key for key in (exact, *loose) if key]
        match = next((at for key in keys for at in theirs.get(key, ()) if at not in taken), None)
        if match is not None:
            taken.add(match)
        other = two.rows[match] if match is not None else None
        pairs.append(Beside(row, other, _differing(row, other)))
    return pairs + [Beside(None, row) for at, row in enumerate(two.rows) if at not in taken]


def _differing(one: Row, two: Row | None) -> tuple[str, ...]:
    if two is None:
        return ()
    keys = sorted((one.cells.keys() | two.cells.keys()) - {"serial"})
    return tuple(key for key in keys if plain(one.cells.get(key, "")) != plain(two.cells.get(key, "")))


def texts_beside(one: str, two: str) -> tuple[list[Stretch], list[Stretch]]:
    """Both passages in stretches; what stands in both, five characters and more, is marked in each."""
    return _stretches(one, two), _stretches(two, one)


def _stretches(text: str, other: str) -> list[Stretch]:
    kept = [at for at, char in enumerate(text) if plain(char)]
    inside = np.isin(runs(_folded(text)), runs(_folded(other)))
    marked = np.zeros(len(text), dtype=np.bool_)
    for start in np.flatnonzero(inside[: len(kept)]):
        marked[kept[start] : kept[min(start + LENGTH, len(kept)) - 1] + 1] = True
    edges = [0, *(np.flatnonzero(np.diff(marked.astype(np.int8))) + 1).tolist(), len(text)]
    return [Stretch(text[a:b], bool(marked[a])) for a, b in pairwise(edges) if b > a]


def _folded(text: str) -> str:
    """One character for each that counts, so that places stay places."""
    return "".join(plain(char)[:1] for char in text)


def matrix(found: Mapping[str, Sequence[Finding]]) -> dict[tuple[str, str], tuple[Alike, ...]]:
    """Who is alike to whom, by the findings of each submission: (submission, other) with what ties them."""
    cells: dict[tuple[str, str], dict[str, Alike]] = defaultdict(dict)
    for name, findings in found.items():
        for each in findings:
            for other in {side.submission for side in each.evidence if side.submission}:
                cells[name, other][each.slug] = Alike(each.slug, each.message)
    return {pair: tuple(alike.values()) for pair, alike in sorted(cells.items())}
