"""How sure a reading is: engines' own scores are not chances; agreement of readings and the weakest character are.

The figures are the shares of lines read without any mistake among lines of that kind, measured by
``benchmarks/ocr_calibrate.py`` on pages made for it (rounded down, with a margin).
"""

from __future__ import annotations

import re

from pipeline.ports import OcrLine

_WITH_FIGURES = ((0.97, 0.995), (0.9, 0.985), (0.75, 0.95), (0.5, 0.88), (0.0, 0.7))
"""(weakest character's score at least, chance) where a second reading of a line with figures says the same."""
_WORDS_ONLY = ((0.97, 0.985), (0.9, 0.97), (0.75, 0.93), (0.5, 0.85), (0.3, 0.7), (0.0, 0.4))
_DISAGREED = ((0.97, 0.7), (0.8, 0.6), (0.0, 0.4))
_SUSPECT = re.compile(r"(?<![\d.])\d{1,3}\.\d{3}(?![\d.])")
"""1.375 is how an underlined 1,375 is misread."""


def sureness(text: str, read: OcrLine, other: OcrLine | None, *, agreed: bool) -> float:
    """The chance (0..1) that every character of the line is right."""
    if not agreed:
        return _at(_DISAGREED, read.weakest)
    if other is None:
        return _at(_WORDS_ONLY, read.weakest)
    chance = _at(_WITH_FIGURES, min(read.weakest, other.weakest))
    return min(chance, 0.6) if _SUSPECT.search(text) else chance


def _at(table: tuple[tuple[float, float], ...], score: float) -> float:
    return next(chance for least, chance in table if score >= least)
