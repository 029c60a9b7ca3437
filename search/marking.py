"""Marks what was found in the text as it was written: 【…】 round it, long texts cut to what lies near."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from search.query.tree import Scoped, Tree, Words, leaves
from search.words.figures import figures_of, whole_figure
from search.words.lookalikes import folded
from search.words.normal import Normal, normalise, plain
from search.words.tokens import HAN, grams

OPEN, CLOSE = "【", "】"
_AROUND = 60
"""Characters shown on either side of the first mark."""

_LETTER = rf"[^\W_{HAN}]"
_WORD = re.compile(rf"[{HAN}]+|\d+(?:\.\d+)?(?!{_LETTER})|{_LETTER}+")
_BEGINS, _ENDS = rf"(?<!{_LETTER})(?<!\d\.)", rf"(?!\.?\d)(?!{_LETTER})"
"""Where a figure, or a word of letters, is a whole one and no part of another."""

Span = tuple[int, int]


class Marker:
    """Marks what one query looks for; made once for all hits of an answer."""

    def __init__(self, tree: Tree) -> None:
        self._wanted = list(_wanted_of(tree))

    def __call__(self, text: str) -> tuple[str, ...]:
        """The text with marks, or a fragment of it; empty where the query's words do not stand in it."""
        normal = normalise(text)
        spans = [span for wanted in self._wanted for span in wanted.spans(normal.text)]
        if not spans:
            return ()
        return (_fragment(text, _merged([_original(span, normal) for span in spans])),)


class _Wanted:
    """One word or phrase: as it stands, its look-alikes, its number in any writing, or else its pairs.

    Of a value (附件:设备清单) no pairs are marked: a row that says 设备 of its own accord was not found for that.
    """

    def __init__(self, words: Words, *, is_value: bool = False) -> None:
        text = plain(words.text).strip()
        self._pattern = _pattern(text, open_end=words.begins)
        self._shape = _pattern(folded(text), open_end=words.begins) if words.forgiving else None
        self._figure = whole_figure(text)
        pairs = [] if words.exact or is_value else [token for token in grams(text) if len(token) > 1]
        self._pairs = [found for found in map(_pattern, pairs) if found]

    def spans(self, text: str) -> list[Span]:
        """Where it stands in a normalised text."""
        spans = _found(self._pattern, text)
        if self._shape:
            spans += _found(self._shape, folded(text))
        if self._figure is not None:
            spans += [(each.start, each.end) for each in figures_of(text) if each.text == self._figure.text]
        return spans or [span for pair in self._pairs for span in _found(pair, text)]


def _wanted_of(tree: Tree) -> Iterator[_Wanted]:
    for leaf in leaves(tree, positive_only=True):
        if isinstance(leaf, Scoped):
            yield from (_Wanted(value, is_value=True) for value in leaf.values if isinstance(value, Words))
        elif isinstance(leaf, Words):
            yield _Wanted(leaf)


def _pattern(wanted: str, *, open_end: bool = False) -> re.Pattern[str] | None:
    """Its words one after another, whatever signs stand between them; None where it has none.

    Chinese is meant wherever it stands, the 12 of 12000 is not; with ``open_end`` the last word may go on.
    """
    words = _WORD.findall(wanted)
    if not words:
        return None
    parts = [word if re.match(f"[{HAN}]", word) else _BEGINS + re.escape(word) + _ENDS for word in words]
    pattern = r"[\W_]*".join(parts)
    return re.compile(pattern.removesuffix(_ENDS) if open_end else pattern)


def _found(pattern: re.Pattern[str] | None, text: str) -> list[Span]:
    return [match.span() for match in pattern.finditer(text)] if pattern else []


def _original(span: Span, normal: Normal) -> Span:
    return normal.origins[span[0]], normal.origins[span[1] - 1] + 1


def _merged(spans: list[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged


def _fragment(text: str, spans: list[Span]) -> str:
    """From a little before the first mark to a little after it, with all marks in between."""
    left, right = max(0, spans[0][0] - _AROUND), min(len(text), spans[0][1] + 2 * _AROUND)
    inside = spans[: bisect_left(spans, (right, 0))]
    right = max(right, inside[-1][1])
    pieces, at = ["…" if left else ""], left
    for start, end in inside:
        pieces += [text[at:start], OPEN, text[start:end], CLOSE]
        at = end
    return "".join([*pieces, text[at:right], "…" if right < len(text) else ""])
