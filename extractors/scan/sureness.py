"""How sure a reading is: engines' own scores are not chances; agreement of looks and the weakest character are.

The figures are set below what was measured on made books in three fonts at three qualities (13,369 runs of characters,
``benchmarks/ocr_calibrate.py``, ``docs/measurements.md``): two looks can err alike, and strangers' pages are worse.
Where two looks at a figure agree, 1 in 2,800 was wrong; but with a character below 0.75 held-out pages had wrong ones,
so none of these counts as sure. Words are looked at once: from 0.9 on 1 in 1,000 was wrong, from 0.75 on 7.
"""

from __future__ import annotations

import re

from extractors.scan.opinions import Verdict

Table = tuple[tuple[float, float], ...]
"""(weakest character's score at least, chance), highest first."""

_TWO_OF_TWO: Table = ((0.97, 0.995), (0.9, 0.985), (0.75, 0.95), (0.5, 0.88), (0.3, 0.85), (0.0, 0.6))
_THREE_AGREE: Table = ((0.8, 0.95), (0.5, 0.88), (0.3, 0.85), (0.0, 0.6))
_TWO_AGREE: Table = ((0.8, 0.88), (0.5, 0.8), (0.0, 0.6))
_ALONE: Table = ((0.97, 0.6), (0.8, 0.5), (0.0, 0.35))
_WORDS: Table = ((0.97, 0.985), (0.9, 0.97), (0.75, 0.89), (0.5, 0.85), (0.3, 0.6), (0.0, 0.4))
_SUSPECT = re.compile(r"(?<![\d.])\d{1,3}\.\d{3}(?!\d)")
"""1.375 is how an underlined 1,375 is misread, 7.351.67 how 7,351.67 is."""
_DOUBTFUL = 0.6


def sure_of_token(text: str, verdict: Verdict) -> float:
    """The chance (0..1) that a figure or code is right."""
    chance = _at(_table(verdict), verdict.weakest)
    return min(chance, _DOUBTFUL) if _SUSPECT.search(text) else chance


def _table(verdict: Verdict) -> Table:
    if verdict.agreed >= 2 and verdict.agreed == verdict.looks:
        return _TWO_OF_TWO
    return {3: _THREE_AGREE, 2: _TWO_AGREE}.get(verdict.agreed, _ALONE)


def sure_of_words(weakest: float) -> float:
    """The chance (0..1) that a run of words is right, from the score of its weakest character."""
    return _at(_WORDS, weakest)


def _at(table: Table, score: float) -> float:
    return next(chance for least, chance in table if score >= least)
