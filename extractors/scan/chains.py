"""Pieces of ruling lines joined to the lines that they were before wear, folds and pale print took parts away."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

_ASIDE = 1.7
"""Points by which the next piece of a line may lie beside the piece before it (paper that was not quite flat)."""
_OWN = 1.2
"""A gap may be no longer than this many times the longer of the two pieces that it parts."""


@dataclass(frozen=True, slots=True)
class Run:
    """A straight horizontal (or, transposed, vertical) run in pixels.

    ``at`` across it, ``start`` to ``end`` along it, its ``thickness``, and how much of it is ``inked``; ``parts`` are
    the pieces (at, start, end) that it was joined from.
    """

    at: float
    start: int
    end: int
    thickness: int
    inked: int
    parts: tuple[tuple[float, int, int], ...] = ()


def crosses(run: Run, line: Run, reach: float) -> bool:
    """Whether a vertical and a horizontal meet, to within ``reach`` pixels."""
    along = line.start - reach <= run.at <= line.end + reach
    return along and run.start - reach <= line.at <= run.end + reach


def chained(pieces: Sequence[Run], scale: float, gap: float) -> list[Run]:
    """The runs with those joined that go on in each other's direction.

    ``scale`` is points a pixel; ``gap`` points may be missing in one place (less than the row or column that a merged
    cell leaves out).
    """
    done: list[list[Run]] = []
    chains: list[list[Run]] = []
    for piece in sorted(pieces, key=lambda run: run.start):
        done.extend(chain for chain in chains if chain[-1].end < piece.start - gap / scale)
        chains = [chain for chain in chains if chain[-1].end >= piece.start - gap / scale]
        chain = min(_goes_on(chains, piece, scale, gap), key=lambda each: abs(each[-1].at - piece.at), default=None)
        if chain is None:
            chains.append([piece])
        else:
            chain.append(piece)
    return [_joined(chain) for chain in (*done, *chains)]


def _goes_on(chains: Sequence[list[Run]], piece: Run, scale: float, most: float) -> Iterator[list[Run]]:
    for chain in chains:
        last = chain[-1]
        gap = piece.start - last.end
        longer = max(last.end - last.start, piece.end - piece.start)
        if -4 / scale <= gap <= min(most / scale, _OWN * longer) and abs(last.at - piece.at) * scale <= _ASIDE:
            yield chain


def _joined(chain: Sequence[Run]) -> Run:
    if len(chain) == 1:
        return chain[0]
    parts = tuple((run.at, run.start, run.end) for run in chain)
    weight = sum(run.end - run.start for run in chain)
    at = sum(run.at * (run.end - run.start) for run in chain) / weight
    thickness = round(median(run.thickness for run in chain))
    return Run(at, chain[0].start, max(run.end for run in chain), thickness, sum(run.inked for run in chain), parts)
