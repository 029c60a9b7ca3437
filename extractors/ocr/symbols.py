"""Single characters with their boxes, as an engine saw them, put together to lines by where they stand."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.ports import OcrLine

_SPACE, _WIDE_SPACE, _APART = 0.35, 0.8, 1.2
"""Gaps in heights of the line: a space; one between two Chinese characters; another line (the next cell)."""
_OVERLAP = 1.0
"""Heights by which the boxes of neighbours may lie over each other: they are loose in Chinese."""


@dataclass(frozen=True, slots=True)
class Symbol:
    """A character, its box in pixels, and how sure the engine is (0..1)."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    confidence: float


def line_of(symbols: Sequence[Symbol]) -> OcrLine:
    """All as one line in the order given; an empty one where there are none."""
    if not symbols:
        return OcrLine("", (0.0, 0.0, 0.0, 0.0), 0.0)
    top, bottom = min(each.y0 for each in symbols), max(each.y1 for each in symbols)
    text, edges, scores, last = "", list[float](), list[float](), symbols[0]
    for symbol in symbols:
        if text and symbol.x0 - last.x1 > _space(last.text, symbol.text) * (bottom - top):
            text += " "
            edges.append(last.x1)
            scores.append(symbol.confidence)
        text += symbol.text
        scores += [symbol.confidence] * len(symbol.text)
        step = (symbol.x1 - symbol.x0) / len(symbol.text)
        edges.extend(symbol.x0 + step * n for n in range(len(symbol.text)))
        last = symbol
    box = (min(each.x0 for each in symbols), top, max(each.x1 for each in symbols), bottom)
    mean = sum(scores) / len(scores)
    return OcrLine(text, box, mean, _rising([*edges, last.x1]), min(scores), tuple(scores))


def _space(left: str, right: str) -> float:
    return _WIDE_SPACE if _is_wide(left[-1]) and _is_wide(right[0]) else _SPACE


def _is_wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in "WF"


def _rising(edges: Iterable[float]) -> tuple[float, ...]:
    """Boxes of neighbours may overlap by a pixel; edges never go back."""
    rising: list[float] = []
    for edge in edges:
        rising.append(max(edge, rising[-1] if rising else edge))
    return tuple(rising)


def lines_of(symbols: Sequence[Symbol]) -> list[OcrLine]:
    """The characters as lines: cut where the next is not on the same line, or a gap is too wide for one run of text."""
    runs: list[list[Symbol]] = []
    for symbol in symbols:
        if runs and _goes_on(runs[-1][-1], symbol):
            runs[-1].append(symbol)
        else:
            runs.append([symbol])
    return [line_of(run) for run in runs]


def _goes_on(last: Symbol, symbol: Symbol) -> bool:
    height = max(last.y1 - last.y0, symbol.y1 - symbol.y0)
    shared = min(last.y1, symbol.y1) - max(last.y0, symbol.y0)
    level = shared > 0.3 * min(last.y1 - last.y0, symbol.y1 - symbol.y0)
    return level and -_OVERLAP * height < symbol.x0 - last.x1 < _APART * height
