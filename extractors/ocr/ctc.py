"""What a recogniser saw at each step across a line, as a line of text."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from extractors.ocr.edges import character_edges
from pipeline.ports import OcrLine

FILLING = " …._·．"
"""What leads the eye or fills a blank: no recogniser is sure how much of it there is, and nobody asks."""
_BESIDE = 2
"""Steps over which a character spreads: there it is second to nothing without having been passed over."""


@dataclass(frozen=True, slots=True)
class Steps:
    """At each step the number of the likeliest character (0: nothing) and its score.

    Where that is not sure, ``other`` is the likeliest of all other characters and ``chance`` its score.
    """

    seen: NDArray[np.int64]
    scores: NDArray[np.float32]
    other: NDArray[np.int64]
    chance: NDArray[np.float32]
    DOUBT: ClassVar[float] = 0.1
    """Chance from which a character may have been passed over."""
    RIVAL: ClassVar[float] = 0.01
    """Chance from which another character may stand where one was read."""

    def passed_over(self) -> list[int]:
        """The steps where a character that was not read beside them may stand."""
        at = np.flatnonzero((self.seen == 0) & (self.chance >= self.DOUBT))
        return [
            int(step)
            for step in at
            if self.other[step] not in self.seen[max(0, step - _BESIDE) : step + _BESIDE + 1]
        ]  # fmt: skip


def line_of_steps(
    steps: Steps, characters: Sequence[str], count: float, size: tuple[int, int]
) -> tuple[OcrLine, tuple[float, ...]]:
    """The line: runs of the same character are one, 0 is nothing; and where (x) one may have been passed over.

    Args:
        steps: what was seen at each.
        characters: by number.
        count: how many steps the line's own width is; what follows is padding.
        size: the crop's height and width in pixels.
    """
    height, width = size
    seen = steps.seen
    starts = seen != 0
    starts[1:] &= seen[1:] != seen[:-1]
    at = np.flatnonzero(starts)
    text = "".join(characters[number] for number in seen[at])
    own = tuple(float(score) for score in steps.scores[at])
    columns = [int(column) for column, char in zip(at, text, strict=True) if not char.isspace()]
    edges = character_edges(text, columns, count, width)
    mean = sum(own) / len(own) if own else 0.0
    box, weakest = (0.0, 0.0, float(width), float(height)), min(own, default=0.0)
    line = OcrLine(text, box, mean, edges, weakest, own, tuple(_rivals(steps, at, characters)))
    passed = [step for step in steps.passed_over() if step < count and characters[steps.other[step]] not in FILLING]
    return line, tuple((step + 0.5) / count * width for step in passed)


def _rivals(steps: Steps, at: NDArray[np.int64], characters: Sequence[str]) -> Iterator[float]:
    """Of each character the chance of the likeliest other one that may stand in its place.

    What a character loses to nothing, or to its neighbours on the steps between them, is no doubt of what it is; of
    signs, and of the width of letters, recognisers are never sure.
    """
    for n, first in enumerate(at):
        own = steps.seen[first]
        beside = {int(steps.seen[k]) for k in at[max(0, n - 1) : n + 2]}
        last = first
        while last + 1 < len(steps.seen) and steps.seen[last + 1] == own:
            last += 1
        yield max(
            float(steps.chance[step])
            if int(steps.other[step]) not in beside and _tell_apart(characters[own], characters[steps.other[step]])
            else 0.0
            for step in range(first, last + 1)
        )


def _tell_apart(one: str, other: str) -> bool:
    """Whether both are letters, figures or Chinese characters, and not the same in another width."""
    return one.isalnum() and other.isalnum() and _folded(one) != _folded(other)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text)
