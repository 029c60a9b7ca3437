"""Characters of words that are in doubt: looked at once more, in a sharper picture, with what stands beside them.

Recognisers lean on what words are usual: 巳 is read as 已 with 0.95, and what is left of the score is 巳's. In a
sharper picture most that were read rightly have no rival left, and those read wrongly still have.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from extractors.ocr.ctc import Steps
from extractors.scan.opinions import Grey, sharper
from extractors.scan.tokens import tokens_of
from pipeline.ports import OcrEngine, OcrLine

_LEAST, _CLEAR = 0.5, 0.9
"""Scores between which a character is looked at once more though it has no rival; below it is no use."""
_CONFIRMED, _HARMLESS = 0.97, 0.02
"""Score that the second look must give every character, rivals included; the first one's then counts as ``_CLEAR``."""
_BESIDE, _ROOM = 2, 0.3
"""Characters shown on either side of one in doubt; heights of the line shown beyond them."""


@dataclass(frozen=True, slots=True)
class _Doubt:
    """Characters ``first`` to ``last`` of a line, shown for the sake of those between them that are in doubt."""

    line: int
    first: int
    last: int
    doubted: tuple[int, ...]


def settled(lines: Sequence[tuple[Grey, OcrLine]], engine: OcrEngine) -> list[OcrLine]:
    """The lines (pixels, what was read), their scores and rivals set right where a second look confirms the first."""
    doubts = [doubt for number, (_, read) in enumerate(lines) for doubt in _doubts(number, read)]
    looks = engine.read_lines([sharper(_shown(*lines[doubt.line], doubt)) for doubt in doubts]) if doubts else []
    found = [read for _, read in lines]
    for doubt, look in zip(doubts, looks, strict=True):
        if _confirms(look, found[doubt.line].text[doubt.first : doubt.last + 1]):
            found[doubt.line] = _confirmed(found[doubt.line], doubt.doubted)
    return found


def _doubts(number: int, read: OcrLine) -> Iterator[_Doubt]:
    """The characters of words that are in doubt; those that are shown together are one."""
    if not read.edges or len(read.rivals) != len(read.text):
        return
    figures = {n for token in tokens_of(read.text) for n in range(token.start, token.end)}
    doubted = [
        n
        for n, (score, rival) in enumerate(zip(read.scores, read.rivals, strict=True))
        if n not in figures and read.text[n].isalnum() and score >= _LEAST and (score < _CLEAR or rival >= Steps.RIVAL)
    ]
    while doubted:
        own = [doubted.pop(0)]
        while doubted and doubted[0] - own[-1] <= _BESIDE:
            own.append(doubted.pop(0))
        yield _Doubt(number, max(0, own[0] - _BESIDE), min(len(read.text) - 1, own[-1] + _BESIDE), tuple(own))


def _shown(pixels: Grey, read: OcrLine, doubt: _Doubt) -> Grey:
    height, width = pixels.shape
    x0 = int(max(0, read.edges[doubt.first] - _ROOM * height)) if doubt.first else 0
    x1 = int(min(width, read.edges[doubt.last + 1] + _ROOM * height + 1)) if doubt.last < len(read.text) - 1 else width
    return np.ascontiguousarray(pixels[:, x0:x1])


def _confirms(look: OcrLine, text: str) -> bool:
    """Whether the same characters are read there, all of them sure and without a rival."""
    at = look.text.find(text)
    if at < 0 or not text:
        return False
    own = slice(at, at + len(text))
    return min(look.scores[own], default=0.0) >= _CONFIRMED and max(look.rivals[own], default=1.0) < _HARMLESS


def _confirmed(read: OcrLine, at: Sequence[int]) -> OcrLine:
    scores = tuple(max(score, _CLEAR) if n in at else score for n, score in enumerate(read.scores))
    rivals = tuple(0.0 if n in at else rival for n, rival in enumerate(read.rivals))
    return replace(read, scores=scores, rivals=rivals, weakest=min(scores))
