"""Which pieces of a form a document holds at all: a cover alone, one chapter, the table of indicators.

Aligned to the whole form, a file that holds one chapter would be scattered over all of it, since every character found
anywhere saves a printed one. Whole books, however badly read, are aligned to the whole form.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractors.fields.normal import runs_of
from extractors.fields.sequence import Unit

_WHOLE = 0.5
"""From this share of the form's runs of characters on a document is taken for a whole book."""
_THERE = 0.6
"""Share of its own runs from which a piece is there."""
_TELLING, _BESIDE = 8, 2
"""Pieces of fewer characters are kept with a neighbour that is there, so many on either side: they may be misread."""


def present(units: Sequence[Unit], words: str) -> Sequence[Unit]:
    """The pieces that are worth aligning to a document of these words (comparable characters, no borders)."""
    there = runs_of(words)
    own = [{run for phrase in unit.phrases for run in runs_of(phrase)} for unit in units]
    every = set().union(*own)
    if not every or len(every & there) >= _WHOLE * len(every):
        return units
    found = [bool(runs) and len(runs & there) >= _THERE * len(runs) for runs in own]
    kept = {near for at, hit in enumerate(found) if hit for near in _with_neighbours(units, at)}
    return [_closed(unit, at + 1 in kept) for at, unit in enumerate(units) if at in kept]


def _with_neighbours(units: Sequence[Unit], at: int) -> range:
    """The pieces around one that have too few words to tell; what follows a heading until something is asked for.

    A piece without any words belongs to the heading above it, not to what comes below.
    """
    start, end = at, at + 1
    while start > 0 and at - start < _BESIDE and units[start - 1].words and _tells_little(units[start - 1]):
        start -= 1
    while end < len(units) and _tells_little(units[end]):
        own = not units[end].words and not units[end].asks
        if end - at > _BESIDE and not own and any(unit.asks for unit in units[at + 1 : end]):
            break
        end += 1
    return range(start, end)


def _tells_little(unit: Unit) -> bool:
    return len(unit.words) < _TELLING


def _closed(unit: Unit, followed: bool) -> Unit:
    """Where pieces of a table were left out, anything may stand."""
    return unit if followed else replace(unit, last=True)
