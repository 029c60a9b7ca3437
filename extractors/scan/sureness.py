"""How sure a reading is: engines' own scores are not chances; agreement of looks and the weakest character are.

The figures are set below what was measured on made books in three fonts at three qualities (13,369 runs of characters,
``benchmarks/ocr_calibrate.py``, ``docs/measurements.md``): two looks can err alike, and strangers' pages are worse.
Where two looks at a figure agree, 1 in 2,800 was wrong; but with a character below 0.9 held-out pages had wrong ones:
two more looks tell them (``opinions.py``; of 749 that they bore out none was wrong, of 88 others 11). Words are looked
at once, and again where that leaves a doubt (``rivals.py``): at one look from 0.9 on 1 in 1,000 was wrong, from 0.75 7.
"""

from __future__ import annotations

import re

from extractors.ocr.ctc import Steps
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
_L_OR_ONE, _UNTOLD = re.compile(r"[lI]\d|\d[lI]|[a-z]1[a-z]"), 0.85
"""In e-mail addresses and codes l, I and 1 stand for each other: in some fonts no look tells them."""
_DOUBTFUL = 0.6
_CONFIRMED, _DISPUTED = 0.95, 0.7
"""Two agree on what neither read plainly: all of four looks do and one is certain, or one of the four does not."""
_LETTERS = re.compile(r"[A-HJ-Za-km-z ]+")
_READABLE, _LETTERS_AGREE = 0.5, 0.92
"""Letters that two looks agree on, down to that score: what they score less is due to the spaces between words.

None of 118 was wrong. I and l are told apart by no look; a figure may be half of a character (3个 read as 31).
"""
_RIVALLED = 0.85
"""The chance that a run has in which another character may stand (``Steps.RIVAL``): 巳 is read as 已 with 0.95, but
what is left of the score is 巳's, while rightly read characters lose it to the gaps beside them."""


def sure_of_token(text: str, verdict: Verdict) -> float:
    """The chance (0..1) that a figure or code is right."""
    chance = _at(_table(verdict), verdict.weakest)
    if _LETTERS.fullmatch(text) and verdict.agreed == verdict.looks >= 2 and verdict.weakest >= _READABLE:
        chance = max(chance, _LETTERS_AGREE)
    if verdict.closer is not None:
        chance = max(chance, _CONFIRMED) if verdict.closer else min(chance, _DISPUTED)
    if _L_OR_ONE.search(text):
        chance = min(chance, _UNTOLD)
    return min(chance, _DOUBTFUL) if _SUSPECT.search(text) else chance


def _table(verdict: Verdict) -> Table:
    if verdict.agreed >= 2 and verdict.agreed == verdict.looks:
        return _TWO_OF_TWO
    return {3: _THREE_AGREE, 2: _TWO_AGREE}.get(verdict.agreed, _ALONE)


def sure_of_words(weakest: float, rival: float = 0.0) -> float:
    """The chance (0..1) that a run of words is right.

    Args:
        weakest: score of its weakest character.
        rival: of all its characters the highest score of another one that may stand in its place.
    """
    chance = _at(_WORDS, weakest)
    return min(chance, _RIVALLED) if rival >= Steps.RIVAL else chance


def _at(table: Table, score: float) -> float:
    return next(chance for least, chance in table if score >= least)
