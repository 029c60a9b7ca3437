"""What several independent looks at a figure or a code say together."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.scan.strips import read_in_strips
from extractors.scan.tokens import core
from pipeline.ports import OcrEngine, OcrLine

Grey = NDArray[np.uint8]
_CONFIRMED = 0.9
"""Weakest score from which a glance that agrees is as good as a look."""
_PLAIN, _CERTAIN = 0.9, 0.97
"""Weakest score below which two looks that agree are not believed by themselves, and that one of four must have."""
_UNSHAKEN = 0.98
"""The same from which the first look is certain."""
_SOFTENED, _BLUR = 40, 0.9
"""Pixels: the height and the blur of a softened look."""
_DAY = re.compile(r"0?[1-9]|[12]\d|3[01]")
"""What may stand before 日 at the beginning of a line, where a narrow cell has parted a date."""


@dataclass(frozen=True, slots=True)
class Looks:
    """Who looks: the page's own engine, and an engine of another make where one is installed."""

    engine: OcrEngine
    other: Callable[[], OcrEngine | None] = field(default=lambda: None)


@dataclass(frozen=True, slots=True)
class Verdict:
    """The text that most looks agree on, how many of how many did, the weakest score among them, the other readings.

    ``closer``: where two agreed on what neither read plainly, whether two more looks bear it out and one of the four is
    certain (True), or one of them says otherwise (False); None where neither is so, or nobody looked.
    """

    text: str
    agreed: int
    looks: int
    weakest: float
    others: tuple[str, ...] = ()
    closer: bool | None = None


def judge(tokens: Sequence[tuple[str, float, Grey]], looks: Looks) -> list[Verdict]:
    """A verdict for each token (text, weakest score, pixels): a second look at each, more at those in dispute."""
    second = _second_looks(tokens, looks.engine)
    readings = [
        [(text, score), (look.text, look.weakest)] for (text, score, _), look in zip(tokens, second, strict=True)
    ]
    disputed = [n for n, (one, two) in enumerate(readings) if core(one[0]) != core(two[0])]
    crops = [tokens[n][2] for n in disputed]
    for more in _more_looks(crops, looks):
        for n, reading in zip(disputed, more, strict=True):
            readings[n].append(reading)
    verdicts = [_verdict(each) for each in readings]
    doubtful = [n for n, each in enumerate(verdicts) if each.agreed == each.looks == 2 and each.weakest < _PLAIN]
    crops = [shown for n in doubtful for shown in (sharper(tokens[n][2]), softer(tokens[n][2]))]
    closer = looks.engine.read_lines(crops) if crops else ()
    for n, sharp, soft in zip(doubtful, closer[::2], closer[1::2], strict=True):
        more = [(sharp.text, sharp.weakest), (soft.text, soft.weakest)]
        verdicts[n] = _looked_closer(verdicts[n], readings[n], more)
    return verdicts


def _looked_closer(
    verdict: Verdict, readings: Sequence[tuple[str, float]], more: Sequence[tuple[str, float]]
) -> Verdict:
    """What two that agreed said, once two more have looked."""
    own = core(readings[0][0])
    others = tuple(dict.fromkeys(text.strip(" _") for text, _ in more if core(text) != own))
    if others:
        return replace(verdict, others=tuple(filter(None, others)), closer=False)
    certain = max(score for _, score in (*readings, *more)) >= _CERTAIN
    return replace(verdict, closer=True) if certain else verdict


def _second_looks(tokens: Sequence[tuple[str, float, Grey]], engine: OcrEngine) -> list[OcrLine]:
    """One a token: a glance where that confirms it without a doubt, else a look as close as the first."""
    crops = [pixels for _, _, pixels in tokens]
    if engine.glance is None:
        return read_in_strips(crops, engine.read_lines)
    seen = read_in_strips(crops, engine.glance)
    again = [
        n
        for n, ((text, _, _), look) in enumerate(zip(tokens, seen, strict=True))
        if core(look.text) != core(text) or look.weakest < _CONFIRMED
    ]
    for n, look in zip(again, read_in_strips([crops[n] for n in again], engine.read_lines), strict=True):
        seen[n] = look
    return seen


def _more_looks(crops: Sequence[Grey], looks: Looks) -> list[list[tuple[str, float]]]:
    if not crops:
        return []
    third = looks.engine.read_lines([sharper(crop) for crop in crops])
    found = [[(line.text, line.weakest) for line in third]]
    other = looks.other()
    if other is not None:
        found.append([(line.text, line.weakest) for line in other.read_lines(crops)])
    return found


def sharper(crop: Grey) -> Grey:
    """Twice as large, strokes darker against their paper."""
    large = cv2.resize(crop, None, fx=2, fy=2, interpolation=cv2.INTER_LANCZOS4)
    dark, light = np.percentile(large, (2, 90))
    spread = np.clip((large.astype(np.float32) - dark) * 235 / max(20.0, light - dark), 0, 255)
    border = max(6, large.shape[0] // 6)
    return np.asarray(
        cv2.copyMakeBorder(spread.astype(np.uint8), 4, 4, border, border, cv2.BORDER_CONSTANT, value=245), np.uint8
    )


def softer(crop: Grey) -> Grey:
    """As small as engines take it, blurred, its strokes broader."""
    factor = _SOFTENED / crop.shape[0]
    small = cv2.resize(
        crop, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA if factor < 1 else cv2.INTER_LINEAR
    )
    broad = cv2.erode(cv2.GaussianBlur(small, (0, 0), _BLUR), np.ones((2, 2), np.uint8))
    return np.asarray(cv2.copyMakeBorder(broad, 6, 6, 10, 10, cv2.BORDER_CONSTANT, value=245), np.uint8)


def _verdict(readings: Sequence[tuple[str, float]]) -> Verdict:
    """The reading with most votes, the first where even: what must agree, and the 日 that its first voter saw.

    What the whole line shows for certain is not outvoted by looks at a piece of it that nobody read plainly.
    """
    votes: dict[str, list[tuple[str, float]]] = {}
    for text, score in readings:
        votes.setdefault(core(text), []).append((text, score))
    first, certain = core(readings[0][0]), readings[0][1] >= _UNSHAKEN
    best = max(votes, key=lambda key: (len(votes[key]) if key else 0, key == first))
    if best != first and certain and max(score for _, score in votes[best]) < _PLAIN:
        best = first
    winners = votes[best]
    others = dict.fromkeys(said[0][0].strip(" _") for key, said in votes.items() if key != best and key)
    dated = winners[0][0].rstrip(" _").endswith("日") and ("月" in best or _DAY.fullmatch(best))
    text = f"{best}日" if dated else best
    return Verdict(text, len(winners), len(readings), min(score for _, score in winners), tuple(others))
